import t from 'tap'
import { runCtl } from '../../helpers/ctl.js'
import { serviceError } from '../../helpers/errors.js'
import { answers } from '../../helpers/receiver.js'
import type { Method } from '../../helpers/requests.js'
import { after, client, send } from '../../helpers/start.js'
import { addWebhook, startWithReceiver } from '../../helpers/webhooks.js'

/** The control API of an emulator in process. */
const controlOf =
  (emulator: Parameters<typeof send>[0]) => (method: Method, path: string, payload?: object) =>
    send(emulator, { method, url: `/_greenroom/deliveries${path}`, ...(payload && { payload }) })

t.test('the log has a delivery with everything that was sent and answered', async (t) => {
  const { emulator, app, receiver, webhook, create, event, settle } = await startWithReceiver(t, {
    answer: answers(201, 'thanks'),
  })
  const control = controlOf(emulator)
  const livestream = await create()
  event(livestream, 'live')
  await settle()
  const { status, body } = await control('GET', '')
  const [delivery] = body.deliveries
  t.equal(status, 200)
  t.strictSame(body, {
    deliveries: [
      {
        id: delivery.id,
        rtk_uuid: delivery.id,
        copy_of: null,
        account_id: 'account',
        app_id: app,
        webhook_id: webhook,
        livestream_id: livestream,
        session_id: null,
        event: 'livestreaming.statusUpdate',
        outcome: 'delivered',
        treatment: null,
        created_at: after(0),
        next_attempt_at: null,
        headers: delivery.headers,
        body: receiver.received[0]?.raw.toString(),
        attempts: [
          {
            at: after(0),
            url: receiver.url,
            status: 201,
            error: null,
            duration_ms: delivery.attempts[0].duration_ms,
            answer: 'thanks',
          },
        ],
      },
    ],
    next_cursor: body.next_cursor,
    forgotten: 0,
  })
  t.strictSame((await control('GET', `/${delivery.id}`)).body, delivery)
  t.strictSame(emulator.webhooks.delivery(delivery.id), delivery)
  const unknown = await control('GET', '/none')
  t.strictSame([unknown.status, unknown.body], [404, serviceError(404, 'No delivery found with id none')])
  t.equal((await control('GET', `/${delivery.id}?account_id=other`)).status, 404)
})

t.test('the log is filtered and paged', async (t) => {
  const { emulator, api, app, receiver, webhook, create, event, settle } = await startWithReceiver(t)
  const control = controlOf(emulator)
  const second = await addWebhook(api, app, { url: `${receiver.url}/second`, events: ['meeting.started'] })
  const stranger = client(emulator, 'stranger')
  const strangers = await stranger.app()
  await addWebhook(stranger, strangers, { url: receiver.url })
  await stranger.livestream(strangers, await stranger.meeting(strangers))
  await api.livestream(app, await api.meeting(app))
  const livestream = await create()
  event(livestream, 'live', 'stop')
  await settle()
  receiver.answer = answers(400)
  event(await create(), 'live')
  await settle()

  const events = async (query: string) =>
    (await control('GET', query)).body.deliveries.map(
      ({ account_id, event, body }: Record<string, string>) =>
        `${account_id} ${JSON.parse(body ?? '').status ?? event}`,
    )
  const [started, live, idle] = ['account meeting.started', 'account LIVE', 'account IDLE']
  t.strictSame(await events(''), ['stranger meeting.started', started, live, idle, live])
  t.strictSame(await events('?account_id=account'), [started, live, idle, live])
  t.strictSame(await events(`?app_id=${strangers}`), ['stranger meeting.started'])
  t.strictSame(await events(`?webhook_id=${second}`), [started])
  t.strictSame(await events(`?webhook_id=${webhook}&outcome=failed`), [live])
  t.strictSame(await events(`?livestream_id=${livestream}`), [live, idle])
  t.strictSame(await events('?event=livestreaming.statusUpdate&outcome=delivered'), [live, idle])
  t.strictSame(await events('?outcome=pending'), [])

  const first = (await control('GET', '?limit=2')).body
  t.equal(first.deliveries.length, 2)
  t.strictSame(await events(`?limit=2&cursor=${first.next_cursor}`), [live, idle])
  const { next_cursor } = (await control('GET', '')).body
  t.strictSame((await control('GET', `?cursor=${next_cursor}`)).body, {
    deliveries: [],
    next_cursor,
    forgotten: 0,
  })

  for (const [query, problem] of [
    ['?outcome=lost', '"outcome" must be one of [pending, delivered, failed, dropped, cancelled]'],
    ['?limit=0', '"limit" must be greater than or equal to 1'],
    ['?webhook=1', '"webhook" is not allowed'],
    ['?cursor=x', '"cursor" must match pattern "^\\d{1,15}$"'],
  ] as const)
    t.strictSame((await control('GET', query)).body, serviceError(400, `BAD_REQUEST: ${problem}`))
})

