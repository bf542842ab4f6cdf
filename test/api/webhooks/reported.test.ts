/** What Greenroom's log says of deliveries, and which parts of a URL are shown. */

import { PassThrough } from 'node:stream'
import pino from 'pino'
import t from 'tap'
import { answers } from '../../helpers/receiver.js'
import { after } from '../../helpers/start.js'
import { startWithReceiver } from '../../helpers/webhooks.js'

/** A logger at info, and the lines about deliveries that were written. */
function capture() {
  const lines: Record<string, unknown>[] = []
  const stream = new PassThrough()
  stream.on('data', (chunk) => {
    for (const line of String(chunk).trim().split('\n')) lines.push(JSON.parse(line))
  })
  return {
    log: pino({ level: 'info', base: null, timestamp: false }, stream),
    ofDeliveries: () => lines.filter(({ delivery }) => delivery !== undefined),
  }
}

const [info, warn] = [30, 40]

t.test('each failed attempt is one line that says when the next one is', async (t) => {
  const { log, ofDeliveries } = capture()
  const { emulator, receiver, webhook, create, event, settle } = await startWithReceiver(t, {
    log,
    answer: answers(503),
    webhookRetries: '5s',
  })
  event(await create(), 'live')
  await settle()
  await emulator.clock.advance({ seconds: 5 })
  const [delivery] = emulator.webhooks.deliveries()
  const details = {
    delivery: delivery?.id,
    webhook,
    event: 'livestreaming.statusUpdate',
    url: receiver.url,
    status: 503,
  }
  const next = `webhook not delivered: answered 503; next attempt at ${after(5)}`
  t.strictSame(ofDeliveries(), [
    { level: info, ...details, attempt: 1, next_attempt_at: after(5), msg: next },
    {
      level: warn,
      ...details,
      attempt: 2,
      msg: 'webhook not delivered: answered 503; it is not tried again',
    },
  ])
})

t.test('a delivery that its receiver refuses is one line, one that it accepts is none', async (t) => {
  const { log, ofDeliveries } = capture()
  const { receiver, create, event, settle } = await startWithReceiver(t, { log, answer: answers(403) })
  const livestream = await create()
  event(livestream, 'live')
  await settle()
  receiver.answer = answers(204)
  event(livestream, 'stop')
  await settle()
  t.match(ofDeliveries(), [
    { level: warn, status: 403, msg: 'webhook not delivered: answered 403; it is not tried again' },
  ])
  t.equal(ofDeliveries().length, 1)
})

t.test('a password in the URL is sent, and shown nowhere but where the service shows it', async (t) => {
  const { log, ofDeliveries } = capture()
  const { emulator, api, app, receiver, webhook, create, event, settle } = await startWithReceiver(t, {
    log,
    answer: answers(503),
  })
  const url = receiver.url.replace('http://', 'http://user:hunter2@')
  t.equal((await api.patch(`/${app}/webhooks/${webhook}`, { url })).body.data.url, url)
  const seen: unknown[] = []
  t.teardown(emulator.events(({ data }) => seen.push(data), { type: 'delivery' }))
  event(await create(), 'live')
  await settle()
  const credentials = Buffer.from('user:hunter2').toString('base64')
  t.equal(receiver.received[0]?.headers.authorization, `Basic ${credentials}`)

  const masked = receiver.url.replace('http://', 'http://user:***@')
  const deliveries = emulator.webhooks.deliveries()
  t.equal(deliveries[0]?.attempts[0]?.url, masked)
  t.equal(ofDeliveries()[0]?.url, masked)
  const listed = await emulator.inject({ url: '/_greenroom/deliveries' })
  t.notMatch([listed.body, JSON.stringify(ofDeliveries()), JSON.stringify(seen)].join(), 'hunter2')
  t.equal(seen.length, 1)
  t.equal((await api.get(`/${app}/webhooks/${webhook}`)).body.data.url, url)
})
