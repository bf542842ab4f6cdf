/** One show of the demo, from the meeting that is prepared to the last participant who leaves. */

import type { AccountFacade } from '../control/in-process/types.js'
import type { BackEnd } from './back-end.js'
import type { Chance } from './chance.js'
import { failures, type StepName } from './plan.js'
import type { House, Person, Production } from './programme.js'

export interface Show {
  production: Production
  house: House
  appId: string
  /** How many watch at its height. */
  audience: number
  meetingId?: string | undefined
  livestreamId?: string | undefined
  recordingId?: string | undefined
  /** It is no longer live, and its people leave. */
  isEnding: boolean
  /** Nothing happens to it any more. */
  isOver: boolean
}

export interface StepDeps {
  /** The control API, limited to the account of the demo. */
  account: AccountFacade
  backEnd: BackEnd
  chance: Chance
  /** Let a step happen to a show after so many seconds. */
  later(show: Show, seconds: number, step: StepName): void
  /** Called when the show is live: it has an end, and what comes again begins. */
  onAir(show: Show): void
}

interface Listed {
  id: string
}

/** How fast viewers come and go: the share of the way to the number that is expected. */
const DRIFT = 0.3
/** How much of that number comes and goes by chance. */
const NOISE = 0.06

/** What a back end asks for. */
const looks = [
  ({ livestreamId: id }: Show) => `/livestreams/${id}`,
  ({ livestreamId: id }: Show) => `/livestreams/${id}/active-livestream-session`,
  () => '/livestreams?status=LIVE',
]
const looksOfMeeting = [
  ...looks,
  ({ meetingId: id }: Show) => `/meetings/${id}/active-livestream`,
  ({ meetingId: id }: Show) => `/meetings/${id}/livestream`,
]

/** The name of a meeting as the beginning of a file's name. */
const fileNameOf = ({ meeting = '' }: Production) => meeting.toLowerCase().replace(/[^a-z0-9]+/g, '-')

/** The people of a show, the one who begins first. */
const castOf = ({ production, house }: Show): Person[] =>
  production.cast.flatMap((id) => house.people.filter((person) => person.id === id))

