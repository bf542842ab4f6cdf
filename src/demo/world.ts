/** The world of `greenroom demo`: shows that begin and end by themselves, on the clock of their account. */

import type { Logger } from 'pino'
import { webhookEvents } from '../api/webhooks/events.js'
import type { World } from '../control/demo.js'
import type { AccountFacade } from '../control/in-process/types.js'
import type { LivestreamItem, SessionItem } from '../control/lists/item-schemas.js'
import type { Clocks } from '../core/clocks.js'
import type { Ids } from '../core/ids.js'
import { ApiError } from '../http/errors.js'
import { createAgenda } from './agenda.js'
import { type BackEndDeps, createBackEnd, RefusedError } from './back-end.js'
import { createChance } from './chance.js'
import {
  essential,
  odds,
  opening,
  openingOfCamera,
  rhythm,
  type StepName,
  triedAgain,
  shows as wanted,
} from './plan.js'
import { type House, houses, type Production, programme } from './programme.js'
import { createSteps, type Show } from './show.js'

/** The account in which it happens; that of the fixture. */
export const demoAccount = 'demo'

const SECOND_MS = 1000
const webhookName = 'All events, to the inbox'
/** How many livestreams, and how many sessions, it goes on with when it begins. */
const MAX_ADOPTED = 20
/** Seconds after which it begins again when the beginning failed. */
const BEGIN_AGAIN_AFTER = 30

export interface WorldDeps extends Pick<BackEndDeps, 'inject' | 'headers'> {
  account: AccountFacade
  clock: Clocks
  ids: Pick<Ids, 'chance'>
  log: Logger
  /** Where Greenroom receives webhooks; null when it does not. */
  inboxUrl: string | null
}

