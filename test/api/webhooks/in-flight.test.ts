/** What happens to webhooks, states and clocks while deliveries are in flight. */

import type { ServerResponse } from 'node:http'
import t from 'tap'
import { type Answerer, answers, startReceiver } from '../../helpers/receiver.js'
import { client } from '../../helpers/start.js'
import { exportText } from '../../helpers/state.js'
import { addWebhook, startWithReceiver } from '../../helpers/webhooks.js'

/** Keeps what comes without an answer. */
function holding() {
  const held: ServerResponse[] = []
  let wake = () => {}
  const answer: Answerer = (_received, response) => {
    held.push(response)
    wake()
  }
  return {
    answer,
    held,
    /** Once so many are kept. */
    async has(count: number) {
      while (held.length < count)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    },
    /** Answer all that are kept. */
    release(status: number) {
      for (const response of held.splice(0)) response.writeHead(status).end()
    },
  }
}

type World = Awaited<ReturnType<typeof startWithReceiver>>

const failuresOf = async ({ emulator }: World) =>
  JSON.parse(await exportText(emulator)).webhooks.map(({ failures }: { failures: number }) => failures)

const remove = ({ emulator, app, webhook }: World) =>
  emulator.inject({
    method: 'DELETE',
    url: `/client/v4/accounts/account/realtime/kit/${app}/webhooks/${webhook}`,
    headers: { authorization: 'Bearer token' },
  })

t.test(
  'disabled and enabled again meanwhile, a webhook is still sent one at a time of a livestream',
  async (t) => {
    const { answer, held, has, release } = holding()
    const world = await startWithReceiver(t, { answer })
    const { emulator, api, app, webhook, receiver, create, event } = world
    const [one, other] = [await create(), await create()]
    event(one, 'live')
    await has(1)
    for (const enabled of [false, true]) await api.patch(`/${app}/webhooks/${webhook}`, { enabled })
    event(one, 'stop', 'live')
    event(other, 'live')
    await has(2)
    t.strictSame(
      receiver.received.map(({ body }) => [body.streamId, body.status]),
      [
        [one, 'LIVE'],
        [other, 'LIVE'],
      ],
    )
    for (const expected of [1, 1]) {
      release(200)
      await has(expected)
    }
    release(200)
    await emulator.webhooks.wait({ count: 4 })
    t.equal(held.length, 0)
    t.strictSame(
      receiver.received.filter(({ body }) => body.streamId === one).map(({ body }) => body.status),
      ['LIVE', 'IDLE', 'LIVE'],
    )
    t.strictSame(
      emulator.webhooks.deliveries().map(({ outcome, attempts }) => [outcome, attempts.length]),
      Array(4).fill(['delivered', 1]),
      'the cancelled one was delivered all the same',
    )
  },
)

t.test('a delivery in flight to a deleted webhook does not concern the next webhook', async (t) => {
  const { answer, has, release } = holding()
  const world = await startWithReceiver(t, { answer })
  const { emulator, create, event } = world
  for (let i = 0; i < 8; i++) event(await create(), 'live')
  await has(8)
  await remove(world)

  const api = client(emulator, 'other')
  const app = await api.app()
  const receiver = await startReceiver(t)
  await addWebhook(api, app, { url: receiver.url })
  emulator.event((await api.independent(app)).id, { event: 'live' })
  await emulator.webhooks.wait({ count: 1, account_id: 'other' })
  release(500)
  await emulator.clock.advance({ seconds: 0 })
  t.strictSame(await failuresOf(world), [0])
})

t.test('a failure at the old URL does not count against the new one', async (t) => {
  const { answer, has, release } = holding()
  const world = await startWithReceiver(t, { answer, webhookRetries: 'none' })
  const { emulator, api, app, webhook, receiver, create, event } = world
  event(await create(), 'live')
  event(await create(), 'live')
  await has(2)
  await api.patch(`/${app}/webhooks/${webhook}`, { url: `${receiver.url}/new` })
  release(500)
  await emulator.webhooks.wait({ count: 2, outcome: 'failed' })
  t.strictSame(await failuresOf(world), [0])
})

t.test('a listener that makes the next attempt due has it made', async (t) => {
  const world = await startWithReceiver(t, { answer: answers(503) })
  const { emulator, receiver, create, event } = world
  emulator.events(
    ({ data }) => {
      receiver.answer = answers(200)
      if (data.outcome === 'pending')
        emulator.clock.set({ now: new Date(emulator.clock.now().getTime() + 5000) })
    },
    { type: 'delivery' },
  )
  event(await create(), 'live')
  const [delivery] = await emulator.webhooks.wait({ count: 1 })
  t.strictSame(
    delivery?.attempts.map(({ status }) => status),
    [503, 200],
  )
})

t.test('on a frozen clock too, a delivery that is due now is sent without another request', async (t) => {
  let calls = 0
  const answer: Answerer = (_one, response) => response.writeHead(++calls < 3 ? 503 : 200).end()
  const { emulator, api, app, create, event } = await startWithReceiver(t, {
    answer,
    webhookRetries: '0s,0s',
    goLiveAfter: 0,
    now: '2099-01-01T00:00:00Z',
  })
  event(await create(), 'live')
  const [delivery] = await emulator.webhooks.wait({ count: 1 })
  t.equal(delivery?.attempts.length, 3)

  const meeting = (await api.post(`/${app}/meetings`, { title: 'Evening' })).body.data.id
  const waiting = emulator.webhooks.wait({ count: 2 })
  await api.post(`/${app}/meetings/${meeting}/livestreams`)
  t.equal((await waiting).length, 2)
})

t.test('a wait sees what a reset, a restored snapshot or an import brings', async (t) => {
  const { emulator, create, event, settle } = await startWithReceiver(t)
  const livestream = await create()
  event(livestream, 'live', 'stop')
  await settle()
  const snapshot = emulator.snapshot()
  emulator.reset({ fixtures: 'none' })
  const [two, three] = [emulator.webhooks.wait({ count: 2 }), emulator.webhooks.wait({ count: 3 })]
  snapshot.restore()
  t.equal((await two).length, 2)
  event(livestream, 'live')
  t.equal((await three).length, 3)
})

t.test('a delivery that is cancelled or passed leaves nothing scheduled', async (t) => {
  const world = await startWithReceiver(t, { answer: answers(503) })
  const { emulator, receiver, api, app, create, event, settle } = world
  const kinds = () => emulator.scheduled().map(({ kind }) => kind)
  event(await create(), 'live', 'stop')
  await settle()
  t.strictSame(kinds(), ['webhook.attempt'])
  await remove(world)
  t.strictSame(kinds(), [])

  receiver.answer = answers(200)
  await addWebhook(api, app, { url: receiver.url })
  emulator.webhooks.rules.add({ send: 'out_of_order', times: 1 })
  event(await create(), 'live', 'stop')
  await emulator.webhooks.wait({ count: 2 })
  t.strictSame(kinds(), [])
})
