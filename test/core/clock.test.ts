import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { createEmulator, type Emulator } from '../../src/index.js'
import { createClient, overHttp } from '../helpers/client.js'
import { overInject, startFrozen } from '../helpers/frozen.js'

/** Resolves when the emulator tells that a livestream has this status. The test's own time limit ends a wait in vain. */
const becomes = (emulator: Emulator, status: string) =>
  new Promise<void>((resolve) => {
    const stop = emulator.events(
      ({ data }) => {
        if (data.status !== status) return
        stop()
        resolve()
      },
      { type: 'livestream' },
    )
  })

const near = (a: string | Date, b: number) => Math.abs(new Date(a).getTime() - b) < 5000

t.test('a real clock runs, and its alarms ring', async (t) => {
  const emulator = await createEmulator({ fixtures: ['none'], goLiveAfter: 0.05 })
  t.teardown(() => emulator.close())
  const client = createClient(overHttp(emulator.url))
  const { mode, now } = (await client.control.get('/clock')).body
  t.equal(mode, 'real')
  t.ok(near(now, Date.now()))

  const app = await client.newApp()
  const isLive = becomes(emulator, 'LIVE')
  const id = await client.newStart(app, await client.newMeeting(app))
  await isLive
  const { session, livestream } = (await client.details(app, id)).body.data
  t.equal(Date.parse(session.started_time) - Date.parse(session.invoked_time), 50)
  t.equal(livestream.updated_at, session.started_time)
})

t.test('the alarm rings without a request', async (t) => {
  const emulator = await createEmulator({ fixtures: ['none'], goLiveAfter: 0.02 })
  t.teardown(() => emulator.close())
  const client = createClient(overHttp(emulator.url))
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const isLive = becomes(emulator, 'LIVE')
  await client.newStart(app, meeting)
  await isLive
  t.pass('without a request that would have run what was due')
})

t.test('what one call does happens at one instant', async (t) => {
  const emulator = await createEmulator({ fixtures: ['none'], goLiveAfter: 0 })
  t.teardown(() => emulator.close())
  const client = createClient(overInject(emulator))
  const app = await client.newApp()
  for (let i = 0; i < 300; i++) {
    const id = await client.newStart(app, await client.newMeeting(app))
    const { livestream, session } = (await client.details(app, id)).body.data
    const times = { invoked_time: session.invoked_time, started_time: session.started_time }
    const { created_at } = livestream
    if (session.invoked_time !== created_at || session.started_time !== created_at)
      t.strictSame(times, { invoked_time: created_at, started_time: created_at }, `start ${i}`)
  }
  t.pass('300 starts, each with one time for all it did')
})

t.test('--now moves a real clock, which then runs from there', async (t) => {
  const emulator = await createEmulator({ now: '2031-05-06T07:08:09Z', fixtures: ['none'] })
  t.teardown(() => emulator.close())
  const client = createClient(overInject(emulator))
  const { mode, now } = (await client.control.get('/clock')).body
  t.equal(mode, 'offset')
  t.ok(near(now, Date.parse('2031-05-06T07:08:09Z')))
  t.ok(near(emulator.clock.now(), Date.parse('2031-05-06T07:08:09Z')))
  const first = emulator.clock.now().getTime()
  await delay(5)
  t.ok(emulator.clock.now().getTime() > first, 'it runs')
})

