/** The bound of the log of deliveries. */

import { pino } from 'pino'
import t, { type Test } from 'tap'
import type { EmulatorOptions } from '../../../src/index.js'
import { type Answerer, answers } from '../../helpers/receiver.js'
import { client } from '../../helpers/start.js'
import { addWebhook, startWithReceiver } from '../../helpers/webhooks.js'

const limit = 1000
/** More than the bound is kept until one in a hundred can be removed at once. */
const most = limit + limit / 100

/** Deliveries end at once, since a rule keeps them from being sent. */
async function startFull(t: Test, options: EmulatorOptions & { answer?: Answerer } = {}) {
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) })
  const world = await startWithReceiver(t, { webhookLog: limit, webhookRetries: '1h', log, ...options })
  const rule = world.emulator.webhooks.rules.add({ send: 'never' })
  const livestream = await world.create()
  const { control, event } = world
  return {
    ...world,
    rule,
    livestream,
    lines,
    /** Let deliveries be made. @param count an even number */
    deliver: (count: number, of = livestream) => {
      for (let i = 0; i < count; i += 2) event(of, 'live', 'stop')
    },
    listed: async (query = '') => (await control.get(`/deliveries?limit=1000${query}`)).body,
    everything: async (query = '') => {
      const found = []
      for (let cursor = '0'; ; ) {
        const { body } = await control.get(`/deliveries?limit=1000&cursor=${cursor}${query}`)
        if (!body.deliveries.length) return found
        found.push(...body.deliveries)
        cursor = body.next_cursor
      }
    },
  }
}

t.test('the oldest that have ended are forgotten, and counted', async (t) => {
  const { deliver, listed, everything, control, emulator, lines } = await startFull(t)
  deliver(most - 2)
  const [oldest] = (await listed()).deliveries
  t.equal((await listed()).forgotten, 0)
  const before = await everything()
  t.equal(before.length, most - 2)

  deliver(2)
  t.equal((await listed()).forgotten, most - limit)
  const kept = await everything()
  t.equal(kept.length, limit)
  t.same(kept.slice(0, -2), before.slice(most - limit), 'the latest, untouched')
  t.equal((await control.get(`/deliveries/${oldest.id}`)).status, 404)

  deliver(40)
  t.equal((await listed()).forgotten, most - limit + 40)
  t.same(
    lines.filter((line) => line.includes('--webhook-log')),
    [
      'an account has more than 1000 webhook deliveries that have ended: from now on its oldest are forgotten; keep more with --webhook-log N',
    ],
    'said once',
  )
  const refused = await control.post('/deliveries/wait', { count: 1, outcome: 'failed', timeout: 0 })
  t.match(
    refused.body.error.message,
    /; 50 that ended earlier are no longer in the log: keep more with --webhook-log N/,
  )

  emulator.reset()
  t.match(await listed(), { deliveries: [], forgotten: 0 })
})

t.test('what is still to be sent is kept, however old, and is sent', async (t) => {
  const { deliver, listed, create, event, settle, rule, emulator, receiver } = await startFull(t, {
    answer: answers(500),
  })
  emulator.webhooks.rules.remove(rule.id)
  const retried = await create()
  event(retried, 'live')
  await settle()
  emulator.webhooks.rules.add({ send: 'never' })
  deliver(2 * limit)
  const { deliveries } = await listed('&outcome=pending')
  t.match(deliveries, [{ livestream_id: retried, attempts: [{ status: 500 }] }])
  const requests = receiver.received.length
  await emulator.clock.advance({ seconds: 3600 })
  t.equal(receiver.received.length, requests + 1)
})

t.test('each account has a log of its own, in the file and after a restored snapshot too', async (t) => {
  const { deliver, listed, everything, emulator, api } = await startFull(t)
  const other = client(emulator, 'other')
  const app = await other.app()
  await addWebhook(other, app, { url: 'http://127.0.0.1:9/', events: ['livestreaming.statusUpdate'] })
  const { id } = await other.independent(app)
  deliver(10, id)
  deliver(2 * limit)
  t.equal((await everything('&account_id=other')).length, 10)
  t.equal((await listed('&account_id=other')).forgotten, 0)
  t.ok((await listed('&account_id=account')).forgotten >= limit - 10)
  t.equal((await listed()).forgotten, (await listed('&account_id=account')).forgotten)

  const kept = emulator.snapshot()
  const before = (await everything('&account_id=account')).length
  deliver(4)
  kept.restore()
  t.equal((await everything('&account_id=account')).length, before)
  deliver(2 * limit)
  const after = (await everything('&account_id=account')).length
  t.ok(after >= limit && after < most, `${after} are kept`)
  t.equal((await api.get('/apps')).status, 200)
})