/** Create the steps of shows. One that is refused throws. */
export function createSteps({ account, backEnd, chance, later, onAir }: StepDeps) {
  const call = <Data>(
    { house, appId }: Show,
    method: 'GET' | 'POST' | 'PUT',
    { path, body }: { path: string; body?: object },
  ) => backEnd.call<Data>({ as: house.agent, method, path: `/${appId}${path}`, ...(body && { body }) })

  const inApp = ({ appId }: Show) => ({ app_id: appId })

  /** The livestream of a show, as it is now. @throws ApiError noLivestream when it is gone */
  const livestreamOf = (show: Show) => account.livestreams.get(show.livestreamId ?? '', inApp(show))

  /** The session of a show's meeting, and who is there; undefined when it has ended. */
  const sessionOf = (show: Show) => {
    if (show.meetingId === undefined) return undefined
    const { live_session: session } = account.meetings.get(show.meetingId, inApp(show))
    return session === null ? undefined : account.sessions.get(session.id, inApp(show))
  }

  /** Let the first of the cast who is not there join. */
  const joinNext = (show: Show) => {
    const there = sessionOf(show)?.present.map((each) => each.custom_participant_id) ?? []
    const absent = castOf(show).find(({ id }) => !there.includes(id))
    if (absent)
      account.meetings.join(show.meetingId ?? '', {
        ...inApp(show),
        participant: { custom_participant_id: absent.id },
      })
    return absent
  }

  /** Let the people go, and the recording stop. */
  const close = (show: Show) => {
    show.isEnding = true
    later(show, chance.between([3, 8]), 'leave')
  }

  const steps: Record<StepName, (show: Show) => unknown> = {
    /** Find the meeting or the camera by its name, or make it. */
    async prepare(show) {
      const { meeting, names } = show.production
      if (meeting === undefined) {
        const [name = ''] = names
        const { livestreams } = account.livestreams.list({ ...inApp(show), search: name })
        const found = livestreams.find((each) => each.name === name && each.kind === 'independent')
        show.livestreamId =
          found?.id ?? (await call<Listed>(show, 'POST', { path: '/livestreams', body: { name } })).id
        return
      }
      const path = `/meetings?search=${encodeURIComponent(meeting)}&status=ACTIVE`
      const found = await call<(Listed & { title?: string })[]>(show, 'GET', { path })
      show.meetingId =
        found.find(({ title }) => title === meeting)?.id ??
        (await call<Listed>(show, 'POST', { path: '/meetings', body: { title: meeting } })).id
    },
    /** Add those of the cast whom the meeting does not have. */
    async invite(show) {
      const path = `/meetings/${show.meetingId}/participants`
      const added = await call<{ custom_participant_id: string }[]>(show, 'GET', {
        path: `${path}?per_page=100`,
      })
      for (const { id, name, preset } of castOf(show))
        if (!added.some((each) => each.custom_participant_id === id))
          await call(show, 'POST', { path, body: { name, custom_participant_id: id, preset_name: preset } })
    },
    begin: joinNext,
    join: joinNext,
    async goLive(show) {
      const path = `/meetings/${show.meetingId}/livestreams`
      const body = { name: chance.pick(show.production.names) }
      show.livestreamId = (await call<Listed>(show, 'POST', { path, body })).id
      onAir(show)
    },
    /** Let the encoder of a camera connect. */
    connect(show) {
      account.event(show.livestreamId ?? '', { ...inApp(show), event: 'live' })
      onAir(show)
    },
    async record(show) {
      if (!show.production.isRecorded) return
      const body = { meeting_id: show.meetingId, file_name_prefix: fileNameOf(show.production) }
      show.recordingId = (await call<Listed>(show, 'POST', { path: '/recordings', body })).id
    },
    /** Make the mistake of a back end that retries what has succeeded. */
    async startAgain(show) {
      await call(show, 'POST', { path: `/meetings/${show.meetingId}/livestreams`, body: {} }).catch(() => {})
    },
    /** Let viewers come and go. */
    watch(show) {
      const { status, viewers } = livestreamOf(show)
      if (status === 'IDLE' || status === 'ERRORED') return close(show)
      if (status !== 'LIVE') return
      const noise = chance.between([-NOISE, NOISE]) * show.audience
      const next = Math.round(viewers + (show.audience - viewers) * DRIFT + noise)
      account.livestreams.setViewers(show.livestreamId ?? '', { ...inApp(show), viewers: Math.max(0, next) })
    },
    /** Ask how it goes, as a page with a status does. */
    look: (show) =>
      call(show, 'GET', { path: chance.pick(show.meetingId === undefined ? looks : looksOfMeeting)(show) }),
    /** Let one of the cast join, or one but the first leave. */
    mingle(show) {
      const [, ...cast] = show.production.cast
      const present = sessionOf(show)?.present ?? []
      const guests = present.filter((each) => cast.includes(each.custom_participant_id))
      const mayJoin = guests.length < cast.length
      if (mayJoin && (guests.length < 2 || chance.oneIn(2))) joinNext(show)
      else if (guests.length > 1)
        account.meetings.leave(show.meetingId ?? '', {
          ...inApp(show),
          participant: { custom_participant_id: chance.pick(guests).custom_participant_id },
        })
    },
    chat(show) {
      const session = sessionOf(show)
      const named = session?.present.filter(({ participant_id: id }) => id !== null) ?? []
      if (!session || !named.length) return
      account.sessions.chat(session.id, {
        ...inApp(show),
        messages: [
          { participant_id: chance.pick(named).peer_id, payload: chance.pick(show.production.chat) },
        ],
      })
    },
    fail(show) {
      account.event(show.livestreamId ?? '', {
        ...inApp(show),
        event: 'fail',
        err_message: chance.pick(failures),
      })
      close(show)
    },
    async end(show) {
      if (show.meetingId === undefined)
        account.event(show.livestreamId ?? '', { ...inApp(show), event: 'stop' })
      else await call(show, 'POST', { path: `/meetings/${show.meetingId}/active-livestream/stop` })
      close(show)
    },
    /** Stop the recording, and let viewers and half of those who are there leave, until nobody is there. */
    async leave(show) {
      const { recordingId, livestreamId } = show
      if (livestreamId !== undefined)
        account.livestreams.setViewers(livestreamId, { ...inApp(show), viewers: 0 })
      show.recordingId = undefined
      if (recordingId !== undefined)
        await call(show, 'PUT', { path: `/recordings/${recordingId}`, body: { action: 'stop' } }).catch(
          () => {},
        )
      const there = sessionOf(show)?.live_participants ?? 0
      const count = there > 2 ? Math.ceil(there / 2) : there
      if (count > 0) account.meetings.leave(show.meetingId ?? '', { ...inApp(show), count })
      if (there > count) later(show, chance.between([3, 8]), 'leave')
      else show.isOver = true
    },
  }
  return { steps, close }
}