t.test('a delivery is sent again with the same rtk-uuid, as a new delivery', async (t) => {
  const { emulator, api, app, receiver, webhook, create, event, settle } = await startWithReceiver(t, {
    answer: answers(400),
  })
  const control = controlOf(emulator)
  event(await create(), 'live')
  await settle()
  const [failed] = emulator.webhooks.deliveries()
  receiver.answer = answers(200)
  await emulator.clock.advance({ seconds: 60 })
  const resent = await control('POST', `/${failed?.id}/resend`)
  t.equal(resent.status, 200)
  t.match(resent.body, {
    copy_of: failed?.id,
    rtk_uuid: failed?.id,
    outcome: 'pending',
    created_at: after(60),
  })
  await settle()
  t.match(emulator.webhooks.delivery(resent.body.id), { outcome: 'delivered', attempts: [{ status: 200 }] })
  const [first, second] = receiver.received
  t.strictSame(second?.raw, first?.raw)
  for (const header of ['rtk-uuid', 'rtk-signature', 'rtk-webhook-id'])
    t.equal(second?.headers[header], first?.headers[header])

  t.equal(emulator.webhooks.resend(resent.body.id).copy_of, failed?.id, 'a copy of a copy names the first')
  await settle()
  t.equal(receiver.received.length, 3)
  t.equal((await control('POST', `/${failed?.id}/resend`, { account_id: 'other' })).status, 404)
  await emulator.inject({
    method: 'DELETE',
    url: `/client/v4/accounts/account/realtime/kit/${app}/webhooks/${webhook}`,
    headers: { authorization: 'Bearer token' },
  })
  t.equal((await api.get(`/${app}/webhooks`)).body.data.length, 0)
  const gone = await control('POST', `/${failed?.id}/resend`)
  const problem = `Webhook ${webhook} was deleted: there is nowhere to send it again`
  t.strictSame([gone.status, gone.body], [409, serviceError(409, problem)])
})

t.test('waiting answers when enough have been delivered, on a frozen clock', async (t) => {
  const { emulator, receiver, create, event } = await startWithReceiver(t)
  const control = controlOf(emulator)
  const [one, two] = [await create(), await create()]
  const waiting = control('POST', '/wait', {
    count: 3,
    livestream_id: one,
    event: 'livestreaming.statusUpdate',
  })
  event(two, 'live')
  event(one, 'live', 'stop', 'live', 'stop')
  const { status, body } = await waiting
  t.equal(status, 200)
  t.strictSame(
    body.deliveries.map((delivery: { livestream_id: string; body: string }) => [
      delivery.livestream_id,
      JSON.parse(delivery.body).status,
    ]),
    [
      [one, 'LIVE'],
      [one, 'IDLE'],
      [one, 'LIVE'],
    ],
  )
  await emulator.webhooks.wait({ count: 5 })
  t.equal(receiver.received.length, 5)
  const { next_cursor } = (await control('POST', '/wait', { count: 5 })).body
  event(two, 'stop')
  const [next] = await emulator.webhooks.wait({ count: 1, cursor: next_cursor })
  t.equal(next?.livestream_id, two, 'counted from a place on')

  receiver.answer = answers(410)
  event(one, 'live')
  t.equal((await emulator.webhooks.wait({ count: 1, outcome: 'failed' }))[0]?.attempts[0]?.status, 410)
})

