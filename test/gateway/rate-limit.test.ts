import t from 'tap'
import { createEmulator } from '../../src/index.js'
import { statuses } from '../helpers/control.js'
import { gatewayError } from '../helpers/errors.js'
import { client, startEmulator } from '../helpers/start.js'

t.test('beyond the rate a call is throttled, with the seconds after which one may', async (t) => {
  const emulator = await startEmulator(t, { rateLimit: '3/10s' })
  const api = client(emulator)
  t.same(await statuses(3, () => api.get('/apps')), [200, 200, 200])
  const { status, body, headers } = await api.get('/apps')
  t.equal(status, 429)
  t.same(body, gatewayError([971, 'Please wait and consider throttling your request speed']))
  t.equal(headers['retry-after'], '10')
})

t.test('a call is free again exactly one span after it, to the millisecond', async (t) => {
  const emulator = await startEmulator(t, { rateLimit: '2/10s' })
  const api = client(emulator)
  const call = async () => {
    const { status, headers } = await api.get('/apps')
    return [status, headers['retry-after']]
  }
  t.same(await call(), [200, undefined])
  await emulator.clock.advance({ seconds: 4 })
  t.same(await call(), [200, undefined])
  t.same(await call(), [429, '6'])
  await emulator.clock.advance({ seconds: 5.999 })
  t.same(await call(), [429, '1'])
  await emulator.clock.advance({ seconds: 0.001 })
  t.same(await call(), [200, undefined], 'the first is 10 s ago')
  t.same(await call(), [429, '4'], 'the second is not')
  await emulator.clock.advance({ seconds: 4 })
  t.same(await call(), [200, undefined])
  t.same(await call(), [429, '6'])
})

t.test('what is refused does not count', async (t) => {
  const emulator = await startEmulator(t, { rateLimit: '1/1s' })
  const api = client(emulator)
  t.equal((await emulator.inject({ url: '/client/v4/accounts/account/realtime/kit/apps' })).statusCode, 401)
  t.equal((await api.get('/nowhere/at-all')).status, 404)
  t.same(await statuses(4, () => api.get('/apps')), [200, 429, 429, 429])
  await emulator.clock.advance({ seconds: 1 })
  t.equal((await api.get('/apps')).status, 200)
})

t.test('each account has a rate of its own', async (t) => {
  const emulator = await startEmulator(t, { rateLimit: '1/1h' })
  const [one, two] = [client(emulator, 'one'), client(emulator, 'two')]
  t.same(await statuses(2, () => one.get('/apps')), [200, 429])
  t.same(await statuses(2, () => two.get('/apps')), [200, 429])
})

t.test('a clock that is set back does not lock anybody out', async (t) => {
  const emulator = await startEmulator(t, { rateLimit: '1/10s' })
  const api = client(emulator)
  await api.get('/apps')
  emulator.clock.set({ now: '2025-01-01T00:00:00Z' })
  t.same(await statuses(2, () => api.get('/apps')), [200, 429])
})

t.test('a reset frees all calls', async (t) => {
  const emulator = await startEmulator(t, { rateLimit: '1/10s' })
  const api = client(emulator)
  t.same(await statuses(2, () => api.get('/apps')), [200, 429])
  emulator.reset()
  t.equal((await api.get('/apps')).status, 200)
})

t.test('the control API is not limited, and without the setting nothing is', async (t) => {
  const limited = await startEmulator(t, { rateLimit: '1/10s' })
  const info = () =>
    limited.inject({ url: '/_greenroom/info' }).then(({ statusCode }) => ({ status: statusCode }))
  t.same(await statuses(3, info), [200, 200, 200])
  const api = client(await startEmulator(t))
  t.same([...new Set(await statuses(300, () => api.get('/apps')))], [200])
})

t.test('a rate that is none is refused by name', async (t) => {
  for (const rateLimit of ['', '250', '250/', '0/10s', '250/0s', '-1/10s', '1.5/s', '250/10d', '100001/1s'])
    await t.rejects(createEmulator({ rateLimit }), {
      message: `rateLimit must be a count and a span, such as 250/10s (got ${JSON.stringify(rateLimit)})`,
    })
})

t.test('a limit is told in headers, as the service does', async (t) => {
  const emulator = await startEmulator(t, { rateLimit: '3/10s' })
  const api = client(emulator)
  const call = async () => {
    const { status, headers } = await api.get('/apps')
    return [status, headers.ratelimit, headers['ratelimit-policy']]
  }
  const policy = '"default";q=3;w=10'
  t.same(await call(), [200, '"default";r=2;t=10', policy])
  await emulator.clock.advance({ seconds: 4 })
  t.same(await call(), [200, '"default";r=1;t=6', policy])
  t.same(await call(), [200, '"default";r=0;t=6', policy])
  t.same(await call(), [429, '"default";r=0;t=6', policy])
  await emulator.clock.advance({ seconds: 6 })
  t.same(await call(), [200, '"default";r=0;t=4', policy], 'one was free again')
  await emulator.clock.advance({ seconds: 60 })
  t.same(await call(), [200, '"default";r=2;t=10', policy])
})

t.test('without a limit there are no such headers', async (t) => {
  const { headers } = await client(await startEmulator(t)).get('/apps')
  t.same([headers.ratelimit, headers['ratelimit-policy']], [undefined, undefined])
})
