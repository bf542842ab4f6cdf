/** Deliveries while the database cannot be written: nothing is lost, and nothing is sent twice. */

import type { ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import pino from 'pino'
import t from 'tap'
import { resolveOptions } from '../../../src/config/resolve.js'
import { createContainer } from '../../../src/container.js'
import { createClock } from '../../../src/core/clock.js'
import type { Emulator } from '../../../src/index.js'
import { openDatabase } from '../../../src/store/database.js'
import { answers, startReceiver } from '../../helpers/receiver.js'
import type { Teardown } from '../../helpers/requests.js'
import { client } from '../../helpers/start.js'
import { addWebhook } from '../../helpers/webhooks.js'

/** An emulator whose database the test can disturb, with a webhook whose receiver holds its answers back. */
async function startDisturbed(t: Teardown) {
  const db = openDatabase(':memory:')
  const problems: string[] = []
  let onProblem = () => {}
  const stream = new PassThrough().on('data', (line) => {
    problems.push(JSON.parse(String(line)).msg)
    onProblem()
  })
  const { app, control, deliveries, scheduler } = createContainer({
    config: resolveOptions({ fixtures: ['none'], seed: 1 }),
    clock: createClock({ mode: 'frozen' }),
    db,
    log: pino({ level: 'error' }, stream),
    fixtures: [],
    state: () => ({ phase: 'ready', listening: '127.0.0.1:4010' }),
  })
  t.teardown(async () => {
    scheduler.stop()
    await Promise.all([deliveries.stop(), app.close()])
    db.close()
  })
  await app.ready()
  const inject: Emulator['inject'] = (request) => app.inject(request)
  const api = client({ inject } as Emulator)
  const appId = await api.app()
  const held: ServerResponse[] = []
  let onArrival = () => {}
  const receiver = await startReceiver(t, {
    answer: (_received, response) => {
      held.push(response)
      onArrival()
    },
  })
  const webhook = await addWebhook(api, appId, { url: receiver.url, events: ['livestreaming.statusUpdate'] })
  return {
    db,
    problems,
    receiver,
    webhook,
    control,
    create: async (): Promise<string> => (await api.independent(appId)).id,
    list: () => control.deliveries.list({}).deliveries,
    /** Resolves once the receiver holds so many requests. */
    arrived: async (count: number) => {
      while (held.length < count)
        await new Promise<void>((resolve) => {
          onArrival = resolve
        })
    },
    release: (status: number, body = '') => {
      for (const response of held.splice(0)) response.writeHead(status).end(body)
    },
    /** Resolves once so many problems have been logged. */
    noticed: async (count: number) => {
      while (problems.length < count)
        await new Promise<void>((resolve) => {
          onProblem = resolve
        })
    },
  }
}

t.test('a disk that is full when a delivery completes delays its record, and loses nothing', async (t) => {
  const world = await startDisturbed(t)
  const { db, control, receiver, create, list, arrived, release, noticed, problems } = world
  const livestream = await create()
  control.livestreams.event(livestream, { event: 'live' })
  control.livestreams.event(livestream, { event: 'stop' })
  await arrived(1)
  const pages = db.pragma('page_count', { simple: true }) as number
  db.pragma(`max_page_count = ${pages}`)
  // Longer than the room that is left in any page.
  release(200, 'x'.repeat(4096))
  await noticed(1)
  t.match(problems[0], 'an attempt to deliver could not be recorded; trying again in 1000 ms')
  t.strictSame(
    list().map(({ outcome, attempts }) => [outcome, attempts.length]),
    [
      ['pending', 0],
      ['pending', 0],
    ],
  )
  t.equal(receiver.received.length, 1, 'the next of its lane waits')
  await control.clock.advance({ seconds: 60 })
  t.equal(receiver.received.length, 1, 'an advance does not wait for the disk, and sends nothing twice')

  db.pragma('max_page_count = 1000000')
  receiver.answer = answers(200)
  await control.deliveries.wait({ count: 2 })
  t.strictSame(receiver.told(), ['LIVE', 'IDLE'])
  t.strictSame(
    list().map(({ outcome, attempts }) => [outcome, attempts.length]),
    [
      ['delivered', 1],
      ['delivered', 1],
    ],
  )
})

t.test('a reset meanwhile forgets what could not be recorded', async (t) => {
  const { db, control, create, list, arrived, release, noticed, receiver } = await startDisturbed(t)
  control.livestreams.event(await create(), { event: 'live' })
  await arrived(1)
  db.pragma('query_only = ON')
  release(500)
  await noticed(1)
  db.pragma('query_only = OFF')
  control.reset({})
  t.strictSame(list(), [])
  t.equal(receiver.received.length, 1)
})

t.test('deliveries to a slow webhook that cannot be put off are put off later', async (t) => {
  const { db, control, webhook, create, list, noticed, problems, receiver, arrived, release } =
    await startDisturbed(t)
  const livestream = await create()
  control.livestreams.event(livestream, { event: 'live' })
  control.livestreams.event(livestream, { event: 'stop' })
  await arrived(1)
  db.prepare('UPDATE webhooks SET failures = 20 WHERE id = ?').run(webhook)
  // Recording succeeds, and brings the next delivery to the front; putting that one off does not.
  db.exec(`CREATE TEMP TRIGGER no_room BEFORE UPDATE OF slowed ON deliveries WHEN NEW.slowed = 1
    BEGIN SELECT RAISE(ABORT, 'no room'); END`)
  release(403)
  await noticed(1)
  t.match(problems[0], 'the deliveries that are ready could not be sent; trying again in 1000 ms')
  t.strictSame(
    list().map(({ outcome }) => outcome),
    ['failed', 'pending'],
  )
  db.exec('DROP TRIGGER no_room')
  receiver.answer = answers(200)
  const waiting = control.deliveries.wait({ count: 1, timeout: 30 })
  const due = () => list()[1]?.next_attempt_at
  while (!due()) await new Promise((resolve) => setImmediate(resolve))
  await control.clock.advance({ seconds: 60 })
  await waiting
  t.strictSame(receiver.told(), ['LIVE', 'IDLE'])
})
