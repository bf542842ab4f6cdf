import t from 'tap'
import { version } from '../../src/index.js'
import { serviceError } from '../helpers/errors.js'
import type { Method } from '../helpers/requests.js'
import { after, client, send, startEmulator, startWithApp } from '../helpers/start.js'

const docs = '023e105f4ecef8ad9ca31a8372d0c353'

type Emulator = Awaited<ReturnType<typeof startEmulator>>
const control = (emulator: Emulator) => (method: Method, path: string, payload?: unknown) =>
  send(emulator, { method, url: `/_greenroom${path}`, payload })

t.test('health and info need no credential and say what is running', async (t) => {
  const emulator = await startEmulator(t, { seed: 7, auth: 'strict', token: ['x'], fixtures: ['docs'] })
  const call = control(emulator)
  t.strictSame((await call('GET', '/health/live')).body, { status: 'live' })
  t.strictSame((await call('GET', '/health/ready')).body, { status: 'ready' })
  const { status, body } = await call('GET', '/info')
  t.equal(status, 200)
  t.match(body, {
    name: 'greenroom',
    version,
    url: emulator.url,
    base_url: `${emulator.url}/client/v4`,
    wire: 'documented',
    auth: 'strict',
    data: ':memory:',
    fixtures: ['docs'],
    seed: 7,
    clock: { mode: 'frozen', now: after(0) },
    settings: { seed: 7, auth: 'strict', clock: 'frozen', go_live_after: 2, webhook_headers: 'rtk' },
  })
  t.notOk('token' in body.settings, 'and no credential')
  t.strictSame(JSON.parse(JSON.stringify(emulator.info())), body)
})

t.test('an unknown control call is a 404 of its own', async (t) => {
  const call = control(await startEmulator(t))
  const cases: [Method, string][] = [
    ['GET', ''],
    ['GET', '/nothing'],
  ]
  for (const [method, path] of cases) {
    const { status, body } = await call(method, path)
    t.equal(status, 404, `${method} ${path}`)
    t.strictSame(body, serviceError(404, `No control operation ${method} /_greenroom${path}`))
  }
})

t.test('a reset removes what was made, brings the fixtures back and leaves the clock', async (t) => {
  const emulator = await startEmulator(t, { fixtures: ['docs'] })
  const [theirs, mine] = [client(emulator, docs), client(emulator, 'mine')]
  const app = await mine.app()
  await mine.livestream(app, await mine.meeting(app))
  emulator.event('livestream_id', { event: 'stop', account_id: docs, app_id: 'app_id' })
  await emulator.clock.advance({ seconds: 60 })
  const { status, body } = await control(emulator)('POST', '/reset')
  t.equal(status, 200)
  t.strictSame(body, { fixtures: ['docs'] })
  t.equal(emulator.clock.now().toISOString(), after(60))
  t.equal((await mine.get('/apps')).body.paging.total_count, 0)
  const { livestream } = (await theirs.get('/app_id/livestreams/livestream_id')).body.data
  t.equal(livestream.status, 'LIVE')
  t.equal((await theirs.get('/app_id/livestreams')).body.data.paging.total_count, 3)
  t.strictSame(await emulator.clock.advance({ seconds: 600 }), [], 'nothing of before is still to come')
})

t.test('after a reset the same calls get the same answers', async (t) => {
  const { emulator, api } = await startWithApp(t)
  const run = async () => {
    emulator.reset()
    const app = await api.app()
    const started = await api.livestream(app, await api.meeting(app))
    return JSON.stringify([app, started, (await api.get(`/${app}/livestreams`)).body])
  }
  t.equal(await run(), await run())
})

t.test('a reset takes no options', async (t) => {
  const call = control(await startEmulator(t))
  for (const [payload, problem] of [
    [{ everything: true }, '"everything" is not allowed'],
    [[], '"body" must be an object'],
    ['null', '"body" must be an object'],
  ] as const) {
    const { status, body } = await send(await startEmulator(t), {
      method: 'POST',
      url: '/_greenroom/reset',
      payload,
      headers: { 'content-type': 'application/json' },
    })
    t.equal(status, 400)
    t.strictSame(body, serviceError(400, `BAD_REQUEST: ${problem}`))
  }
  t.equal((await call('POST', '/reset', {})).status, 200)
})

