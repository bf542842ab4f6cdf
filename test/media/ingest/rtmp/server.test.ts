/** The conversation with an encoder: the handshake, commands, acknowledgements, and what ends a connection. */

import { pino } from 'pino'
import t from 'tap'
import {
  type AcceptPush,
  type MediaMessage,
  PushError,
  type PushRequest,
} from '../../../../src/media/ingest/push.js'
import { type AmfValue, readAmf, writeAmf } from '../../../../src/media/ingest/rtmp/amf0.js'
import { createRtmpServer } from '../../../../src/media/ingest/rtmp/server.js'
import { beginningTags, clipTags, closed, createEncoder, openSocket } from '../../../helpers/encoder.js'
import type { Teardown } from '../../../helpers/requests.js'

/** A clock whose timers ring when it is advanced. */
function createTestClock() {
  let now = 0
  const timers = new Set<{ at: number; ring: () => void }>()
  return {
    elapsed: () => now,
    wait(milliseconds: number, ring: () => void) {
      const timer = { at: now + milliseconds, ring }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance(milliseconds: number) {
      now += milliseconds
      for (const timer of [...timers].filter(({ at }) => at <= now)) if (timers.delete(timer)) timer.ring()
    },
    /** Wait until no timer is left. */
    async idle() {
      while (timers.size > 0) await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

/** A server that takes the pushes by the key `good`. */
async function startServer(t: Teardown, onMedia: (message: MediaMessage) => void = () => {}) {
  const clock = createTestClock()
  const requests: PushRequest[] = []
  const messages: MediaMessage[] = []
  const ends: (string | undefined)[] = []
  const errors: string[] = []
  let wake = () => {}
  const accept: AcceptPush = (request) => {
    requests.push(request)
    if (request.streamKey !== 'good') throw new PushError('no livestream has this stream key')
    return {
      media(message) {
        messages.push(message)
        onMedia(message)
      },
      end(error) {
        ends.push(error)
        wake()
      },
    }
  }
  const log = pino({ level: 'error' }, { write: (line: string) => void errors.push(line) })
  const server = await createRtmpServer({ accept, clock, log, host: '127.0.0.1', port: 0 })
  t.teardown(() => server.close())
  return {
    server,
    clock,
    requests,
    messages,
    ends,
    errors,
    port: server.port,
    /** Wait for the end of so many pushes. */
    async ended(count = 1) {
      while (ends.length < count) await new Promise<void>((resolve) => (wake = resolve))
    },
  }
}

const answers = (encoder: Awaited<ReturnType<typeof createEncoder>>) =>
  encoder.received.filter(({ type }) => type === 20).map(({ data }) => readAmf(data))
const push = async (port: number) => {
  const encoder = await createEncoder({ port })
  await encoder.publish('good')
  return encoder
}

t.test('a push, from the first byte to the last', async (t) => {
  const { port, requests, messages, ends, ended, clock } = await startServer(t)
  const encoder = await createEncoder({ port })
  t.match(await encoder.publish('good?bandwidth=1', { app: 'live/' }), {
    level: 'status',
    code: 'NetStream.Publish.Start',
  })
  t.match(requests, [{ app: 'live/', streamKey: 'good' }])
  t.equal(requests[0]?.connection.peer, `127.0.0.1:${encoder.socket.localPort}`)
  t.strictSame(
    encoder.received.map(({ type }) => type),
    [5, 6, 1, 20, 20, 20, 20, 4, 20],
    'window, bandwidth, chunk size, four results, the stream begins, the status',
  )
  const [connected, , , created] = answers(encoder)
  t.match(connected?.slice(0, 2), ['_result', 1])
  t.strictSame(created, ['_result', 4, null, 1])

  const tags = [...beginningTags(), ...clipTags({ until: 2 })]
  encoder.write({
    type: 18,
    stream: 1,
    timestamp: 0,
    data: writeAmf('@setDataFrame', 'onMetaData', { width: 640 }),
  })
  encoder.send(...tags)
  await encoder.settled()
  t.strictSame(
    messages,
    tags.map(({ type, timestamp, data }) => ({ kind: type === 9 ? 'video' : 'audio', timestamp, data })),
  )
  await encoder.leave()
  await ended()
  t.strictSame(ends, [undefined], 'once, without an error')
  t.match(encoder.statuses.at(-1), { code: 'NetStream.Unpublish.Success' })
  await clock.idle()
})

t.test('the handshake in any two pieces, and byte by byte', async (t) => {
  const { port } = await startServer(t)
  const hello = Buffer.concat([Buffer.from([3]), Buffer.alloc(1536, 7)])
  const whole = Buffer.concat([hello, Buffer.alloc(1536, 9)])
  const run = async (pieces: Buffer[]) => {
    const socket = await openSocket({ port })
    const answer: Buffer[] = []
    const answered = new Promise<Buffer>((resolve) =>
      socket.on('data', (bytes: Buffer) => {
        answer.push(bytes)
        const all = Buffer.concat(answer)
        // The connection is rejected, as it names no application: so it is past the handshake.
        if (all.includes('NetConnection.Connect.Rejected')) resolve(all)
      }),
    )
    socket.setNoDelay(true)
    for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve))
    const data = writeAmf('connect', 1, {})
    const head = Buffer.from([3, 0, 0, 0, 0, 0, data.length, 20, 0, 0, 0, 0])
    socket.write(Buffer.concat([head, data]))
    const all = await answered
    await closed(socket)
    return all[0] === 3 && all.subarray(1 + 1536, 1 + 2 * 1536).equals(hello.subarray(1))
  }
  const cuts = Array.from({ length: whole.length - 1 }, (_, i) => i + 1).filter(
    (cut) => cut < 20 || cut % 61 === 0 || Math.abs(cut - hello.length) < 4 || cut > whole.length - 4,
  )
  for (const cut of cuts) t.ok(await run([whole.subarray(0, cut), whole.subarray(cut)]), `cut at ${cut}`)
  t.ok(await run([...whole].map((byte) => Buffer.from([byte]))), 'byte by byte')
})

t.test('commands in AMF3 messages, and messages within an aggregate', async (t) => {
  const { port, messages } = await startServer(t)
  const encoder = await createEncoder({ port })
  const command = (stream: number, ...values: AmfValue[]) =>
    encoder.write({
      type: 17,
      stream,
      timestamp: 0,
      data: Buffer.concat([Buffer.from([0]), writeAmf(...values)]),
    })
  command(0, 'connect', 1, { app: 'live' })
  command(0, 'createStream', 2, null)
  command(1, 'publish', 3, null, 'good', 'live')
  t.match(await encoder.until(() => encoder.statuses.at(-1)), { code: 'NetStream.Publish.Start' })
  const part = (type: number, time: number) =>
    Buffer.from([type, 0, 0, 2, 0, 0, time, 0, 0, 0, 0, 0xaf, time, 0, 0, 0, 13])
  encoder.write({
    type: 22,
    stream: 1,
    timestamp: 1000,
    data: Buffer.concat([part(8, 5), part(9, 9), part(18, 9)]),
  })
  await encoder.settled()
  t.strictSame(messages, [
    { kind: 'audio', timestamp: 1000, data: Buffer.from([0xaf, 5]) },
    { kind: 'video', timestamp: 1004, data: Buffer.from([0xaf, 9]) },
  ])
})

t.test('what was received is acknowledged as often as the encoder asks', async (t) => {
  const { port } = await startServer(t)
  const encoder = await push(port)
  encoder.write({ type: 5, stream: 0, timestamp: 0, data: Buffer.from([0, 0, 0x10, 0]) })
  for (let i = 0; i < 10; i += 1) {
    encoder.send({ type: 9, timestamp: i, data: Buffer.alloc(10_000) })
    await encoder.settled()
  }
  const counts = encoder.received.filter(({ type }) => type === 3).map(({ data }) => data.readUInt32BE(0))
  t.ok(counts.length >= 10, `${counts.length} times`)
  t.strictSame(
    counts,
    [...counts].sort((a, b) => a - b),
  )
  t.ok((counts.at(-1) ?? 0) > 100_000)
})

t.test('a push ends by each of the commands that end it, and another may follow', async (t) => {
  const { port, ends, requests } = await startServer(t)
  const encoder = await push(port)
  encoder.command(0, 'createStream', 6, null)
  encoder.command(0, 'deleteStream', 7, null, 2)
  encoder.command(0, 'getStreamLength', 8, null, 'good')
  await encoder.settled()
  t.strictSame(ends, [], 'another stream was deleted')
  const commands: [number, ...AmfValue[]][] = [
    [0, 'FCUnpublish', 9, null, 'good'],
    [0, 'deleteStream', 9, null, 1],
    [1, 'closeStream', 9, null],
  ]
  for (const [i, [stream, ...values]] of commands.entries()) {
    encoder.command(stream, ...values)
    encoder.command(stream, ...values)
    await encoder.settled()
    t.strictSame(ends, Array(i + 1).fill(undefined), String(values[0]))
    encoder.command(1, 'publish', 10, null, 'good', 'live')
    await encoder.settled()
    t.equal(requests.length, i + 2)
  }
})

t.test('refusals name the reason and end the connection', async (t) => {
  const { port, errors } = await startServer(t)
  const attempts: [string, RegExp, (encoder: Awaited<ReturnType<typeof createEncoder>>) => void][] = [
    [
      'no application',
      /Connect\.Rejected.*needs the name of an application/,
      (e) => e.command(0, 'connect', 1, {}),
    ],
    ['options that are no object', /Connect\.Rejected/, (e) => e.command(0, 'connect', 1, 'live')],
    [
      'connect twice',
      /Connect\.Rejected/,
      (e) => {
        e.command(0, 'connect', 1, { app: 'live' })
        e.command(0, 'connect', 2, { app: 'live' })
      },
    ],
    [
      'a key that is null',
      /Publish\.BadName.*needs a stream key/,
      (e) => {
        e.command(0, 'connect', 1, { app: 'live' })
        e.command(0, 'createStream', 2, null)
        e.command(1, 'publish', 3, null, null)
      },
    ],
    [
      'a key of 2000 letters',
      /Publish\.BadName.*needs a stream key/,
      (e) => {
        e.command(0, 'connect', 1, { app: 'live' })
        e.command(0, 'createStream', 2, null)
        e.command(1, 'publish', 3, null, 'k'.repeat(2000))
      },
    ],
    [
      'an unknown key',
      /Publish\.BadName.*no livestream has this stream key/,
      (e) => {
        e.command(0, 'connect', 1, { app: 'live' })
        e.command(0, 'createStream', 2, null)
        e.command(1, 'publish', 3, null, 'bad')
      },
    ],
    [
      'no stream',
      /Publish\.BadName.*createStream/,
      (e) => {
        e.command(0, 'connect', 1, { app: 'live' })
        e.command(1, 'publish', 3, null, 'good')
      },
    ],
    [
      'to play',
      /Play\.StreamNotFound/,
      (e) => {
        e.command(0, 'connect', 1, { app: 'live' })
        e.command(0, 'createStream', 2, null)
        e.command(1, 'play', 3, null, 'good')
      },
    ],
    ['publish before connect', /^$/, (e) => e.command(1, 'publish', 3, null, 'good')],
    ['a command without a name', /^$/, (e) => e.command(0, { connect: 1 }, 1)],
    [
      '17 streams',
      /_result/,
      (e) => {
        e.command(0, 'connect', 1, { app: 'live' })
        for (let i = 0; i < 17; i += 1) e.command(0, 'createStream', 2 + i, null)
      },
    ],
  ]
  for (const [what, answer, attempt] of attempts) {
    const encoder = await createEncoder({ port })
    attempt(encoder)
    await encoder.closed()
    t.match(
      answers(encoder)
        .slice(-1)
        .map((each) => JSON.stringify(each))
        .join(),
      answer,
      what,
    )
  }
  const encoder = await push(port)
  encoder.command(1, 'publish', 9, null, 'good', 'live')
  await encoder.closed()
  t.match(encoder.statuses.at(-1), { code: 'NetStream.Publish.BadName', description: /publishing already/ })
  t.strictSame(errors, [])
})

t.test('what comes before the answer to publish goes to nobody', async (t) => {
  const { port, messages } = await startServer(t)
  const encoder = await createEncoder({ port })
  encoder.send(...beginningTags())
  await encoder.settled()
  t.strictSame(messages, [])
})

t.test('a push that cannot go on is told why, and ended once', async (t) => {
  for (const [error, reason] of [
    [new PushError('it sends HEVC'), 'it sends HEVC'],
    [new TypeError('a mistake of ours'), 'a mistake of ours'],
  ] as const) {
    const { port, ends, errors } = await startServer(t, () => {
      throw error
    })
    const encoder = await push(port)
    encoder.send(...clipTags({ until: 0.2 }))
    await encoder.closed()
    t.strictSame(ends, [reason])
    const isOurs = error instanceof TypeError
    t.equal(errors.length, isOurs ? 1 : 0, 'mistakes of ours are in the log')
    t.match(encoder.statuses.at(-1), {
      code: isOurs ? 'NetStream.Publish.Start' : 'NetStream.Publish.Failed',
    })
  }
})

t.test('the owner of a push ends it', async (t) => {
  const { port, requests, ends } = await startServer(t)
  const encoder = await push(port)
  requests[0]?.connection.end('the livestream is IDLE')
  requests[0]?.connection.end('again')
  await encoder.closed()
  t.match(encoder.statuses.at(-1), {
    code: 'NetStream.Unpublish.Success',
    description: 'the livestream is IDLE',
  })
  t.strictSame(ends, [undefined])
})

t.test('connections that lead to nothing are ended in time', async (t) => {
  const { port, clock, ends } = await startServer(t)
  const idle = await openSocket({ port })
  const slow = await openSocket({ port })
  const connected = await createEncoder({ port })
  connected.command(0, 'connect', 1, { app: 'live' })
  await connected.settled()
  const pushing = await push(port)
  for (let second = 0; second < 9; second += 1) {
    clock.advance(1000)
    slow.write(Buffer.from([3]))
    await connected.settled()
    await pushing.settled()
  }
  t.notOk(idle.closed || slow.closed || connected.socket.closed)
  clock.advance(1000)
  await Promise.all([closed(idle), closed(slow), connected.closed()])
  await pushing.settled()
  clock.advance(29_000)
  await pushing.settled()
  clock.advance(29_999)
  t.strictSame(ends, [], 'every byte counts for an encoder that pushes')
  clock.advance(1)
  await pushing.closed()
  t.strictSame(ends, [undefined])
  await clock.idle()
})

t.test('an encoder that does not read is given up', async (t) => {
  const { port, ended, ends } = await startServer(t)
  const encoder = await push(port)
  encoder.socket.pause()
  const ping = Buffer.from([2, 0, 0, 0, 0, 0, 6, 4, 0, 0, 0, 0, 0, 6, 0, 0, 0, 1])
  const pings = Buffer.concat(Array.from({ length: 20_000 }, () => ping))
  while (!encoder.socket.destroyed && ends.length === 0)
    await new Promise((resolve) => encoder.socket.write(pings, resolve))
  await ended()
  t.strictSame(ends, [undefined])
  encoder.socket.destroy()
})

t.test('close ends pushes at once and releases the port', async (t) => {
  const { server, port, ends } = await startServer(t)
  const encoder = await push(port)
  const idle = await openSocket({ port })
  await server.close()
  t.strictSame(ends, [undefined], 'before close resolves')
  await Promise.all([encoder.closed(), closed(idle)])
  const again = await createRtmpServer({
    accept: () => {
      throw new PushError('no')
    },
    clock: createTestClock(),
    log: pino({ level: 'silent' }),
    host: '127.0.0.1',
    port,
  })
  await again.close()
})
