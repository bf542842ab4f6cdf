/** Deliveries are part of the state: reset, kept, exported and restored with it, for all or for one account. */

import t from 'tap'
import type { EmulatorEvent } from '../../../src/index.js'
import { answers } from '../../helpers/receiver.js'
import { after, client } from '../../helpers/start.js'
import { exportText, importState } from '../../helpers/state.js'
import { addWebhook, startWithReceiver } from '../../helpers/webhooks.js'

type World = Awaited<ReturnType<typeof startWithReceiver>>

/** One delivery that waits for its next attempt, and one blocked behind it. */
async function withPending(t: Parameters<typeof startWithReceiver>[0]) {
  const world = await startWithReceiver(t, { answer: answers(503) })
  world.event(await world.create(), 'live', 'stop')
  await world.settle()
  return world
}

/** An app in another account, with a webhook of its own to the same receiver. @returns an independent livestream */
async function addStranger({ emulator, receiver }: World) {
  const api = client(emulator, 'stranger')
  const app = await api.app()
  await addWebhook(api, app, { url: receiver.url.replace('hook', 'stranger') })
  return (await api.independent(app)).id as string
}

const outcomesOf = ({ emulator }: World, account_id: string) =>
  emulator.webhooks.deliveries({ account_id }).map(({ outcome }) => outcome)

t.test('the reset of an account forgets its deliveries, and no others', async (t) => {
  const world = await withPending(t)
  const { emulator, receiver, event, settle } = world
  emulator.webhooks.rules.add({ send: 'never', match: { account_id: 'account' } })
  emulator.webhooks.rules.add({ send: 'twice', match: { account_id: 'stranger' } })
  event(await addStranger(world), 'live')
  await settle()
  emulator.reset({ account_id: 'account' })
  t.same(outcomesOf(world, 'account'), [])
  t.same(outcomesOf(world, 'stranger'), ['pending', 'pending'])
  t.same(
    emulator.webhooks.rules.list().map(({ send }) => send),
    ['twice'],
  )
  receiver.answer = answers(200)
  const before = receiver.received.length
  await emulator.clock.advance({ seconds: 3600 })
  t.same(
    receiver.received.slice(before).map(({ path }) => path),
    ['/stranger', '/stranger'],
  )
})

t.test('a restored snapshot has the deliveries that were pending then, and they are sent', async (t) => {
  const world = await withPending(t)
  const { emulator, receiver } = world
  const before = emulator.webhooks.deliveries()
  const { restore } = emulator.snapshot()
  receiver.answer = answers(200)
  await emulator.clock.advance({ seconds: 5 })
  t.same(outcomesOf(world, 'account'), ['delivered', 'delivered'])
  restore()
  t.same(emulator.webhooks.deliveries(), before, 'attempts and next attempts included')
  await emulator.clock.advance({ seconds: 5 })
  t.same(receiver.told(), ['LIVE', 'LIVE', 'IDLE', 'LIVE', 'IDLE'])
  const uuids = receiver.received.map(({ headers }) => headers['rtk-uuid'])
  t.equal(uuids[3], uuids[0])
  t.equal(uuids[4], uuids[2])
})

t.test(
  'a delivery that a restored snapshot had in flight is sent at the time that it restores',
  async (t) => {
    const world = await startWithReceiver(t, { answer: () => {} })
    const { emulator, receiver } = world
    world.event(await world.create(), 'live')
    const then = emulator.clock.now()
    const { restore } = emulator.snapshot()
    emulator.clock.set({ now: new Date(then.getTime() + 3_600_000) })
    receiver.answer = answers(200)
    restore()
    const [delivery] = await emulator.webhooks.wait({ count: 1 })
    t.same(
      delivery?.attempts.map(({ at }) => at),
      [then.toISOString()],
    )
  },
)

t.test('an account restored while others send disturbs none of them', async (t) => {
  const world = await withPending(t)
  const { emulator, receiver, event } = world
  const stranger = await addStranger(world)
  const { restore } = emulator.snapshot(undefined, { account_id: 'account' })
  receiver.answer = answers(200)
  event(stranger, 'live', 'stop')
  restore()
  await emulator.clock.advance({ seconds: 5 })
  t.same(outcomesOf(world, 'stranger'), ['delivered', 'delivered'])
  t.same(outcomesOf(world, 'account'), ['delivered', 'delivered'])
  t.equal(receiver.received.filter(({ path }) => path === '/stranger').length, 2, 'each once')
})