t.test('advancing runs what falls due, at its time, and says so', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const meeting_id = await api.meeting(app)
  const { id: livestream_id } = await api.livestream(app, meeting_id)
  const whose = { account_id: 'account', app_id: app, meeting_id, livestream_id }
  const call = control(emulator)
  const advanced = await call('POST', '/clock/advance', { seconds: 86_402 })
  t.equal(advanced.status, 200)
  t.strictSame(advanced.body, {
    mode: 'frozen',
    now: after(86_402),
    ran: [
      { kind: 'livestream.live', at: after(2), ...whose },
      { kind: 'livestream.stop', at: after(86_402), ...whose },
    ],
  })
  const cases: [body: object, now: string][] = [
    [{ to: after(86_500) }, after(86_500)],
    [{ to: after(86_500) }, after(86_500)],
    [{ to: '2026-01-03' }, '2026-01-03T00:00:00.000Z'],
    [{ seconds: 0 }, '2026-01-03T00:00:00.000Z'],
    [{ seconds: 0.0015 }, '2026-01-03T00:00:00.002Z'],
    [{ to: '9999-12-31T23:59:59.999Z' }, '9999-12-31T23:59:59.999Z'],
  ]
  for (const [body, now] of cases)
    t.strictSame((await call('POST', '/clock/advance', body)).body, { mode: 'frozen', now, ran: [] })
})

t.test('advances that lead nowhere are refused, and the clock stays', async (t) => {
  const emulator = await startEmulator(t)
  const call = control(emulator)
  const either = '"seconds", "to" or "until" is required, and only one of them'
  const cases: [payload: unknown, problem: string][] = [
    [undefined, either],
    [{}, either],
    [{ seconds: 1, to: after(1) }, either],
    [{ to: after(-1) }, `"to" must not be before the clock, ${after(0)}`],
    [{ seconds: -1 }, '"seconds" must be greater than or equal to 0'],
    [{ seconds: '90' }, '"seconds" must be a number'],
    [{ seconds: null }, '"seconds" must be a number'],
    [{ seconds: 1e12 }, '"seconds" must not lead past the year 9999'],
    [{ seconds: 1e308 }, '"seconds" must not lead past the year 9999'],
    [{ to: 'tomorrow' }, '"to" must be a valid ISO 8601 date'],
    [{ to: 1767225600 }, '"to" must be a string'],
    [{ to: '2026-02-30' }, '"to" must be a valid ISO 8601 date'],
    [{ minutes: 1 }, '"minutes" is not allowed'],
  ]
  for (const [payload, problem] of cases) {
    const { status, body } = await call('POST', '/clock/advance', payload)
    t.equal(status, 400, problem)
    t.strictSame(body, serviceError(400, `BAD_REQUEST: ${problem}`), problem)
  }
  t.strictSame((await call('GET', '/clock')).body, { mode: 'frozen', now: after(0) })
})

t.test('setting the clock', async (t) => {
  const call = control(await startEmulator(t))
  const put = async (payload: unknown) => (await call('PUT', '/clock', payload)).body
  t.strictSame(await put({}), { mode: 'frozen', now: after(0) })
  t.strictSame(await put({ now: '2030-01-01' }), { mode: 'frozen', now: '2030-01-01T00:00:00.000Z' })
  t.strictSame(await put({ now: after(-5) }), { mode: 'frozen', now: after(-5) }, 'it may be set back')
  const cases: [payload: unknown, problem: string][] = [
    [{ mode: 'stopped' }, '"mode" must be one of [real, offset, frozen]'],
    [{ now: 'noon' }, '"now" must be a valid ISO 8601 date'],
    [{ now: '0000-01-01' }, '"now" must be a valid ISO 8601 date'],
    [{ now: '9999-12-31T23:59:59-01:00' }, '"now" must be a valid ISO 8601 date'],
    [{ now: null }, '"now" must be a string'],
    [{ speed: 2 }, '"speed" is not allowed'],
    [[], '"body" must be an object'],
  ]
  for (const [payload, problem] of cases)
    t.strictSame(await put(payload), serviceError(400, `BAD_REQUEST: ${problem}`), problem)
  t.strictSame(await put({}), { mode: 'frozen', now: after(-5) })
})

