/** Pushes while the database cannot be written. */

import { PassThrough } from 'node:stream'
import pino from 'pino'
import t from 'tap'
import { resolveOptions } from '../../../src/config/resolve.js'
import { createContainer } from '../../../src/container.js'
import { createClock } from '../../../src/core/clock.js'
import type { Emulator } from '../../../src/index.js'
import { openDatabase } from '../../../src/store/database.js'
import { beginningTags, clipTags } from '../../helpers/encoder.js'
import type { Teardown } from '../../helpers/requests.js'
import { client } from '../../helpers/start.js'

/** An emulator whose database the test can disturb, and whose waits it ends. */
async function startDisturbed(t: Teardown) {
  const db = openDatabase(':memory:')
  const problems: string[] = []
  const stream = new PassThrough().on('data', (line) => problems.push(JSON.parse(String(line)).msg))
  const waits: { milliseconds: number; ring: () => void }[] = []
  const clock = createClock({ mode: 'frozen' })
  const wait = (milliseconds: number, ring: () => void) => {
    waits.push({ milliseconds, ring })
    return () => {}
  }
  const { app, control, deliveries, scheduler, ingest } = createContainer({
    config: resolveOptions({ fixtures: ['none'], seed: 1 }),
    clock: Object.create(clock, { wait: { value: wait } }),
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
  const api = client({ inject: (request) => app.inject(request) } as Emulator)
  const appId = await api.app()
  return {
    db,
    problems,
    control,
    waits,
    /** A livestream that an encoder feeds. */
    async fed() {
      const { id, stream_key: streamKey } = await api.independent(appId)
      const connect = () =>
        ingest.accept({ app: 'live', streamKey, connection: { peer: '127.0.0.1:1', end() {} } })
      const sink = connect()
      for (const { type, timestamp, data } of [...beginningTags(), ...clipTags({ until: 0.2 })])
        sink.media({ kind: type === 9 ? 'video' : 'audio', timestamp, data })
      return { sink, connect, status: () => api.status(appId, id) }
    },
  }
}

t.test('the end of a push that cannot be stored is stored later', async (t) => {
  const { db, problems, control, waits, fed } = await startDisturbed(t)
  const { sink, status } = await fed()
  t.equal(await status(), 'LIVE')
  db.pragma('query_only = 1')
  sink.end(undefined)
  t.match(problems, [/the end of a push could not be stored, and is tried again in 1 s/])
  waits.pop()?.ring()
  t.match(problems, [/./, /again in 2 s/])
  db.pragma('query_only = 0')
  const { milliseconds, ring } = waits.pop() ?? { milliseconds: 0, ring() {} }
  t.equal(milliseconds, 2000)
  ring()
  await control.clock.advance({ seconds: 9.999 })
  t.equal(await status(), 'LIVE')
  await control.clock.advance({ seconds: 0.001 })
  t.equal(await status(), 'IDLE')
})

t.test('an encoder that is back by then goes on', async (t) => {
  const { db, control, waits, fed } = await startDisturbed(t)
  const { sink, connect, status } = await fed()
  db.pragma('query_only = 1')
  sink.end('damaged')
  const { ring } = waits.pop() ?? { ring() {} }
  db.pragma('query_only = 0')
  const again = connect()
  ring()
  await control.clock.advance({ seconds: 60 })
  t.equal(await status(), 'LIVE')
  again.end('damaged')
  t.equal(await status(), 'ERRORED')
})

t.test('a livestream that cannot be stored as LIVE is not fed, and can be later', async (t) => {
  const { db, fed } = await startDisturbed(t)
  const { sink, connect, status } = await fed()
  sink.end('damaged')
  const tags = [...beginningTags(), ...clipTags({ until: 0.2 })]
  const send = (to: typeof sink) => {
    for (const { type, timestamp, data } of tags)
      to.media({ kind: type === 9 ? 'video' : 'audio', timestamp, data })
  }
  const second = connect()
  db.pragma('query_only = 1')
  t.throws(() => send(second), /readonly/)
  second.end('the store failed')
  db.pragma('query_only = 0')
  t.equal(await status(), 'ERRORED')
  send(connect())
  t.equal(await status(), 'LIVE')
})
