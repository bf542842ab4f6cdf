import { verify } from 'node:crypto'
import t from 'tap'
import { serviceError } from '../../helpers/errors.js'
import type { Method } from '../../helpers/requests.js'
import { after, client, send } from '../../helpers/start.js'
import { addWebhook, startWithReceiver } from '../../helpers/webhooks.js'

const uuids = (received: { headers: Record<string, unknown> }[]) =>
  received.map(({ headers }) => headers['rtk-uuid'])

t.test('a delivery is sent twice, with the same rtk-uuid', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  emulator.webhooks.rules.add({ send: 'twice', times: 1 })
  event(await create(), 'live', 'stop')
  await settle()
  t.strictSame(receiver.told(), ['LIVE', 'LIVE', 'IDLE'])
  const [first, again, other] = uuids(receiver.received)
  t.equal(first, again)
  t.not(first, other)
  const [original, copy] = emulator.webhooks.deliveries()
  t.strictSame([original?.treatment, original?.copy_of], ['twice', null])
  t.strictSame([copy?.treatment, copy?.copy_of], ['twice', original?.id])
})

t.test('a delivery is sent late, and the next ones about its livestream later still', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  emulator.webhooks.rules.add({ send: 'late', delay: 30, times: 1 })
  const livestream = await create()
  event(livestream, 'live', 'stop')
  event(await create(), 'live')
  await settle()
  t.equal(receiver.received.length, 1, 'another livestream does not wait')
  t.match(emulator.webhooks.deliveries()[0], {
    treatment: 'late',
    outcome: 'pending',
    next_attempt_at: after(30),
  })
  await emulator.clock.advance({ seconds: 29 })
  t.equal(receiver.received.length, 1)
  await emulator.clock.advance({ seconds: 1 })
  t.strictSame(receiver.told().slice(1), ['LIVE', 'IDLE'])
})

t.test('a delivery is sent out of order, after the next about its livestream', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  emulator.webhooks.rules.add({ send: 'out_of_order', times: 1 })
  event(await create(), 'live', 'stop', 'live', 'fail')
  await settle()
  t.strictSame(receiver.told(), ['IDLE', 'LIVE', 'LIVE', 'OFFLINE'])
  t.strictSame(
    emulator.webhooks.deliveries().map(({ body }) => JSON.parse(body).status),
    ['LIVE', 'IDLE', 'LIVE', 'OFFLINE'],
    'the log has the order in which they happened',
  )
})

t.test('a delivery out of order is sent alone after a minute', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  emulator.webhooks.rules.add({ send: 'out_of_order', times: 1 })
  const livestream = await create()
  event(livestream, 'live')
  await emulator.clock.advance({ seconds: 59 })
  t.strictSame(receiver.told(), [])
  await emulator.clock.advance({ seconds: 1 })
  t.strictSame(receiver.told(), ['LIVE'])
  event(livestream, 'stop')
  await settle()
  t.strictSame(receiver.told(), ['LIVE', 'IDLE'])
})

t.test('a blocked delivery can be sent out of order too', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  const livestream = await create()
  emulator.webhooks.rules.add({ send: 'late', delay: 10, times: 1 })
  emulator.webhooks.rules.add({ send: 'out_of_order', times: 1 })
  event(livestream, 'live', 'stop', 'live', 'fail')
  await settle()
  t.strictSame(receiver.told(), [])
  await emulator.clock.advance({ seconds: 10 })
  t.strictSame(receiver.told(), ['LIVE', 'LIVE', 'IDLE', 'OFFLINE'])
})

t.test('a delivery has a bad signature, of the right length', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  emulator.webhooks.rules.add({ send: 'bad_signature', times: 1 })
  event(await create(), 'live', 'stop')
  await settle()
  const { publicKey } = (await emulator.inject({ url: '/.well-known/webhooks.json' })).json().data
  t.strictSame(
    receiver.received.map(({ raw, headers }) => {
      const signature = Buffer.from(String(headers['rtk-signature']), 'base64')
      return [signature.length, verify('RSA-SHA256', raw, publicKey, signature)]
    }),
    [
      [256, false],
      [256, true],
    ],
  )
})

t.test('a delivery is not sent at all, and is in the log', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  emulator.webhooks.rules.add({ send: 'never', times: 1 })
  event(await create(), 'live', 'stop')
  await settle()
  t.strictSame(receiver.told(), ['IDLE'])
  const [dropped] = await emulator.webhooks.wait({ count: 1, outcome: 'dropped' })
  t.match(dropped, { treatment: 'never', attempts: [] })
  t.notOk(dropped?.headers['rtk-signature'])
})

