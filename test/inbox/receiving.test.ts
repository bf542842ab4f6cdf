/** The built-in receiver of webhooks: what it takes, and how it shows what it got. */

import { gzipSync } from 'node:zlib'
import t from 'tap'
import { controlOf } from '../helpers/control.js'
import { openEvents } from '../helpers/event-stream.js'
import { overHttp } from '../helpers/requests.js'
import { after, beginning, send, startEmulator, startWithApp } from '../helpers/start.js'
import { addWebhook } from '../helpers/webhooks.js'

t.test('a webhook that leads to the inbox arrives there, signed, and names its delivery', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const url = `${emulator.info().inbox}/shows`
  const webhook = await addWebhook(api, app, { url, events: ['livestreaming.statusUpdate'] })
  const { id } = await api.independent(app, { name: 'Evening' })
  emulator.event(id, { event: 'live' })
  await emulator.clock.advance({ seconds: 0 })

  const [delivery] = emulator.webhooks.deliveries()
  t.match(delivery, { outcome: 'delivered', attempts: [{ status: 200, answer: '{"id":1}', url }] })
  const { messages, ...rest } = emulator.inbox.list()
  t.strictSame(rest, { cursor: 1, more: false, dropped: 0 })
  const [{ headers, ...message }] = messages as [(typeof messages)[number]]
  t.strictSame(message, {
    id: 1,
    received_at: beginning,
    name: 'shows',
    event: 'livestreaming.statusUpdate',
    signature: 'valid',
    account_id: 'account',
    app_id: app,
    webhook_id: webhook,
    rtk_uuid: delivery?.rtk_uuid,
    delivery_id: delivery?.id,
    attempt: 1,
    content_type: 'application/json',
    size: Buffer.byteLength(delivery?.body ?? ''),
    body: delivery?.body,
    encoding: 'utf8',
  })
  t.match(headers, { ...delivery?.headers, host: new URL(emulator.url).host })
  t.strictSame(emulator.inbox.get(1), messages[0])
})

t.test('it arrives at the address that info names, whatever address is public', async (t) => {
  const { emulator, api, app } = await startWithApp(t, { publicUrl: 'https://rtk.example.test' })
  const { inbox, url } = emulator.info()
  t.equal(url, 'https://rtk.example.test')
  t.equal(inbox, `${emulator.url}/_greenroom/inbox`)
  await addWebhook(api, app, { url: inbox as string })
  emulator.event((await api.independent(app)).id, { event: 'live' })
  await emulator.clock.advance({ seconds: 0 })
  t.match(emulator.inbox.list({ app_id: app }).messages, [{ name: null, signature: 'valid' }])
})

t.test('it arrives in the time of its account, and is told of', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const stream = await openEvents(t, emulator.url, { query: '?type=inbox' })
  await stream.next()
  await addWebhook(api, app, { url: emulator.info().inbox as string })
  emulator.clock.set({ account_id: 'account', now: after(3600) })
  emulator.event((await api.independent(app)).id, { event: 'live' })
  await emulator.webhooks.wait({ count: 1 })
  const event = await stream.next()
  const [{ headers: _, body: __, encoding: ___, ...summary }] = emulator.inbox.list().messages as [
    ReturnType<typeof emulator.inbox.get>,
  ]
  t.equal(summary.received_at, after(3600))
  t.equal(event.event, 'inbox')
  t.strictSame(event.data, { time: after(3600), ...summary })

  t.equal((await send(emulator, { method: 'POST', url: '/_greenroom/inbox' })).status, 200)
  t.match(await stream.next(), { data: { account_id: null, received_at: beginning } })
})

t.test('each attempt is a message, and a bad signature is seen', async (t) => {
  const { emulator, api, app } = await startWithApp(t, { webhookHeaders: 'dyte' })
  const rule = { send: 'bad_signature', times: 1 } as const
  emulator.webhooks.rules.add(rule)
  emulator.webhooks.rules.add({ send: 'twice', times: 1 })
  const webhook = await addWebhook(api, app, { url: emulator.info().inbox as string })
  const { id } = await api.independent(app)
  for (const event of ['live', 'stop'] as const) emulator.event(id, { event })
  await emulator.clock.advance({ seconds: 0 })
  const messages = emulator.inbox.list().messages.reverse()
  t.strictSame(
    messages.map(({ signature }) => signature),
    ['invalid', 'valid', 'valid'],
  )
  t.equal(messages[1]?.rtk_uuid, messages[2]?.rtk_uuid)
  t.not(messages[1]?.delivery_id, messages[2]?.delivery_id)
  t.ok(messages.every(({ webhook_id }) => webhook_id === webhook))
})

