import t from 'tap'
import { account } from '../../helpers/client.js'
import { startFrozen } from '../../helpers/frozen.js'

type Kind = 'meeting' | 'independent'
const events = ['live', 'stop', 'fail'] as const

/** What the house plan says; every event that a row does not name is impossible there. */
const table: Record<Kind, Record<string, Partial<Record<(typeof events)[number], string>>>> = {
  meeting: {
    INVOKED: { live: 'LIVE', stop: 'IDLE', fail: 'ERRORED' },
    LIVE: { stop: 'IDLE', fail: 'ERRORED' },
    IDLE: {},
    ERRORED: {},
  },
  independent: {
    INVOKED: { live: 'LIVE', stop: 'IDLE', fail: 'ERRORED' },
    LIVE: { stop: 'IDLE', fail: 'ERRORED' },
    IDLE: { live: 'LIVE' },
    ERRORED: { live: 'LIVE' },
  },
}
const wayTo: Record<string, string[]> = {
  INVOKED: [],
  LIVE: ['live'],
  IDLE: ['live', 'stop'],
  ERRORED: ['live', 'fail'],
}

t.test('a livestream in each status', async (t) => {
  const client = await startFrozen(t, { autoLive: 'none' })
  const app = await client.newApp()

  const livestreamIn = async (kind: Kind, status: string) => {
    const id =
      kind === 'independent'
        ? await client.newLivestream(app)
        : await client.newStart(app, await client.newMeeting(app))
    for (const event of wayTo[status] ?? []) {
      await client.advance(1)
      await client.event(id, event)
    }
    await client.advance(1)
    return id
  }

  for (const kind of ['meeting', 'independent'] as const)
    for (const [status, row] of Object.entries(table[kind]))
      for (const event of events) {
        const next = row[event]
        if (next)
          t.test(`${event} takes a ${kind} livestream from ${status} to ${next}`, async (t) => {
            const id = await livestreamIn(kind, status)
            const now = client.emulator.clock.now().toISOString()
            t.strictSame(await client.event(id, event).then(({ status, body }) => ({ status, body })), {
              status: 200,
              body: { id, status: next, updated_at: now },
            })
            const { livestream } = (await client.details(app, id)).body.data
            t.match(livestream, { id, status: next, updated_at: now })
          })
        else
          t.test(`${event} is refused for a ${kind} livestream that is ${status}`, async (t) => {
            const id = await livestreamIn(kind, status)
            const before = (await client.details(app, id)).payload
            const legal = Object.keys(row).join(', ') || 'none'
            const { status: code, body } = await client.event(id, event)
            t.equal(code, 409)
            t.strictSame(body, {
              success: false,
              error: {
                code: 409,
                message: `"event" ${event} is not possible while the livestream is ${status}; possible: ${legal}`,
              },
            })
            t.equal((await client.details(app, id)).payload, before)
          })
      }
})

