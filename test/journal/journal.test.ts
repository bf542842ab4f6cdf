import t from 'tap'
import { controlOf } from '../helpers/control.js'
import { serviceError } from '../helpers/errors.js'
import { client, startEmulator, startWithApp } from '../helpers/start.js'

// biome-ignore lint/suspicious/noExplicitAny: a body is whatever was answered; the tests compare it
type Requests = any[]

t.test('a request and its answer, in full', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  emulator.requests.clear()
  await emulator.clock.advance({ seconds: 5 })
  const { body } = await api.post(`/${app}/livestreams?x=1`, { name: 'A' })
  const [entry, ...rest] = emulator.requests.list().requests
  t.same(rest, [])
  t.ok(entry && entry.duration_ms > 0)
  t.same(entry, {
    id: 2,
    operation: 'create_livestream',
    account_id: 'account',
    app_id: app,
    method: 'POST',
    url: `/client/v4/accounts/account/realtime/kit/${app}/livestreams?x=1`,
    status: 201,
    time: '2026-01-01T00:00:05.000Z',
    duration_ms: entry?.duration_ms,
    fault: null,
    ignored: [{ in: 'query', name: 'x' }],
    request: {
      headers: {
        authorization: '***',
        'content-length': '12',
        'content-type': 'application/json',
        host: 'localhost:80',
        'user-agent': 'lightMyRequest',
      },
      body: { name: 'A' },
    },
    response: { body },
  })
})

t.test('credentials are masked, wherever they are', async (t) => {
  const { emulator } = await startWithApp(t)
  const secrets = {
    authorization: 'Bearer secret-1',
    'x-auth-key': 'secret-2',
    'x-auth-user-service-key': 'secret-3',
    'proxy-authorization': 'Basic secret-4',
    cookie: 'CF_Authorization=secret-5',
  }
  await emulator.inject({
    url: '/client/v4/accounts/account/realtime/kit/apps',
    headers: { ...secrets, 'x-auth-email': 'a@example.com' },
  })
  const { requests } = emulator.requests.list({ operation: 'get_apps' })
  t.match(requests[0]?.request.headers, {
    ...Object.fromEntries(Object.keys(secrets).map((name) => [name, '***'])),
    'x-auth-email': 'a@example.com',
  })
  t.notMatch(JSON.stringify(requests), 'secret')
})

t.test('what was refused is in it too', async (t) => {
  const { emulator, api, app } = await startWithApp(t, { rateLimit: '3/1h' })
  emulator.requests.clear()
  const base = '/client/v4/accounts/account/realtime/kit'
  const fault = emulator.faults.add({ action: { status: 503 }, times: 1 })
  await emulator.inject({ url: `${base}/apps` })
  await api.post(`/${app}/livestreams`, { name: 'A' })
  await api.post(`/${app}/livestreams`, { name: 12 })
  await api.get(`/${app}/livestreams`)
  await api.get(`/${app}/nowhere`)
  await emulator.inject({ method: 'DELETE', url: `${base}/apps` })
  await emulator.inject({ url: '/client/v5/accounts' })
  const seen = emulator.requests
    .list()
    .requests.map((entry) => [
      entry.status,
      entry.operation,
      entry.account_id,
      entry.app_id,
      entry.fault,
      entry.request.body,
    ])
  t.same(seen, [
    [401, 'get_apps', 'account', null, null, null],
    [503, 'create_livestream', 'account', app, fault.id, { name: 'A' }],
    [400, 'create_livestream', 'account', app, null, { name: 12 }],
    [429, 'fetch_all_livestreams', 'account', app, null, null],
    [404, null, 'account', app, null, null],
    [405, null, 'account', 'apps', null, null],
    [404, null, null, null, null, null],
  ])
})

t.test('the control API is not in it', async (t) => {
  const emulator = await startEmulator(t)
  for (const url of ['/_greenroom/info', '/_greenroom/nowhere', '/openapi.json'])
    await emulator.inject({ url })
  t.same(emulator.requests.list().requests, [])
})

t.test('bodies are kept up to 16 KiB, and cut at a character', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const send = async (name: string) => {
    await api.post(`/${app}/livestreams`, { name })
    return emulator.requests.list().requests.at(-1)?.request
  }
  const around = JSON.stringify({ name: '' }).length
  const fits = 'x'.repeat(16 * 1024 - around)
  t.match(await send(fits), { body: { name: fits }, truncated: undefined })

  t.match(await send(`${fits}x`), { body: `{"name":"${fits}x"`, truncated: true, size: 16 * 1024 + 1 })

  const wide = '€'.repeat(6000)
  const cut = await send(wide)
  t.equal(cut?.body, `{"name":"${'€'.repeat(Math.floor((16 * 1024 - 9) / 3))}`)
  t.match(cut, { truncated: true, size: 18_000 + around })
})

t.test('a body that is no JSON is kept as it came', async (t) => {
  const { emulator, app } = await startWithApp(t)
  await emulator.inject({
    method: 'POST',
    url: `/client/v4/accounts/account/realtime/kit/${app}/livestreams`,
    headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
    payload: '{"name":',
  })
  t.match(emulator.requests.list().requests.at(-1), { status: 400, request: { body: '{"name":' } })
})