t.test('the clock is read and set over HTTP', async (t) => {
  const client = await startFrozen(t)
  const get = async () => (await client.control.get('/clock')).body
  const put = async (body: object) => (await client.control.put('/clock', body)).body
  const frozen = (now: string) => ({ mode: 'frozen', now })
  t.strictSame(await get(), frozen('2026-01-01T00:00:00.000Z'))
  t.strictSame(await put({ now: '2027-01-01T00:00:00+02:00' }), frozen('2026-12-31T22:00:00.000Z'))
  t.strictSame(await get(), frozen('2026-12-31T22:00:00.000Z'))
  t.strictSame(await put({ now: '2020-02-29' }), frozen('2020-02-29T00:00:00.000Z'), 'back too')
  t.strictSame(await put({}), frozen('2020-02-29T00:00:00.000Z'))

  const offset = await put({ mode: 'offset' })
  t.equal(offset.mode, 'offset')
  t.ok(near(offset.now, Date.parse('2020-02-29')), 'it runs on from where it stood')
  const real = await put({ mode: 'real' })
  t.equal(real.mode, 'real')
  t.ok(near(real.now, Date.now()))
  const moved = await put({ mode: 'real', now: '2020-01-01T00:00:00Z' })
  t.equal(moved.mode, 'offset', 'a real clock with another time is an offset one')
  t.ok(near(moved.now, Date.parse('2020-01-01T00:00:00Z')))
  const stopped = await put({ mode: 'frozen' })
  t.ok(near(stopped.now, Date.parse('2020-01-01')))
  t.strictSame(await get(), stopped)
})

t.test('setting the clock runs what it passes, each at its own time', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const id = await client.newStart(app, await client.newMeeting(app))
  await client.control.put('/clock', { now: '2026-01-01T12:00:00Z' })
  t.match((await client.details(app, id)).body.data, {
    livestream: { status: 'LIVE' },
    session: { started_time: '2026-01-01T00:00:02.000Z', ingest_seconds: 43198 },
  })
})

t.test('a clock set back holds up what is pending, and no time is negative', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const live = await client.newStart(app, meeting)
  await client.advance(10)
  const pending = await client.newStart(app, await client.newMeeting(app))
  await client.control.put('/clock', { now: '2025-12-31T00:00:00Z' })
  t.equal(await client.status(app, pending), 'INVOKED')
  t.equal((await client.details(app, live)).body.data.session.ingest_seconds, 0)
  t.equal((await client.activeSession(app, meeting)).body.data.minutes_consumed, 0)
  t.strictSame((await client.overall(app)).body.data, {
    count: 2,
    total_ingest_seconds: 0,
    total_viewer_seconds: 0,
  })
  t.equal((await client.stop(app, meeting)).status, 200)
  t.equal((await client.details(app, live)).body.data.session.ingest_seconds, 0)
  await client.advance(86400 + 12)
  t.equal(await client.status(app, pending), 'LIVE')
})

t.test('an advance of a running clock makes it an offset one', async (t) => {
  const emulator = await createEmulator({ fixtures: ['none'] })
  t.teardown(() => emulator.close())
  const client = createClient(overInject(emulator))
  const app = await client.newApp()
  const id = await client.newStart(app, await client.newMeeting(app))
  const { mode, now, ran } = (await client.advance(3600)).body
  t.equal(mode, 'offset')
  t.ok(near(now, Date.now() + 3_600_000))
  t.equal(ran.length, 1)
  t.equal(await client.status(app, id), 'LIVE')
  const { session } = (await client.details(app, id)).body.data
  t.equal(Date.parse(session.started_time) - Date.parse(session.invoked_time), 2000)
})

t.test('a clock cannot be told nonsense', async (t) => {
  const client = await startFrozen(t)
  const refusals = {
    '/clock': [
      { now: 'tomorrow' },
      { now: '2026-02-30' },
      { now: '0000-01-01T00:00:00Z' },
      { now: 5 },
      { mode: 'sideways' },
      { mode: null },
      { time: '2026-01-01' },
    ],
    '/clock/advance': [
      {},
      { seconds: -1 },
      { seconds: '5' },
      { seconds: 1e300 },
      { to: '2025-12-31T23:59:59.999Z' },
      { to: '2026-01-02', seconds: 1 },
      { minutes: 1 },
    ],
  }
  for (const [path, bodies] of Object.entries(refusals))
    for (const body of bodies) {
      const method = path === '/clock' ? 'put' : 'post'
      const { status, body: answer } = await client.control[method](path, body)
      t.equal(status, 400, `${method} ${path} ${JSON.stringify(body)}`)
      t.match(answer, { success: false, error: { code: 400, message: /^BAD_REQUEST: "/ } })
    }
  t.strictSame((await client.control.get('/clock')).body, {
    mode: 'frozen',
    now: '2026-01-01T00:00:00.000Z',
  })
})
