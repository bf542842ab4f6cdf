import { deepStrictEqual as same } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { seed } from '../../helpers/campaign.js'
import type { Client } from '../../helpers/client.js'
import { startFrozen } from '../../helpers/frozen.js'
import {
  listed,
  Model,
  type ModelApp,
  type ModelLivestream,
  type ModelMeeting,
  pageOf,
  recorded,
  totals,
} from '../../helpers/model.js'
import { type CallOf, type Command, commands, day, pick } from '../../helpers/model-commands.js'

const runs = 150

/** Both sides of the comparison. */
interface Pair {
  client: Client
  model: Model
}

const iso = (instant: number) => new Date(instant).toISOString()
const withoutAddresses = ({ ingest_server, stream_key, playback_url, ...rest }: Record<string, unknown>) =>
  rest
const withoutId = ({ id, ...rest }: Record<string, unknown>) => rest
const named = (name: string | null) => (name === null ? {} : { name })

async function start({ client, model }: Pair, app: ModelApp, meeting: ModelMeeting, name: string | null) {
  const { status, body } = await client.start(app.id, meeting.id, { name })
  const refusal = !meeting.isActive || model.activeOf(app, meeting) ? 400 : undefined
  same(status, refusal ?? 201)
  if (!refusal) model.invoke(app, { id: body.data.id, meeting, ...named(name) })
}

async function create({ client, model }: Pair, app: ModelApp, name: string | null) {
  const { status, body } = await client.api.post(`/${app.id}/livestreams`, { name })
  same([status, body.data.status], [201, 'INVOKED'])
  model.invoke(app, { id: body.data.id, ...named(name) })
}

async function stop({ client, model }: Pair, app: ModelApp, meeting: ModelMeeting) {
  const active = model.activeOf(app, meeting)
  same((await client.stop(app.id, meeting.id)).status, active ? 200 : 404)
  if (active) model.happen(active, 'stop')
}

async function makeHappen({ client, model }: Pair, livestream: ModelLivestream, { event }: CallOf<'event'>) {
  const error = `at ${model.now}`
  const answer = await client.event(livestream.id, event, event === 'fail' ? { err_message: error } : {})
  const isPossible = model.isPossible(livestream, event)
  same(answer.status, isPossible ? 200 : 409)
  if (isPossible) model.happen(livestream, event, { error })
}

async function readList({ client, model }: Pair, app: ModelApp, call: CallOf<'list'>) {
  const { status, excludeMeetings, order, page, size } = call
  const from = call.from === undefined ? undefined : model.now - call.from
  const until = call.until === undefined ? undefined : model.now - call.until
  const { data } = (
    await client.list(app.id, {
      ...(status && { status }),
      ...(excludeMeetings && { exclude_meetings: true }),
      ...(from !== undefined && { start_time: iso(from) }),
      ...(until !== undefined && { end_time: iso(until) }),
      sort_order: order,
      page_no: page,
      per_page: size,
    })
  ).body
  const all = app.livestreams.filter(
    (each) =>
      (!status || each.status === status) &&
      !(excludeMeetings && each.meeting) &&
      (from === undefined || each.created >= from) &&
      (until === undefined || each.created <= until),
  )
  const { items, paging } = pageOf(all, { order, page, size })
  same(data.paging, paging)
  same(data.livestreams.map(withoutAddresses), items.map(listed))
}

async function readLivestream({ client, model }: Pair, app: ModelApp, livestream: ModelLivestream) {
  const { data } = (await client.details(app.id, livestream.id)).body
  same(withoutAddresses(data.livestream), listed(livestream))
  same(
    data.sessions.map(withoutId),
    livestream.broadcasts.map((each) => recorded(model, livestream, each)).reverse(),
  )
  const open = await client.openSession(app.id, livestream.id)
  const isOpen = livestream.status === 'INVOKED' || livestream.status === 'LIVE'
  same([open.status, open.body.data?.session.id], isOpen ? [200, data.session.id] : [404, undefined])
}

async function readMeeting({ client, model }: Pair, app: ModelApp, meeting: ModelMeeting) {
  const active = model.activeOf(app, meeting)
  const answer = await client.active(app.id, meeting.id)
  same([answer.status, answer.body.data?.id], active ? [200, active.id] : [404, undefined])

  const last = meeting.sessions.at(-1)
  const session = await client.activeSession(app.id, meeting.id)
  const { started_at, minutes_consumed } = session.body.data ?? {}
  if (last && last.ended === undefined)
    same(
      [session.status, started_at, minutes_consumed],
      [200, iso(last.started), (model.now - last.started) / 60_000],
    )
  else same(session.status, 404)
  const sessions = await client.api.get(`/${app.id}/sessions?associated_id=${meeting.id}`)
  same(sessions.body.paging.total_count, meeting.sessions.length)

  const own = app.livestreams.filter((each) => each.meeting === meeting)
  const { items, paging } = pageOf(own, { order: 'DSC', page: 1, size: 20 })
  const { data } = (await client.ofMeeting(app.id, meeting.id)).body
  same(data.paging, paging)
  same(
    data.livestreams.map(({ id }: { id: string }) => id),
    items.map(({ id }) => id),
  )
}

