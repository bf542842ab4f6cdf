/** Whatever a peer sends, it costs its own connection: the pushes beside it go on, and the next one works. */

import type { Socket } from 'node:net'
import { type Logger, pino } from 'pino'
import t from 'tap'
import { writeAmf } from '../../../src/media/ingest/rtmp/amf0.js'
import { writeChunks } from '../../../src/media/ingest/rtmp/chunks.js'
import { createRandom, rounds } from '../../helpers/campaign.js'
import { clipTags, closed, createEncoder, openSocket, push } from '../../helpers/encoder.js'
import { startIngest } from '../../helpers/ingest.js'

const random = createRandom()
const randomBytes = (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)))
const hello = Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536)])
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const message = (type: number, data: Buffer, stream = 0) =>
  writeChunks({ type, stream, timestamp: 0, data }, { chunkStream: 3, chunkSize: 128 })
const command = (...values: Parameters<typeof writeAmf>) => message(20, writeAmf(...values))
const connect = command('connect', 1, { app: 'live' })

/** Each is sent on a connection of its own, and must end it. */
const fatal: Record<string, Buffer> = {
  HTTP: Buffer.from('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'),
  TLS: hex('16 0301 00f8 0100 00f4 0303'),
  RTMPE: Buffer.concat([Buffer.from([6]), Buffer.alloc(1536)]),
  'a chunk stream without a beginning': Buffer.concat([hello, hex('c3 00')]),
  'a message of 16 MB': Buffer.concat([hello, hex('03 000000 ffffff 14 00000000')]),
  'a command of 65,537 bytes': Buffer.concat([hello, hex('03 000000 010001 14 00000000')]),
  'chunks of no bytes': Buffer.concat([hello, message(1, Buffer.alloc(4))]),
  'chunks of half a size': Buffer.concat([hello, message(1, Buffer.alloc(2))]),
  'bad AMF': Buffer.concat([hello, message(20, hex('02 ffff 61'))]),
  'AMF of an unknown type': Buffer.concat([hello, connect, message(20, hex('fe'))]),
  'an empty command': Buffer.concat([hello, message(20, Buffer.alloc(0))]),
  'AMF that is nested 10,000 times': Buffer.concat([
    hello,
    connect,
    message(20, Buffer.concat(Array.from({ length: 10_000 }, () => hex('03 0001 61')))),
  ]),
  'a list of four milliards': Buffer.concat([hello, message(20, hex('0a ffffffff'))]),
  'a name that is an object': Buffer.concat([hello, connect, command({ toString: 1 }, 1)]),
  'publish before connect': Buffer.concat([hello, command('publish', 1, null, 'key')]),
  'a key that is null': Buffer.concat([
    hello,
    connect,
    command('createStream', 2, null),
    message(20, writeAmf('publish', 3, null, null), 1),
  ]),
  'a cut aggregate': Buffer.concat([hello, connect, message(22, Buffer.alloc(5))]),
}

/** These may stay open until their time is over, or their peer leaves. */
const harmless: Record<string, Buffer> = {
  nothing: Buffer.alloc(0),
  'half a handshake': hello.subarray(0, 700),
  'a handshake and a half': Buffer.concat([hello, hello.subarray(0, 100)]).subarray(0, 2000),
  'no tcUrl': Buffer.concat([hello, connect]),
  'pictures without a push': Buffer.concat([hello, connect, message(9, randomBytes(5000), 1)]),
  'an abort of nothing': Buffer.concat([hello, message(2, hex('00000007'))]),
  'a window of nothing': Buffer.concat([hello, message(5, Buffer.alloc(4)), connect]),
  'an unknown message': Buffer.concat([hello, message(99, randomBytes(50))]),
}

const send = async (port: number, bytes: Buffer): Promise<Socket> => {
  const socket = await openSocket({ port })
  socket.resume()
  await new Promise((resolve) => socket.write(bytes, resolve))
  return socket
}