t.test('any body of any type is taken, as it came', async (t) => {
  const emulator = await startEmulator(t)
  const url = '/_greenroom/inbox'
  const cases: [string | Buffer | undefined, Record<string, string>, object][] = [
    [undefined, {}, { body: '', size: 0, content_type: null, event: null, signature: 'none' }],
    ['', { 'content-type': 'application/json' }, { body: '', content_type: 'application/json' }],
    ['{"event": "meeting.started"', { 'content-type': 'application/json' }, { event: null }],
    ['{"event":"custom"}', { 'content-type': 'text/plain' }, { event: 'custom' }],
    [`{"event":"${'x'.repeat(101)}"}`, {}, { event: null }],
    ['{"event":7}', {}, { event: null }],
    ['null', {}, { event: null, body: 'null' }],
    ['a=1&b=2', { 'content-type': 'application/x-www-form-urlencoded' }, { body: 'a=1&b=2' }],
    ['text', { 'content-type': 'no type' }, { content_type: 'no type', body: 'text' }],
    [Buffer.from([0xff, 0xfe]), {}, { body: '//4=', encoding: 'base64', size: 2 }],
    [gzipSync('packed'), { 'content-encoding': 'gzip' }, { body: 'packed', size: 6 }],
    ['x', { 'rtk-signature': '%%%', 'rtk-uuid': 'u', 'rtk-webhook-id': 'w' }, { signature: 'invalid' }],
    [
      'x',
      { authorization: 'Bearer secret', cookie: 'a=b' },
      { headers: { authorization: '***', cookie: '***' } },
    ],
  ]
  for (const [payload, headers, expected] of cases) {
    const answer = await emulator.inject({
      method: 'POST',
      url,
      headers,
      ...(payload !== undefined && { payload }),
    })
    t.equal(answer.statusCode, 200, String(payload))
    t.match(emulator.inbox.get(answer.json().id), { account_id: null, ...expected }, String(payload))
  }
})

t.test('what cannot be read is refused in words', async (t) => {
  const emulator = await startEmulator(t)
  const { post } = controlOf(emulator)
  const large = await post('/inbox', 'x'.repeat(1024 * 1024 + 1))
  t.match(large, {
    status: 413,
    body: { error: { message: /"body" must not be larger than 1048576 bytes/ } },
  })
  t.match(await post('/inbox', 'x', { 'content-encoding': 'zip' }), {
    status: 415,
    body: { error: { message: /"content-encoding" must be one of/ } },
  })
  t.strictSame(emulator.inbox.list().messages, [])
})

t.test('a name follows the path, of any depth, and other methods are named', async (t) => {
  const emulator = await startEmulator(t)
  const { get, post, put } = controlOf(emulator)
  for (const path of ['/inbox/7', '/inbox/a%20b', '/inbox/shows/evening', '/inbox/']) await post(path, 'x')
  t.strictSame(
    emulator.inbox.list().messages.map(({ name }) => name),
    [null, 'shows/evening', 'a b', '7'],
  )
  t.match(await get('/inbox/shows'), {
    status: 400,
    body: { error: { message: /"message_id" must be an integer/ } },
  })
  t.match(await get('/inbox/5'), { status: 404, body: { error: { message: /No message found with id 5/ } } })
  t.match(await get('/inbox/1'), { status: 200, body: { id: 1, name: '7' } })
  t.match(await put('/inbox/shows', {}), { status: 405, headers: { allow: 'GET, HEAD, POST' } })
  t.match(await put('/inbox', {}), { status: 405, headers: { allow: 'GET, HEAD, DELETE, POST' } })
})

t.test('a page from elsewhere, or by an unknown name, cannot fill it', async (t) => {
  const emulator = await startEmulator(t)
  const { post, get } = controlOf(emulator)
  t.equal((await post('/inbox', 'x', { origin: 'https://evil.example' })).status, 403)
  t.equal((await post('/inbox/name', 'x', { host: 'evil.example' })).status, 403)
  t.equal((await get('/inbox', { host: 'evil.example' })).status, 403)
  t.equal(
    (await post('/inbox', 'x', { host: 'localhost:4010', origin: 'http://localhost:4010' })).status,
    200,
  )
  t.equal(emulator.inbox.list().messages.length, 1)
})

t.test('it goes with the control API, and with --inbox 0', async (t) => {
  const gone = await startEmulator(t, { control: 'off' })
  t.equal((await controlOf(gone).post('/inbox', 'x')).status, 404)
  const off = await startEmulator(t, { inbox: 0 })
  t.equal(off.info().inbox, null)
  const { post, get } = controlOf(off)
  const refused = { status: 409, body: { error: { message: /The inbox is off: start with --inbox N/ } } }
  t.match(await post('/inbox', 'x'), refused)
  t.match(await get('/inbox'), refused)
  t.throws(() => off.inbox.get(1), { status: 409, message: /is off/ })
})

t.test('it is received over a port without a content type', async (t) => {
  const emulator = await startEmulator(t)
  const answer = await overHttp(emulator.url)({
    method: 'POST',
    url: '/_greenroom/inbox/port',
    payload: '{"event":"a"}',
  })
  t.strictSame(answer.body, { id: 1 })
  t.match(emulator.inbox.list({ name: 'port', event: 'a' }).messages, [{ id: 1 }])
})