t.test('an exported state goes on in another emulator, or in another account', async (t) => {
  const { emulator, receiver } = await withPending(t)
  const document = await exportText(emulator, 'account')
  receiver.answer = answers(200)
  const other = await startWithReceiver(t)
  for (const accountId of ['account', 'adopted']) {
    t.equal((await importState(other.emulator, document, accountId)).status, 200)
    const before = receiver.received.length
    await other.emulator.clock.advance({ seconds: 5 })
    t.same(receiver.told().slice(before), ['LIVE', 'IDLE'], accountId)
    t.same(outcomesOf(other, accountId), ['delivered', 'delivered'])
  }
})

t.test('a state document that contradicts itself is refused', async (t) => {
  const { emulator } = await withPending(t)
  const document = JSON.parse(await exportText(emulator))
  const refusal = async (change: (copy: typeof document) => void) => {
    const copy = structuredClone(document)
    change(copy)
    const { status, body } = await importState(emulator, copy)
    t.equal(status, 400)
    return body.error.message as string
  }
  t.match(await refusal((copy) => (copy.jobs = [])), /state is waiting: it needs a job at due_at/)
  const alone = (copy: typeof document) => {
    copy.deliveries.shift()
    copy.delivery_attempts = []
    copy.jobs = []
  }
  t.match(
    await refusal(alone),
    /deliveries\/0\/state is blocked: it needs a delivery before it that is waiting or ready/,
  )
  t.match(
    await refusal((copy) => (copy.webhooks[0].events = '["meeting.paused"]')),
    /events must be an array of event names/,
  )
  t.match(await refusal((copy) => (copy.deliveries[0].event = 'meeting.paused')), /event must be one of/)
  t.equal(emulator.webhooks.deliveries().length, 2)
})

t.test('a webhook of an imported state whose URL cannot be sent to fails, and reaches nobody', async (t) => {
  const { emulator, create, event, settle } = await startWithReceiver(t, { webhookRetries: 'none' })
  const livestream = await create()
  const document = JSON.parse(await exportText(emulator))
  for (const [url, problem] of [
    ['http://127.0.0.1:0/hook', 'must have a port from 1 to 65535: nothing listens on port 0'],
    ['no url', 'must be a valid uri with a scheme matching the http|https pattern'],
  ]) {
    document.webhooks[0].url = url
    t.equal((await importState(emulator, document)).status, 200)
    event(livestream, 'live')
    await settle()
    t.match(emulator.webhooks.deliveries(), [
      { outcome: 'failed', attempts: [{ url, status: null, error: `the webhook's "url" ${problem}` }] },
    ])
  }
})

t.test('readers of events hear of every attempt, and of deliveries that are not sent', async (t) => {
  const { emulator, api, app, receiver, webhook, create, event, settle } = await startWithReceiver(t, {
    answer: answers(500),
  })
  const seen: EmulatorEvent['data'][] = []
  t.teardown(emulator.events(({ data }) => seen.push(data), { type: 'delivery', account_id: 'account' }))
  const livestream = await create()
  event(livestream, 'live')
  await settle()
  receiver.answer = answers(204)
  await emulator.clock.advance({ seconds: 5 })
  const [delivery] = emulator.webhooks.deliveries()
  const common = {
    account_id: 'account',
    app_id: app,
    delivery_id: delivery?.id,
    rtk_uuid: delivery?.id,
    webhook_id: webhook,
    livestream_id: livestream,
    event: 'livestreaming.statusUpdate',
    error: null,
  }
  t.same(seen, [
    { ...common, time: after(0), outcome: 'pending', attempt: 1, status: 500 },
    { ...common, time: after(5), outcome: 'delivered', attempt: 2, status: 204 },
  ])

  seen.length = 0
  emulator.webhooks.rules.add({ send: 'never', times: 1 })
  event(livestream, 'stop')
  receiver.answer = answers(500)
  event(livestream, 'live', 'stop')
  await settle()
  await api.patch(`/${app}/webhooks/${webhook}`, { enabled: false })
  t.strictSame(
    seen.map(({ time, outcome, attempt, status }) => [time, outcome, attempt, status]),
    [
      [after(5), 'dropped', 0, null],
      [after(5), 'pending', 1, 500],
      [after(5), 'cancelled', 1, null],
      [after(5), 'cancelled', 0, null],
    ],
  )
})