t.test('filters, each alone and together', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const other = client(emulator, 'other')
  const otherApp = await other.app()
  await emulator.clock.advance({ seconds: 60 })
  await api.get(`/${app}/livestreams`)
  await other.get(`/${otherApp}/livestreams`)
  await api.get('/nothing/livestreams')
  const control = controlOf(emulator)
  const ids = async (query: string) => {
    const { status, body } = await control.get(`/requests?${query}`)
    return status === 200 ? (body.requests as Requests).map(({ id }) => id).join(' ') : body.error.message
  }
  t.equal(await ids(''), '1 2 3 4 5')
  t.equal(await ids('operation=create_app'), '1 2')
  t.equal(await ids('account_id=other'), '2 4')
  t.equal(await ids(`app_id=${app}`), '3')
  t.equal(await ids('status=404'), '5')
  t.equal(await ids('method=POST'), '1 2')
  t.equal(await ids('since=2026-01-01T00:01:00Z'), '3 4 5')
  t.equal(await ids('since=2026-01-01T00:01:00.001Z'), '')
  t.equal(await ids('after=3'), '4 5')
  t.equal(await ids('account_id=account&status=200&method=GET'), '3')

  t.match(await ids('operation=nope'), /"operation" must be one of \[fetch_all_livestreams/)
  t.equal(await ids('status=4xx'), '5')
  t.equal(await ids('status=2xx&order=desc'), '4 3 2 1')
  t.equal(await ids('order=desc&before=4&limit=2'), '3 2')
  t.equal(await ids('search=no-such-text'), '')
  t.match(await ids('before=4'), /"before" goes with "order" desc only/)
  t.match(await ids('status=ok'), /"status" must be a status such as 404, or a class such as 5xx/)
  t.match(await ids('method=get'), /"method" must be one of \[GET/)
  t.match(await ids('since=yesterday'), /"since" must be a valid ISO 8601 date/)
  t.match(await ids('after=x'), /"after" must be an integer/)
  t.match(await ids('limit=0'), /"limit" must be greater than or equal to 1/)
  t.match(await ids('account=x'), /"account" is not allowed/)
  // @ts-expect-error no operation has this id
  t.throws(() => emulator.requests.list({ operation: 'nope' }), { message: /"operation" must be one of/ })
})

t.test('a search finds what a person typed, whatever escapes it', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  emulator.requests.clear()
  await api.post(`/${app}/livestreams`, { name: 'They say "hi"\nand \\o/' })
  await api.get(`/${app}/meetings?search=caf%C3%A9+au+lait`)
  const found = (search: string) => emulator.requests.list({ search }).requests.map(({ id }) => id)
  for (const text of ['say "hi"', 'SAY "HI"', '"hi"\nand', '\\o/', '"name":"They'])
    t.same(found(text), [2], text)
  for (const text of ['café au lait', 'caf%C3%A9', 'CAFÉ']) t.same(found(text), [3], text)
  t.same(found('say "ho"'), [])
})

t.test('a cursor goes on where the last answer ended, and waits there for what comes', async (t) => {
  const { emulator, api } = await startWithApp(t)
  for (let i = 0; i < 4; i++) await api.get('/apps')
  const read = (after?: number) => {
    const { requests, cursor, more } = emulator.requests.list({ operation: 'get_apps', limit: 3, after })
    return { ids: requests.map(({ id }) => id), cursor, more }
  }
  t.same(read(), { ids: [2, 3, 4], cursor: 4, more: true })
  t.same(read(4), { ids: [5], cursor: 5, more: false })
  t.same(read(5), { ids: [], cursor: 5, more: false })
  await api.app()
  t.same(read(5), { ids: [], cursor: 6, more: false })
  await api.get('/apps')
  t.same(read(6), { ids: [7], cursor: 7, more: false })
})

t.test('the last so many are kept, and it says how many went', async (t) => {
  const emulator = await startEmulator(t, { journal: 3 })
  const api = client(emulator)
  for (let i = 0; i < 5; i++) await api.get('/apps')
  const { requests, dropped } = emulator.requests.list()
  t.same([requests.map(({ id }) => id), dropped], [[3, 4, 5], 2])
  t.same(emulator.requests.list({ after: 1 }).requests.length, 3)
})

t.test('with a journal of 0 nothing is kept, and asking is refused', async (t) => {
  const emulator = await startEmulator(t, { journal: 0 })
  await client(emulator).get('/apps')
  const control = controlOf(emulator)
  for (const answer of [
    await control.get('/requests'),
    await control.post('/requests/verify', { operation: 'get_apps', at_most: 0 }),
  ]) {
    t.equal(answer.status, 409)
    t.same(
      answer.body,
      serviceError(409, 'The journal is off: start with --journal N to keep the last N requests'),
    )
  }
})

t.test("an account's requests are cleared alone; a reset clears all", async (t) => {
  const emulator = await startEmulator(t)
  const [one, two] = [client(emulator, 'one'), client(emulator, 'two')]
  const accounts = () => emulator.requests.list().requests.map(({ account_id }) => account_id)
  for (const api of [one, two, one, two, one]) await api.get('/apps')
  const control = controlOf(emulator)
  t.same((await control.delete('/requests?account_id=one')).body, { removed: 3 })
  t.same(accounts(), ['two', 'two'])
  await one.get('/apps')
  t.same(accounts(), ['two', 'two', 'one'])
  emulator.reset()
  t.same(emulator.requests.list(), { requests: [], cursor: 6, more: false, dropped: 0 })
})