t.test('waiting in vain says which deliveries there are instead', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  const control = controlOf(emulator)
  const none = await control('POST', '/wait', { count: 1, timeout: 0.05 })
  t.strictSame(
    [none.status, none.body],
    [409, serviceError(409, 'Waited 0.05 s for 1 delivered, and saw no delivery of that kind')],
  )
  const livestream = await create()
  event(livestream, 'live')
  await settle()
  receiver.answer = answers(503)
  event(livestream, 'stop', 'live')
  await settle()
  await t.rejects(
    emulator.webhooks.wait({ count: 3, timeout: 0.05 }),
    new Error(
      `Waited 0.05 s for 3 delivered, and saw 2 pending, 1 delivered; the first pending was last answered 503, next attempt ${after(5)}`,
    ),
  )
  const empty = await control('POST', '/wait', {})
  t.strictSame(empty.body, serviceError(400, 'BAD_REQUEST: "count" is required'))
  await t.rejects(
    emulator.webhooks.wait({ count: 0 }),
    new Error('BAD_REQUEST: "count" must be greater than or equal to 1'),
  )
})

t.test('a wait is rejected when Greenroom stops', async (t) => {
  const { emulator } = await startWithReceiver(t)
  const waiting = t.rejects(emulator.webhooks.wait({ count: 1 }), new Error('Greenroom is stopping'))
  const closed = emulator.close()
  await waiting
  await t.rejects(emulator.webhooks.wait({ count: 1 }), /This emulator is closed/)
  await closed
})

t.test('a reset forgets what was in flight, and nothing of it happens later', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t, {
    answer: answers(503),
  })
  event(await create(), 'live', 'stop')
  await settle()
  receiver.answer = () => {}
  event(await create(), 'live')
  emulator.reset()
  t.strictSame(emulator.webhooks.deliveries(), [])
  const before = receiver.received.length
  const ran = await emulator.clock.advance({ seconds: 7200 })
  t.strictSame(ran, [])
  t.ok(receiver.received.length - before <= 1, 'at most what had been sent already')
  t.strictSame(emulator.webhooks.deliveries(), [])
})

t.test('newest first, the cursor leads back, by HTTP and at the shell', async (t) => {
  const { emulator, create, event, settle } = await startWithReceiver(t)
  const control = controlOf(emulator)
  for (let i = 0; i < 5; i++) event(await create(), 'live')
  await settle()
  const ids = ({ body }: { body: { deliveries: { id: string }[] } }) => body.deliveries.map(({ id }) => id)
  const all = ids(await control('GET', '')).reverse()
  t.equal(all.length, 5)
  let cursor: string | undefined
  const seen: string[][] = []
  for (let i = 0; i < 4; i++) {
    const answer = await control(
      'GET',
      `?order=desc&limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`,
    )
    seen.push(ids(answer))
    cursor = answer.body.next_cursor
  }
  t.strictSame(seen, [all.slice(0, 2), all.slice(2, 4), all.slice(4), []])

  const port = Number(new URL(emulator.url).port)
  const first = await runCtl(['deliveries', '--limit', '2'], port)
  const [, given = ''] = /^older with --cursor (\d+)$/m.exec(first.stdout) ?? []
  const { stdout } = await runCtl(['deliveries', '--limit', '2', '--cursor', given], port)
  for (const id of all.slice(2, 4)) t.match(stdout, id)
  t.notMatch(stdout, all[1])
})
