import t from 'tap'
import { createRandom, seed } from '../../helpers/campaign.js'
import type { Answerer } from '../../helpers/receiver.js'
import { answers } from '../../helpers/receiver.js'
import { addWebhook, startWithReceiver } from '../../helpers/webhooks.js'

t.test(`200 livestreams at once (seed ${seed}): each in order, whatever the receiver does`, async (t) => {
  const seen = new Map<string, string[]>()
  const held: (() => void)[] = []
  const random = createRandom()
  let most = 0
  let calls = 0
  /** Answer one of the requests in flight, in no order. */
  const answerOne = () => held.splice(Math.floor(random() * held.length), 1)[0]?.()
  // Every fifth call is refused.
  const answer: Answerer = ({ body }, response) => {
    const accepted = ++calls % 5 !== 0
    most = Math.max(
      most,
      held.push(() => {
        if (accepted) seen.set(body.streamId, [...(seen.get(body.streamId) ?? []), body.status])
        response.writeHead(accepted ? 200 : 503).end()
      }),
    )
    setImmediate(answerOne)
  }
  const { emulator, create, event } = await startWithReceiver(t, {
    answer,
    webhookRetries: '1s,1s,1s,1s,1s,1s,1s,1s',
  })
  const livestreams = await Promise.all(Array.from({ length: 200 }, create))
  for (const step of ['live', 'stop', 'live', 'fail'] as const)
    for (const livestream of livestreams) event(livestream, step)
  await emulator.clock.advance({ seconds: 3600 })

  t.equal(seen.size, 200)
  const wrong = [...seen.values()].filter((statuses) => statuses.join() !== 'LIVE,IDLE,LIVE,OFFLINE')
  t.strictSame(wrong, [])
  t.equal(emulator.webhooks.deliveries({ outcome: 'delivered', limit: 1000 }).length, 800)
  t.equal(calls - Math.floor(calls / 5), 800, 'the refused ones came again, and no other')
  t.ok(most <= 8, `${most} at a time, which is no more than is allowed`)
})

t.test('a delivery that is tried again holds back those about its livestream, and no other', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  const [stuck, other] = [await create(), await create()]
  receiver.answer = ({ body }, response) => response.writeHead(body.streamId === stuck ? 503 : 200).end()
  event(stuck, 'live', 'stop')
  event(other, 'live', 'stop')
  await settle()
  const told = () =>
    receiver.received.map(({ body }) => `${body.streamId === stuck ? 'stuck' : 'other'} ${body.status}`)
  t.strictSame(told().sort(), ['other IDLE', 'other LIVE', 'stuck LIVE'])
  receiver.answer = answers(200)
  await emulator.clock.advance({ seconds: 5 })
  t.strictSame(told().slice(3), ['stuck LIVE', 'stuck IDLE'])
})

t.test('a delivery that has failed for good lets the next pass', async (t) => {
  const { receiver, create, event, settle } = await startWithReceiver(t, { answer: answers(400) })
  event(await create(), 'live', 'stop', 'live')
  await settle()
  t.strictSame(receiver.told(), ['LIVE', 'IDLE', 'LIVE'])
})

t.test('a webhook whose receiver does not answer keeps no other waiting', async (t) => {
  const { emulator, api, app, receiver, create, event } = await startWithReceiver(t, { webhookTimeout: 600 })
  receiver.answer = ({ path }, response) => {
    if (path !== '/hook') response.end()
  }
  await addWebhook(api, app, { url: receiver.url.replace('hook', 'other') })
  for (let i = 0; i < 20; i++) event(await create(), 'live')
  await emulator.webhooks.wait({ count: 20 })
  t.equal(receiver.received.filter(({ path }) => path === '/other').length, 20)
  t.equal(receiver.received.filter(({ path }) => path === '/hook').length, 8, 'at most 8 in flight')
})

t.test(
  'deleted or disabled, a webhook is sent nothing more, and its deliveries stay in the log',
  async (t) => {
    const { emulator, api, app, receiver, webhook, create, event, settle } = await startWithReceiver(t, {
      answer: answers(500),
    })
    const livestream = await create()
    event(livestream, 'live', 'stop')
    await settle()
    await api.patch(`/${app}/webhooks/${webhook}`, { enabled: false })
    await emulator.clock.advance({ seconds: 3600 })
    t.equal(receiver.received.length, 1)
    const outcomes = () => emulator.webhooks.deliveries().map(({ outcome }) => outcome)
    t.strictSame(outcomes(), ['cancelled', 'cancelled'])

    await api.patch(`/${app}/webhooks/${webhook}`, { enabled: true })
    event(livestream, 'live')
    await settle()
    await emulator.inject({
      method: 'DELETE',
      url: `/client/v4/accounts/account/realtime/kit/${app}/webhooks/${webhook}`,
      headers: { authorization: 'Bearer token' },
    })
    await emulator.clock.advance({ seconds: 3600 })
    t.equal(receiver.received.length, 2)
    t.strictSame(outcomes(), ['cancelled', 'cancelled', 'cancelled'])
    t.strictSame(
      emulator.webhooks.deliveries({ webhook_id: webhook }).map(({ attempts }) => attempts.length),
      [1, 0, 1],
    )
  },
)