/** A log that fails the test when Greenroom makes a mistake. */
const strictLog = (t: { fail(message: string, extra: object): unknown }): Logger =>
  pino({ level: 'error' }, { write: (line: string) => void t.fail('an error in the log', { line }) })

t.test('hostile peers beside a push', async (t) => {
  const started = await startIngest(t, { log: strictLog(t) })
  const { port, independent, look, events } = started
  const beside = await independent('beside')
  const encoder = await push(port, beside.stream_key)
  let at = 0.1
  /** The push beside goes on, and another one works. */
  const goOn = async (what: string) => {
    encoder.send(...clipTags({ from: at, at: Math.round(at * 1000), until: at + 0.1 }))
    at += 0.1
    await encoder.settled()
    const next = await independent(what)
    const other = await push(port, next.stream_key)
    t.equal((await look(next.id)).status, 'LIVE', what)
    await other.leave()
  }

  for (const [what, bytes] of Object.entries(fatal)) {
    await closed(await send(port, bytes))
    await goOn(what)
  }
  for (const [what, bytes] of Object.entries(harmless)) {
    const socket = await send(port, bytes)
    await goOn(what)
    socket.destroy()
  }
  t.equal((await look(beside.id)).status, 'LIVE')
  t.strictSame(
    events.filter(
      ({ livestream_id: id, event }) => id === beside.id && event !== 'connected' && event !== 'live',
    ),
    [],
  )
})

t.test('500 idle connections', async (t) => {
  const { port, independent, look } = await startIngest(t, { log: strictLog(t) })
  const idle = await Promise.all(Array.from({ length: 500 }, () => openSocket({ port })))
  const { id, stream_key } = await independent()
  const encoder = await push(port, stream_key)
  t.equal((await look(id)).status, 'LIVE')
  for (const socket of idle) socket.destroy()
  await encoder.leave()
})

t.test('a thousand connections and no more', async (t) => {
  const { emulator, port } = await startIngest(t, { log: strictLog(t) })
  const held = await Promise.all(Array.from({ length: 1000 }, () => openSocket({ port })))
  const one = await openSocket({ port })
  one.resume()
  await closed(one)
  t.notOk(held.some((socket) => socket.destroyed))
  await emulator.close()
  await Promise.all(held.map(closed))
})

t.test('random bytes, after a handshake, after connect, and within a push', async (t) => {
  const { port, independent, look } = await startIngest(t, { log: strictLog(t) })
  const { id, stream_key } = await independent()
  const runs = rounds(60, 2000)
  for (let run = 0; run < runs; run += 1) {
    const noise = randomBytes(Math.floor(random() * 3000))
    const before = [Buffer.alloc(0), hello, Buffer.concat([hello, connect])][run % 3] as Buffer
    const socket = await send(port, Buffer.concat([before, noise]))
    if (run % 2) socket.resetAndDestroy()
    else socket.destroy()
    await closed(socket)
  }
  for (let run = 0; run < runs / 4; run += 1) {
    const encoder = await push(port, stream_key)
    const tags = clipTags({ from: 0.1, at: 100, until: 0.3 })
    // Some of what an encoder sends, with some of its bytes changed.
    for (const { data } of tags.slice(0, 4)) {
      const damaged = Buffer.from(data)
      for (let i = 0; i < 3; i += 1)
        damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256)
      encoder.send({ type: random() < 0.5 ? 8 : 9, timestamp: Math.floor(random() * 2 ** 32), data: damaged })
    }
    encoder.socket.write(randomBytes(500))
    encoder.socket.end()
    await encoder.closed()
  }
  const last = await independent('last')
  const encoder = await createEncoder({ port })
  t.match(await encoder.publish(last.stream_key), { code: 'NetStream.Publish.Start' })
  t.match((await look(id)).status, /^(LIVE|ERRORED)$/)
  await encoder.leave()
})
