import { once } from 'node:events'
import { createServer } from 'node:net'
import t from 'tap'
import type { DescribedDelivery } from '../../../src/api/webhooks/deliveries/schemas.js'
import { type Answerer, answers } from '../../helpers/receiver.js'
import { after } from '../../helpers/start.js'
import { addWebhook, startWithReceiver } from '../../helpers/webhooks.js'

const outline = ({ outcome, next_attempt_at, attempts }: DescribedDelivery) => ({
  outcome,
  next: next_attempt_at,
  attempts: attempts.map(({ at, status }) => [at, status]),
})

t.test(
  'a delivery that fails is tried again on the clock, with the same rtk-uuid and the same bytes',
  async (t) => {
    const { emulator, receiver, create, event } = await startWithReceiver(t, {
      answer: answers(503, 'later'),
    })
    event(await create(), 'live')
    const ran = await emulator.clock.advance({ seconds: 3 * 3600 })
    const times = [0, 5, 35, 155, 755, 4355].map(after)
    t.strictSame(
      ran.map(({ at }) => at),
      times.slice(1),
    )
    const [delivery] = emulator.webhooks.deliveries() as [DescribedDelivery]
    t.strictSame(outline(delivery), {
      outcome: 'failed',
      next: null,
      attempts: times.map((time) => [time, 503]),
    })
    t.match(delivery.attempts[0], { url: receiver.url, error: null, answer: 'later' })
    t.type(delivery.attempts[0]?.duration_ms, 'number')
    t.equal(new Set(receiver.received.map(({ headers }) => headers['rtk-uuid'])).size, 1)
    t.equal(new Set(receiver.received.map(({ headers }) => headers['rtk-signature'])).size, 1)
    t.equal(new Set(receiver.received.map(({ raw }) => raw.toString())).size, 1)
  },
)

t.test('a success ends the retries', async (t) => {
  const { emulator, receiver, create, event } = await startWithReceiver(t, { answer: answers(500) })
  event(await create(), 'live')
  await emulator.clock.advance({ seconds: 6 })
  receiver.answer = answers(204)
  await emulator.clock.advance({ seconds: 3600 })
  t.strictSame(emulator.webhooks.deliveries().map(outline), [
    {
      outcome: 'delivered',
      next: null,
      attempts: [
        [after(0), 500],
        [after(5), 500],
        [after(35), 204],
      ],
    },
  ])
})

t.test('an answer below 500 that is not 2xx fails it at once, redirects included', async (t) => {
  const answer: Answerer = ({ path }, response) => {
    const status = path === '/hook' ? 307 : 200
    response.writeHead(status, { location: '/elsewhere' }).end()
  }
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t, { answer })
  event(await create(), 'live')
  await settle()
  for (const status of [400, 404, 410, 429]) {
    receiver.answer = answers(status)
    event(await create(), 'live')
    await settle()
  }
  await emulator.clock.advance({ seconds: 7200 })
  t.strictSame(
    emulator.webhooks
      .deliveries()
      .map(({ outcome, attempts }) => [outcome, ...attempts.map(({ status }) => status)]),
    [307, 400, 404, 410, 429].map((status) => ['failed', status]),
  )
  t.strictSame(new Set(receiver.received.map(({ path }) => path)), new Set(['/hook']))
})

t.test('the delays can be others, or none', async (t) => {
  for (const [webhookRetries, times] of [
    ['1s,1m30s', [0, 1, 91]],
    ['none', [0]],
  ] as const) {
    const { emulator, create, event } = await startWithReceiver(t, { answer: answers(500), webhookRetries })
    event(await create(), 'live')
    await emulator.clock.advance({ seconds: 7200 })
    t.strictSame(
      emulator.webhooks.deliveries().map(outline),
      [{ outcome: 'failed', next: null, attempts: times.map((time) => [after(time), 500]) }],
      webhookRetries,
    )
  }
  for (const webhookRetries of ['often', '5s,366d'])
    await t.rejects(
      startWithReceiver(t, { webhookRetries }),
      new Error(
        `webhookRetries must be durations of up to a year such as 5s,30s,2m, or none (got "${webhookRetries}")`,
      ),
    )
})