async function readAnalytics({ client, model }: Pair, app: ModelApp, call: CallOf<'analytics'>) {
  // The API counts in whole seconds, both ends included.
  const from = Math.floor((model.now - (call.from ?? 400 * day)) / 1000) * 1000
  const until = Math.floor((model.now - (call.until ?? 0)) / 1000) * 1000
  const window = { start_time: from / 1000, end_time: until / 1000 }
  const all = totals(model, app, from, until)
  same((await client.overall(app.id, window)).body.data, { count: all.livestreams, ...all.seconds })

  const days: { date: string; count: number }[] = (await client.daywise(app.id, window)).body.data
  same(
    days.reduce((sum, { count }) => sum + count, 0),
    all.broadcasts,
  )
  for (const { date, ...found } of days) {
    const midnight = Date.parse(date)
    const own = totals(model, app, Math.max(midnight, from), Math.min(midnight + day - 1, until))
    same(found, { count: own.broadcasts, ...own.seconds })
  }
}

/** Do one thing to both, and compare what is answered. */
async function run(pair: Pair, command: Command) {
  const { client, model } = pair
  switch (command.call) {
    case 'newApp':
      return void model.apps.push({ id: await client.newApp(), meetings: [], livestreams: [] })
    case 'advance':
      same((await client.advance(command.step / 1000)).body.now, iso(model.now + command.step))
      return model.advance(command.step)
    case 'reset':
      same((await client.control.post('/reset')).status, 200)
      model.apps = []
      return
    case 'newMeeting':
    case 'create':
    case 'list':
    case 'analytics': {
      const app = pick(model.apps, command.which)
      if (!app) return
      if (command.call === 'create') return create(pair, app, command.name)
      if (command.call === 'list') return readList(pair, app, command)
      if (command.call === 'analytics') return readAnalytics(pair, app, command)
      return void app.meetings.push({ id: await client.newMeeting(app.id), isActive: true, sessions: [] })
    }
    case 'event':
    case 'readLivestream': {
      const all = model.apps.flatMap((app) => app.livestreams.map((livestream) => ({ app, livestream })))
      const { app, livestream } = pick(all, command.which) ?? {}
      if (!app || !livestream) return
      return command.call === 'event'
        ? makeHappen(pair, livestream, command)
        : readLivestream(pair, app, livestream)
    }
    default: {
      const all = model.apps.flatMap((app) => app.meetings.map((meeting) => ({ app, meeting })))
      const { app, meeting } = pick(all, command.which) ?? {}
      if (!app || !meeting) return
      if (command.call === 'start') return start(pair, app, meeting, command.name)
      if (command.call === 'stop') return stop(pair, app, meeting)
      if (command.call === 'readMeeting') return readMeeting(pair, app, meeting)
      meeting.isActive = command.isActive
      const status = command.isActive ? 'ACTIVE' : 'INACTIVE'
      const { body } = await client.api.patch(`/${app.id}/meetings/${meeting.id}`, { status })
      same(body.data.status, status)
    }
  }
}

t.test('no sequence of calls tells it from the model', async (t) => {
  const emulators = await Promise.all(
    (['meetings', 'all', 'none'] as const).map(async (autoLive) => ({
      autoLive,
      client: await startFrozen(t, { autoLive }),
      toString: () => `--auto-live ${autoLive}`,
    })),
  )
  // A failure is shrunk, and thrown with the seed and the path that lead to it again.
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...emulators),
      fc.array(commands, { minLength: 10, maxLength: 100, size: 'max' }),
      async ({ autoLive, client }, calls) => {
        await client.control.post('/reset')
        const model = new Model(client.emulator.clock.now().getTime(), autoLive)
        for (const call of calls) await run({ client, model }, call)
        // In the end all of it, however little of it was read on the way.
        for (const app of model.apps) {
          for (const livestream of app.livestreams) await readLivestream({ client, model }, app, livestream)
          for (const meeting of app.meetings) await readMeeting({ client, model }, app, meeting)
        }
      },
    ),
    { seed, numRuns: runs },
  )
  t.pass(`${runs} sequences`)
})