t.test('an event answers with the status it led to; one that cannot be is a 409', async (t) => {
  const { emulator, api, app } = await startWithApp(t, { autoLive: 'none' })
  const { id } = await api.livestream(app, await api.meeting(app))
  const event = (payload: unknown) => control(emulator)('POST', `/livestreams/${id}/events`, payload)
  await emulator.clock.advance({ seconds: 3 })
  const live = await event({ event: 'live' })
  t.equal(live.status, 200)
  t.strictSame(live.body, { id, status: 'LIVE', updated_at: after(3) })
  const again = await event({ event: 'live' })
  t.equal(again.status, 409)
  t.strictSame(
    again.body,
    serviceError(409, '"event" live is not possible while the livestream is LIVE; possible: stop, fail'),
  )
  t.strictSame((await event({ event: 'fail', err_message: 'Cut' })).body, {
    id,
    status: 'ERRORED',
    updated_at: after(3),
  })
  t.strictSame(
    (await event({ event: 'stop' })).body,
    serviceError(409, '"event" stop is not possible while the livestream is ERRORED; possible: none'),
  )
})

t.test('events that are none are refused', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const { id } = await api.independent(app)
  const cases: [payload: unknown, problem: string][] = [
    [undefined, '"event" is required'],
    [{ event: 'start' }, '"event" must be one of [live, stop, fail]'],
    [{ event: 'live', err_message: 'x' }, '"err_message" goes with the event fail only'],
    [{ event: 'fail', err_message: 5 }, '"err_message" must be a string'],
    [{ event: 'live', at: 'once' }, '"at" is not allowed'],
  ]
  for (const [payload, problem] of cases) {
    const { status, body } = await control(emulator)('POST', `/livestreams/${id}/events`, payload)
    t.equal(status, 400, problem)
    t.strictSame(body, serviceError(400, `BAD_REQUEST: ${problem}`))
  }
  const { body } = await control(emulator)('POST', '/livestreams/nothing/events', { event: 'live' })
  t.strictSame(body, serviceError(404, 'No livestream found with id nothing'))
})

t.test('an id that several apps have needs the account and the app', async (t) => {
  const emulator = await startEmulator(t, { fixtures: ['docs'] })
  const other = '14a396e7-ca44-4937-bf1f-050a69118543'
  const call = (payload: object) =>
    control(emulator)('POST', '/livestreams/livestream_id/events', { event: 'stop', ...payload })
  for (const where of [{}, { account_id: docs }]) {
    const { status, body } = await call(where)
    t.equal(status, 409)
    t.strictSame(
      body,
      serviceError(409, '2 apps have a livestream livestream_id: say which with "account_id" and "app_id"'),
    )
  }
  t.equal((await call({ account_id: 'another' })).status, 404)
  t.equal((await call({ app_id: 'another' })).status, 404)
  t.equal((await call({ account_id: docs, app_id: 'app_id' })).status, 200)
  const api = client(emulator, docs)
  const statusIn = async (app: string) =>
    (await api.get(`/${app}/livestreams/livestream_id`)).body.data.livestream.status
  t.equal(await statusIn('app_id'), 'IDLE')
  t.equal(await statusIn(other), 'LIVE')
})

t.test('control calls have no wire, and the emulated API has no control calls', async (t) => {
  const emulator = await startEmulator(t)
  const { status } = await send(emulator, {
    method: 'GET',
    url: '/_greenroom/clock',
    headers: { 'x-greenroom-wire': 'nonsense' },
  })
  t.equal(status, 200)
  t.equal((await send(emulator, { method: 'GET', url: '/client/v4/_greenroom/clock' })).status, 404)
})