t.test('a receiver that is not there, never answers or breaks off is a network error', async (t) => {
  const options = { webhookTimeout: 0.2, webhookRetries: '5s' }
  const { emulator, receiver, create, event, settle, api, app, webhook } = await startWithReceiver(t, options)
  const failWith = async (answer: Answerer) => {
    receiver.answer = answer
    event(await create(), 'live')
    await settle()
    return emulator.webhooks.deliveries().at(-1) as DescribedDelivery
  }
  const retried = { outcome: 'pending', next_attempt_at: after(5) }

  t.match(await failWith(() => {}), {
    ...retried,
    attempts: [{ status: null, error: 'no answer in 0.2 s', answer: '' }],
  })
  t.match(await failWith((_one, response) => void response.writeHead(200).write('some')), {
    ...retried,
    attempts: [{ status: 200, error: 'no complete answer in 0.2 s', answer: 'some' }],
  })
  t.match(await failWith((_one, _response, { socket }) => void socket.destroy()), {
    ...retried,
    attempts: [{ status: null, error: /socket hang up|ECONNRESET/ }],
  })
  const midWay: Answerer = (_one, response, { socket }) => {
    response.writeHead(200, { 'content-length': 100 }).write('begun', () => socket.destroy())
  }
  t.match(await failWith(midWay), {
    ...retried,
    attempts: [{ status: 200, error: /aborted|ECONNRESET/, answer: 'begun' }],
  })
  const garbage: Answerer = (_one, _response, { socket }) => void socket.end('what?\r\n\r\n')
  t.match(await failWith(garbage), { ...retried, attempts: [{ status: null, error: /Parse Error/ }] })

  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as { port: number }
  await new Promise((resolve) => closed.close(resolve))
  await api.patch(`/${app}/webhooks/${webhook}`, { url: `http://localhost:${port}/` })
  t.match(await failWith(() => {}), { ...retried, attempts: [{ status: null, error: /ECONNREFUSED/ }] })
  await api.patch(`/${app}/webhooks/${webhook}`, { url: 'http://nowhere.invalid/' })
  t.match(await failWith(() => {}), { ...retried, attempts: [{ status: null, error: /nowhere\.invalid/ }] })
})

t.test('the first 4 KiB of an answer of 100 MB are read', async (t) => {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  let written = 0
  const endless: Answerer = (_one, response) => {
    response.writeHead(200, { 'content-length': 100 * 1024 * 1024 })
    const more = () => {
      while (written < 100 * 1024 * 1024 && !response.destroyed) {
        written += chunk.length
        if (!response.write(chunk)) return void response.once('drain', more)
      }
    }
    more()
  }
  const { emulator, create, event, settle } = await startWithReceiver(t, { answer: endless })
  event(await create(), 'live')
  await settle()
  const [delivery] = emulator.webhooks.deliveries()
  t.match(delivery, { outcome: 'delivered', attempts: [{ status: 200, error: null }] })
  t.equal(delivery?.attempts[0]?.answer, 'x'.repeat(4096))
  t.ok(written < 20 * 1024 * 1024, `${written} bytes were sent before the connection was closed`)
})

t.test('an answer that is cut ends with a whole character', async (t) => {
  const answer = answers(200, `${'x'.repeat(4095)}é and more`)
  const { emulator, create, event, settle } = await startWithReceiver(t, { answer })
  event(await create(), 'live')
  await settle()
  t.equal(emulator.webhooks.deliveries()[0]?.attempts[0]?.answer, 'x'.repeat(4095))
})

t.test('an answer 101 is a failure, once', async (t) => {
  const answer: Answerer = (_one, _response, { socket }) =>
    void socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')
  const { emulator, create, event, settle } = await startWithReceiver(t, { answer })
  event(await create(), 'live')
  await settle()
  t.match(emulator.webhooks.deliveries(), [{ outcome: 'failed', attempts: [{ status: 101, error: null }] }])
})

t.test('each attempt is one request on a connection of its own, whatever becomes of it', async (t) => {
  const answer: Answerer = (_one, response, { socket }) =>
    receiver.received.length % 2 ? void response.end() : socket.resetAndDestroy()
  const world = await startWithReceiver(t, { answer, webhookRetries: 'none' })
  const { emulator, receiver, create, event, settle } = world
  for (let i = 0; i < 4; i++) {
    event(await create(), 'live')
    await settle()
  }
  t.strictSame(
    emulator.webhooks.deliveries().map(({ outcome, attempts }) => [outcome, attempts.length]),
    ['delivered', 'failed', 'delivered', 'failed'].map((outcome) => [outcome, 1]),
  )
  t.equal(receiver.received.length, 4)
})

t.test('twenty failures in a row slow a target down, a success clears that', async (t) => {
  const options = { answer: answers(400), webhookRetries: 'none' }
  const { emulator, receiver, create, event, settle, api, app } = await startWithReceiver(t, options)
  const healthy = receiver.url.replace('hook', 'healthy')
  for (let i = 0; i < 20; i++) {
    event(await create(), 'live')
    await settle()
  }
  t.equal(receiver.received.length, 20)
  await addWebhook(api, app, { url: healthy })
  receiver.answer = ({ path }, response) => response.writeHead(path === '/hook' ? 400 : 200).end()
  event(await create(), 'live')
  await settle()
  t.strictSame(
    receiver.received.slice(20).map(({ path }) => path),
    ['/healthy'],
    'the others are not slowed',
  )
  await emulator.clock.advance({ seconds: 59 })
  t.equal(receiver.received.length, 21)
  await emulator.clock.advance({ seconds: 1 })
  t.equal(receiver.received.length, 22, 'a minute later it is sent')

  receiver.answer = answers(200)
  event(await create(), 'live')
  await emulator.clock.advance({ seconds: 60 })
  t.equal(receiver.received.length, 24)
  event(await create(), 'live')
  await settle()
  t.equal(receiver.received.length, 26, 'at once again')
})