t.test('a rule applies to what it matches', async (t) => {
  const { emulator, api, app, receiver, webhook, create, event, settle } = await startWithReceiver(t)
  const { rules } = emulator.webhooks
  const second = await addWebhook(api, app, { url: receiver.url.replace('hook', 'second') })
  const stranger = client(emulator, 'stranger')
  const strangers = await stranger.app()
  await addWebhook(stranger, strangers, { url: receiver.url.replace('hook', 'stranger') })
  const theirs = (await stranger.independent(strangers)).id
  const [one, two] = [await create(), await create()]

  const sentTo = async (match: Parameters<typeof rules.add>[0]['match']) => {
    rules.add({ send: 'never', match })
    const before = receiver.received.length
    for (const livestream of [one, two, theirs]) {
      event(livestream, 'live', 'stop')
    }
    await settle()
    rules.clear()
    const name: Record<string, string> = { [one]: 'one', [two]: 'two', [theirs]: 'theirs' }
    return [
      ...new Set(receiver.received.slice(before).map(({ path, body }) => `${path} ${name[body.streamId]}`)),
    ].sort()
  }
  const mine = ['/hook one', '/hook two', '/second one', '/second two']
  t.strictSame(await sentTo({}), [])
  t.strictSame(await sentTo({ event: 'meeting.started' }), [...mine, '/stranger theirs'])
  t.strictSame(await sentTo({ webhook_id: webhook }), ['/second one', '/second two', '/stranger theirs'])
  t.strictSame(await sentTo({ livestream_id: one }), ['/hook two', '/second two', '/stranger theirs'])
  t.strictSame(await sentTo({ account_id: 'account' }), ['/stranger theirs'])
  t.strictSame(await sentTo({ app_id: strangers }), mine)
  t.strictSame(await sentTo({ webhook_id: second, livestream_id: two }), [
    '/hook one',
    '/hook two',
    '/second one',
    '/stranger theirs',
  ])
})

t.test('the ids of rules depend on their account alone, and begin anew with a reset', async (t) => {
  const add = async (accounts: string[]) => {
    const { emulator } = await startWithReceiver(t, { seed: 1 })
    const rule = (account_id: string) =>
      emulator.webhooks.rules.add({ send: 'never', match: { account_id } }).id
    const first = accounts.map(rule).at(-1)
    emulator.reset()
    return [first, rule('account')]
  }
  const alone = await add(['account'])
  t.equal(alone[0], alone[1])
  t.strictSame(await add(['other', 'other', 'account']), alone)
})

t.test('rules are listed with their hits, removed one by one, by account, or all', async (t) => {
  const { emulator, create, event, settle } = await startWithReceiver(t)
  const control = (method: Method, path: string, payload?: object) =>
    send(emulator, { method, url: `/_greenroom/deliveries/rules${path}`, ...(payload && { payload }) })
  const first = await control('POST', '', {
    send: 'late',
    delay: 1.5,
    times: 2,
    match: { account_id: 'account' },
  })
  t.equal(first.status, 201)
  const rule = {
    id: first.body.id,
    match: { account_id: 'account' },
    send: 'late',
    delay: 1.5,
    times: 2,
    hits: 0,
  }
  t.strictSame(first.body, rule)
  const second = (await control('POST', '', { send: 'twice' })).body
  const third = (await control('POST', '', { send: 'never', match: { account_id: 'other' } })).body
  event(await create(), 'live', 'stop', 'live')
  await settle()
  const used = [{ ...rule, hits: 2 }, { ...second, hits: 1 }, third]
  t.strictSame(
    (await control('GET', '')).body,
    { rules: used },
    'the first that matches and is not spent acts',
  )
  t.strictSame((await control('GET', '?account_id=other')).body, { rules: [third] })
  t.strictSame((await control('DELETE', `/${second.id}`)).body, { removed: 1 })
  const again = await control('DELETE', `/${second.id}`)
  t.strictSame(
    [again.status, again.body],
    [404, serviceError(404, `No delivery rule found with id ${second.id}`)],
  )
  t.strictSame((await control('DELETE', '?account_id=other')).body, { removed: 1 })
  t.strictSame((await control('DELETE', '')).body, { removed: 1 })
  t.strictSame((await control('GET', '')).body, { rules: [] })

  for (const [body, problem] of [
    [{}, '"send" is required'],
    [{ send: 'soon' }, '"send" must be one of [twice, late, out_of_order, bad_signature, never]'],
    [{ send: 'late' }, '"delay" is required when "send" is late'],
    [{ send: 'twice', delay: 1 }, '"delay" is allowed only when "send" is late'],
    [{ send: 'late', delay: -1 }, '"delay" must be greater than or equal to 0'],
    [{ send: 'twice', times: 0 }, '"times" must be greater than or equal to 1'],
    [{ send: 'twice', match: { webhook: 'x' } }, '"match.webhook" is not allowed'],
  ] as const) {
    const refused = await control('POST', '', body)
    t.strictSame([refused.status, refused.body], [400, serviceError(400, `BAD_REQUEST: ${problem}`)])
  }
})