t.test('a meeting livestream from its start to its end, in whole bodies', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const meeting = await client.newMeeting(app, { title: 'Standup' })
  const { status, body } = await client.start(app, meeting, {
    name: 'On air',
    video_config: { width: 1280, height: 720 },
  })
  t.equal(status, 201)
  const { id, stream_key, playback_url } = body.data
  t.match(stream_key, /^[0-9a-f]{32}k[0-9a-f]{32}$/)
  t.match(playback_url, /^http:\/\/localhost:4010\/[0-9a-f]{32}\/manifest\/video\.m3u8$/)
  const addresses = { ingest_server: 'rtmp://localhost:1935/live/', stream_key, playback_url }
  t.strictSame(body, { success: true, data: { id, status: 'INVOKED', ...addresses, manual_ingest: false } })

  const livestream = {
    id,
    ...addresses,
    created_at: '2026-01-01T00:00:00.000Z',
    name: 'On air',
    meeting_id: meeting,
    disabled: 'false',
  }
  const invoked = (await client.details(app, id)).body.data
  const session = {
    id: invoked.session.id,
    livestream_id: id,
    created_at: '2026-01-01T00:00:00.000Z',
    invoked_time: '2026-01-01T00:00:00.000Z',
    viewer_seconds: 0,
  }
  const details = (changed: object, inSession: object) => {
    const only = { ...session, ...inSession }
    return {
      livestream: { ...livestream, ...changed },
      session: only,
      paging: { total_count: 1, start_offset: 1, end_offset: 1 },
      sessions: [only],
    }
  }
  const atStart = '2026-01-01T00:00:00.000Z'
  t.strictSame(
    invoked,
    details({ status: 'INVOKED', updated_at: atStart }, { updated_at: atStart, ingest_seconds: 0 }),
  )

  await client.advance(1.999)
  t.equal(await client.status(app, id), 'INVOKED', 'not live before its time')
  await client.advance(60.001)
  const live = '2026-01-01T00:00:02.000Z'
  const whileLive = { updated_at: live, started_time: live, ingest_seconds: 60 }
  t.strictSame(
    (await client.details(app, id)).body.data,
    details({ status: 'LIVE', updated_at: live }, whileLive),
    'live since it was due, not since the clock was moved',
  )
  t.strictSame((await client.openSession(app, id)).body, {
    success: true,
    data: {
      livestream: { ...livestream, status: 'LIVE', updated_at: live },
      session: { ...session, ...whileLive, ingest_seconds: '60', viewer_seconds: '0' },
    },
  })

  await client.advance(0.5)
  t.strictSame((await client.stop(app, meeting)).body, {
    success: true,
    data: { message: 'Stopped live stream successfully' },
  })
  await client.advance(3600)
  const stopped = '2026-01-01T00:01:02.500Z'
  t.strictSame(
    (await client.details(app, id)).body.data,
    details(
      { status: 'IDLE', updated_at: stopped },
      { updated_at: stopped, started_time: live, stopped_time: stopped, ingest_seconds: 60.5 },
    ),
    'nothing counts any more',
  )
})

t.test('stop answers 404 when nothing is active', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const refusal = {
    success: false,
    error: { code: 404, message: `No active livestream found for meeting_id ${meeting}` },
  }
  const refused = async (message: string) => {
    const { status, body } = await client.stop(app, meeting)
    t.equal(status, 404, message)
    t.strictSame(body, refusal)
    t.strictSame((await client.active(app, meeting)).body, refusal)
  }
  await refused('never started')
  const id = await client.newStart(app, meeting)
  t.equal((await client.stop(app, meeting)).status, 200, 'invoked is active')
  await refused('stopped already')
  await client.advance(10)
  t.equal(await client.status(app, id), 'IDLE', 'what was stopped does not go live')
  const second = await client.newStart(app, meeting)
  await client.event(second, 'fail')
  await refused('failed')
})

t.test('a failure keeps its text, or gets one', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const [told, untold] = [await client.newLivestream(app), await client.newLivestream(app)]
  await client.event(told, 'fail', { err_message: 'the encoder went away' })
  await client.event(untold, 'fail')
  const message = async (id: string) => (await client.details(app, id)).body.data.session.err_message
  t.equal(await message(told), 'the encoder went away')
  t.equal(await message(untold), 'The livestream failed')
  t.equal((await client.openSession(app, told)).status, 404)

  const third = await client.newLivestream(app)
  const { status, body } = await client.event(third, 'stop', { err_message: 'why' })
  t.equal(status, 400)
  t.strictSame(body, {
    success: false,
    error: { code: 400, message: 'BAD_REQUEST: "err_message" goes with the event fail only' },
  })
  t.equal(await client.status(app, third), 'INVOKED')
})

t.test('an event needs a livestream, and one only', async (t) => {
  const client = await startFrozen(t, { fixtures: ['docs'] })
  t.equal((await client.event('nobody', 'stop')).status, 404)
  const both = await client.event('livestream_id', 'stop')
  t.equal(both.status, 409)
  t.strictSame(both.body, {
    success: false,
    error: {
      code: 409,
      message: '2 apps have a livestream livestream_id: say which with "account_id" and "app_id"',
    },
  })
  const named = { account_id: '023e105f4ecef8ad9ca31a8372d0c353', app_id: 'app_id' }
  t.equal((await client.event('livestream_id', 'stop', named)).status, 200)
  t.equal((await client.event('livestream_id', 'stop', { ...named, account_id: account })).status, 404)
  t.equal((await client.event('livestream_id', 'explode', named)).status, 400)
  t.equal((await client.control.post('/livestreams/livestream_id/events', {})).status, 400)
})