/** Create the world. It does nothing until it is started. */
export function createWorld(deps: WorldDeps): World {
  const { account, clock, log } = deps
  const chance = createChance(deps.ids)
  const agenda = createAgenda()
  const backEnd = createBackEnd({ ...deps, wait: clock.wait, accountId: demoAccount })
  const shows = new Set<Show>()
  const appIds = new Map<string, string>()
  /** The productions that have not had their turn yet. */
  let deck: Production[] = []
  let isRunning = false
  let mustBegin = false
  let holds = 0
  let busy: Promise<void> | undefined
  let cancelAlarm = () => {}
  /** When something happened last: the clock may be set back. */
  let lastAt = 0

  const now = () => clock.of(demoAccount).now()
  const at = (seconds: number) => now() + Math.round(seconds * SECOND_MS)

  /** Do a step of a show. It may be refused: what it needs may be gone, or a fault rule has hit it. */
  const perform = async (show: Show, step: StepName) => {
    if (!shows.has(show) || (show.isEnding && step !== 'leave')) return
    try {
      await steps[step](show)
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof RefusedError)) throw error
      log.debug({ err: error }, `the demo goes on without the step ${step} of ${show.production.names[0]}`)
      const after = triedAgain[step]
      if (show.isEnding) show.isOver = true
      else if (after !== undefined) later(show, after, step)
      else if (essential.includes(step)) close(show)
    }
    if (show.isOver) shows.delete(show)
  }

  const later = (show: Show, seconds: number, step: StepName) =>
    agenda.add(at(seconds), () => perform(show, step))

  /** Do a step again and again while the show is on. */
  const repeat = (show: Show, step: StepName) => {
    const every = rhythm[step]
    if (!every) return
    agenda.add(at(chance.between(every)), async () => {
      await perform(show, step)
      if (!show.isEnding && shows.has(show)) repeat(show, step)
    })
  }

  /** Let what goes on during a show begin, and plan its end. @param seconds until its end */
  const run = (show: Show, seconds: number) => {
    const { production } = show
    repeat(show, 'watch')
    repeat(show, 'look')
    if (show.meetingId !== undefined) repeat(show, 'mingle')
    if (production.chat.length) repeat(show, 'chat')
    const isToFail = chance.oneIn(odds.fail)
    if (isToFail) later(show, seconds * chance.between([0.3, 0.9]), 'fail')
    else later(show, seconds, 'end')
  }

  const { steps, close } = createSteps({
    account,
    backEnd,
    chance,
    later,
    onAir(show) {
      if (show.meetingId !== undefined && chance.oneIn(odds.startAgain)) later(show, 4, 'startAgain')
      run(show, chance.between(show.production.minutes) * 60)
    },
  })

  const showOf = (production: Production, house: House, appId: string): Show => ({
    production,
    house,
    appId,
    audience: Math.round(chance.between(production.audience)),
    isEnding: false,
    isOver: false,
  })

  /** Begin a show that is not on. */
  const open = () => {
    for (let tried = 0; tried < programme.length; tried++) {
      if (!deck.length) deck = chance.shuffled(programme)
      const production = deck.shift()
      const house = houses.find(({ name }) => name === production?.house)
      const appId = house && appIds.get(house.name)
      const isOn = [...shows].some((show) => show.production === production)
      if (!production || !house || appId === undefined || isOn) continue
      const show = showOf(production, house, appId)
      shows.add(show)
      const beginning = production.meeting === undefined ? openingOfCamera : opening
      for (const [after, step] of beginning) later(show, after, step)
      return
    }
  }

  /** Keep as many shows on as are wanted. */
  const direct = () => {
    const on = [...shows].filter((show) => !show.isEnding).length
    if (on < wanted.least || (on < wanted.most && chance.oneIn(2))) open()
    agenda.add(at(chance.between(wanted.every)), direct)
  }

  /** Go on with a livestream that is live. @param place its place among these */
  const adopt = (livestream: LivestreamItem, place: number) => {
    const house = houses.find(({ name }) => appIds.get(name) === livestream.app_id)
    if (!house) return
    const { meeting_title: title, name } = livestream
    const known = programme.find(
      (each) =>
        each.house === house.name &&
        each.meeting === (title ?? undefined) &&
        (title ?? each.names[0] === name),
    )
    const production: Production = known ?? {
      house: house.name,
      names: [name ?? title ?? ''],
      audience: [20, 60],
      minutes: [5, 9],
      cast: [],
      chat: [],
    }
    const show = showOf(production, house, livestream.app_id)
    show.livestreamId = livestream.id
    show.meetingId = livestream.meeting_id ?? undefined
    if (livestream.viewers > 0) show.audience = livestream.viewers
    shows.add(show)
    if (show.meetingId !== undefined && production.cast.length) later(show, 1, 'invite')
    run(show, wanted.end * (place + 1))
  }

  /** Let those leave who are in a session of the programme that is not live: its show is forgotten. */
  const dismiss = ({ app_id, meeting_id, meeting_title: title }: SessionItem) => {
    if ([...shows].some((show) => show.appId === app_id && show.meetingId === meeting_id)) return
    const house = houses.find(({ name }) => appIds.get(name) === app_id)
    const production = programme.find((each) => each.house === house?.name && each.meeting === title)
    if (!house || !production) return
    const show = { ...showOf(production, house, app_id), meetingId: meeting_id, isEnding: true }
    shows.add(show)
    later(show, 10, 'leave')
  }

  /** Give an app a webhook that leads to the inbox. In a data file it may lead to the port of another run. */
  const announce = async ({ agent, inbox }: House, appId: string) => {
    if (deps.inboxUrl === null) return
    const url = `${deps.inboxUrl}/${inbox}`
    const { webhooks } = account.webhooks.list({ app_id: appId, search: webhookName })
    const [there] = webhooks
    if (there?.url === url) return
    const path = `/${appId}/webhooks${there ? `/${there.id}` : ''}`
    const body = { name: webhookName, url, events: webhookEvents }
    await backEnd.call({ as: agent, method: there ? 'PUT' : 'POST', path, body })
  }

  /** Find the apps of the houses, or make them. */
  const furnish = async () => {
    appIds.clear()
    const [{ agent: first }] = houses
    const path = '/apps'
    const found = await backEnd.call<{ id: string; name: string }[]>({ as: first, method: 'GET', path })
    for (const house of houses) {
      const { name, agent } = house
      const make = () =>
        backEnd.call<{ app: { id: string } }>({ as: agent, method: 'POST', path, body: { name } })
      const appId = found.find((app) => app.name === name)?.id ?? (await make()).app.id
      appIds.set(name, appId)
      await announce(house, appId)
    }
  }

  const begin = async () => {
    shows.clear()
    deck = []
    chance.restart()
    lastAt = now()
    await furnish()
    agenda.clear()
    agenda.add(at(5), direct)
    const { livestreams } = account.livestreams.list({ status: 'LIVE', per_page: MAX_ADOPTED })
    for (const [place, livestream] of livestreams.entries()) adopt(livestream, place)
    const { sessions } = account.sessions.list({ status: 'LIVE', per_page: MAX_ADOPTED })
    for (const session of sessions) dismiss(session)
  }

  /** Do what is due until nothing is. */
  const work = async () => {
    while (isRunning && holds === 0) {
      try {
        if (mustBegin) {
          mustBegin = false
          agenda.clear()
          agenda.add(at(BEGIN_AGAIN_AFTER), () => {
            mustBegin = true
          })
          await begin()
          continue
        }
        const entry = agenda.take(now())
        if (!entry) return
        lastAt = now()
        await entry.act()
      } catch (error) {
        if (!isRunning) return
        log.warn({ err: error }, 'something failed in the demo, which goes on')
      }
    }
  }

  const nextDueAt = () => {
    if (!isRunning || holds > 0) return undefined
    return busy || mustBegin ? now() : agenda.nextAt()
  }

  const rearm = () => {
    cancelAlarm()
    const due = busy ? undefined : nextDueAt()
    cancelAlarm = due === undefined ? () => {} : clock.of(demoAccount).alarm(due, () => void catchUp())
  }

  const catchUp = () => {
    busy ??= work().finally(() => {
      busy = undefined
      rearm()
    })
    return busy
  }

  const moved = () => {
    if (!isRunning) return
    if (now() < lastAt) mustBegin = true
    rearm()
  }
  clock.onAnyChange((accountId) => {
    if (accountId === undefined || accountId === demoAccount) moved()
  })
  clock.onOwner((accountId) => {
    if (accountId === demoAccount) moved()
  })

  return {
    accountId: demoAccount,
    get isRunning() {
      return isRunning
    },
    start() {
      isRunning = true
      mustBegin = true
      rearm()
    },
    stop() {
      isRunning = false
      cancelAlarm()
    },
    nextDueAt,
    catchUp,
    hold() {
      holds++
      rearm()
      return () => {
        holds--
        rearm()
      }
    },
  }
}
