/** Chunks: messages come out as they went in, however they are cut, and no bytes break the reader. */

import fc from 'fast-check'
import t from 'tap'
import {
  createChunkReader,
  type Message,
  messageTypes,
  splitAggregate,
  writeChunks,
} from '../../../../src/media/ingest/rtmp/chunks.js'
import { ProtocolError } from '../../../../src/media/ingest/rtmp/protocol-error.js'
import { rounds, seed } from '../../../helpers/campaign.js'

const campaign = { seed, numRuns: rounds(150, 5000) }

const fill = (length: number, from = 0) =>
  Buffer.from(Array.from({ length }, (_, i) => (i * 7 + from) & 0xff))
const video = (timestamp: number, data: Buffer, stream = 1): Message => ({ type: 9, stream, timestamp, data })
const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const control = (type: number, value: number): Message => ({
  type,
  stream: 0,
  timestamp: 0,
  data: uint32(value),
})
const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')

/** A reader that takes pictures, and copies what it reads. */
function createMediaReader() {
  const reader = createChunkReader()
  reader.expectMedia()
  return (...pieces: Buffer[]) => pieces.flatMap((each) => [...reader.read(each)])
}

t.test('every chunk size, and every cut', async (t) => {
  const read = (bytes: Buffer, cut: number) => {
    const take = createMediaReader()
    const pieces = Array.from({ length: Math.ceil(bytes.length / cut) }, (_, i) =>
      bytes.subarray(i * cut, (i + 1) * cut),
    )
    return take(...pieces)
  }
  for (const chunkSize of [1, 2, 3, 127, 128, 129, 4096, 60_000, 65_535, 65_536]) {
    const messages = [
      video(40, fill(1)),
      video(80, fill(chunkSize)),
      video(80, fill(3 * chunkSize + 1)),
      video(120, fill(0)),
    ]
    const bytes = Buffer.concat([
      writeChunks(control(messageTypes.setChunkSize, chunkSize), { chunkStream: 2, chunkSize: 128 }),
      ...messages.map((each) => writeChunks(each, { chunkStream: 6, chunkSize })),
    ])
    for (const cut of [1, 7, 1460, bytes.length].filter((each) => each > 1 || bytes.length < 20_000))
      t.strictSame(read(bytes, cut).slice(1), messages, `chunks of ${chunkSize}, pieces of ${cut}`)
  }
})

t.test('timestamps of more than three bytes, written in every chunk or in the first alone', async (t) => {
  for (const timestamp of [0xfffffe, 0xffffff, 0x1000000, 0x7fffffff, 0xffffffff]) {
    const message = video(timestamp, fill(300))
    t.strictSame(createMediaReader()(writeChunks(message, { chunkStream: 6, chunkSize: 128 })), [message])
  }
  const once = Buffer.concat([
    hex('06 ffffff 00012c 09 01000000 01000000'),
    fill(128),
    hex('c6'),
    fill(300).subarray(128, 256),
    hex('c6'),
    fill(300).subarray(256),
  ])
  t.strictSame(createMediaReader()(once), [video(0x1000000, fill(300))])
})

t.test('short headers go on from the header before', async (t) => {
  const take = createMediaReader()
  t.strictSame(take(hex('06 000064 000002 09 01000000 aabb')), [video(100, hex('aabb'))])
  t.strictSame(take(hex('46 000028 000001 09 cc')), [video(140, hex('cc'))], 'another length')
  t.strictSame(take(hex('86 00000a dd')), [video(150, hex('dd'))], 'another delta')
  t.strictSame(take(hex('c6 ee c6 ff')), [video(160, hex('ee')), video(170, hex('ff'))], 'the same delta')
  t.strictSame(take(hex('86 ffffff 01000000 11')), [video(0x1000000 + 170, hex('11'))], 'a long delta')
  t.strictSame(take(hex('c6 01000000 22')), [video(0x2000000 + 170, hex('22'))], 'the same long delta')
  t.strictSame(
    take(hex('06 ffffff 000001 09 01000000 fffffff0 33 86 000020 44')),
    [video(0xfffffff0, hex('33')), video(0x10, hex('44'))],
    'the clock of 32 bits begins again',
  )
})

t.test('all forms of the number of a chunk stream', async (t) => {
  const body = '000001 000001 09 01000000 aa'
  for (const id of ['03', '3f', '00 00', '00 ff', '01 00 00', '01 ff ff'])
    t.strictSame(
      createMediaReader()(...[...hex(id + body)].map((byte) => Buffer.from([byte]))),
      [video(1, hex('aa'))],
      id,
    )
})

t.test('a chunk stream that begins without the number of its stream, as librtmp does', async (t) => {
  t.match(createMediaReader()(hex('42 000000 000006 04 0007 00000001')), [{ type: 4, stream: 0 }])
  t.throws(() => createMediaReader()(hex('82 000000')), ProtocolError)
  t.throws(() => createMediaReader()(hex('c2')), ProtocolError)
})

t.test('interleaved messages, an aborted one, and one that is begun again', async (t) => {
  const [picture, sound] = [video(40, fill(200)), { ...video(41, fill(150, 3)), type: 8 }]
  const cut = (message: Message, chunkStream: number) => {
    const bytes = writeChunks(message, { chunkStream, chunkSize: 128 })
    return [bytes.subarray(0, 140), bytes.subarray(140)] as const
  }
  const [first, second] = cut(picture, 6)
  const [third, fourth] = cut(sound, 4)
  t.strictSame(createMediaReader()(first, third, fourth, second), [sound, picture])
  const abort = writeChunks(control(messageTypes.abort, 6), { chunkStream: 2, chunkSize: 128 })
  t.strictSame(createMediaReader()(first, abort, first, second).slice(1), [picture])
  t.strictSame(createMediaReader()(first, first, second), [picture], 'without an abort')
})

t.test('any messages on any chunk streams, in any pieces', async (t) => {
  const message = fc.record({
    chunkStream: fc.integer({ min: 3, max: 20 }),
    timestamp: fc.oneof(
      fc.nat(100_000),
      fc.integer({ min: 0xfffff0, max: 0x1000010 }),
      fc.integer({ min: 0, max: 0xffffffff }),
    ),
    data: fc.uint8Array({ maxLength: 700 }).map((bytes) => Buffer.from(bytes)),
  })
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 8 }),
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 10 }),
      (given, chunkSize, cuts) => {
        const bytes = Buffer.concat([
          writeChunks(control(messageTypes.setChunkSize, chunkSize), { chunkStream: 2, chunkSize: 128 }),
          ...given.map(({ chunkStream, ...each }) =>
            writeChunks(video(each.timestamp, each.data), { chunkStream, chunkSize }),
          ),
        ])
        const pieces: Buffer[] = []
        for (let at = 0, i = 0; at < bytes.length; i += 1) {
          const length = cuts[i % cuts.length] ?? 1
          pieces.push(bytes.subarray(at, at + length))
          at += length
        }
        t.strictSame(
          createMediaReader()(...pieces).slice(1),
          given.map(({ timestamp, data }) => video(timestamp, data)),
        )
      },
    ),
    campaign,
  )
})

t.test('what is too large is refused before it is kept', async (t) => {
  const refused = (bytes: Buffer, message: RegExp | string, isMedia = true) => {
    const reader = createChunkReader()
    if (isMedia) reader.expectMedia()
    t.throws(() => [...reader.read(bytes)], { name: 'ProtocolError', message })
  }
  refused(hex('06 000000 ffffff 09 01000000'), 'a message has 16777215 bytes')
  refused(hex('03 000000 010001 14 00000000'), 'a message has 65537 bytes', false)
  refused(hex('02 000000 000004 01 00000000 00000000'), 'chunks of 0 bytes are asked for')
  refused(hex('02 000000 000004 01 00000000 ffffffff'), /^chunks of/)
  refused(hex('02 000000 000002 01 00000000 0001'), 'a control message is cut off')
  refused(
    Buffer.concat(
      Array.from({ length: 70 }, (_, i) =>
        Buffer.concat([hex('00'), Buffer.from([i]), hex('000000 000000 09 01000000')]),
      ),
    ),
    'there are too many chunk streams',
  )
  const wide = writeChunks(control(messageTypes.setChunkSize, 0x7fffffff), { chunkStream: 2, chunkSize: 128 })
  t.equal(createMediaReader()(wide, hex('06 000000 000001 09 01000000 aa')).length, 2)
  const begun = Array.from({ length: 40 }, (_, i) =>
    Buffer.concat([Buffer.from([3 + i]), hex('000000 010000 14 00000000'), fill(60_000)]),
  )
  const size = writeChunks(control(messageTypes.setChunkSize, 60_000), { chunkStream: 2, chunkSize: 128 })
  refused(Buffer.concat([size, ...begun]), 'too many messages have begun', false)
})

t.test('a message of chunks of one byte, byte by byte, costs its bytes', async (t) => {
  const data = fill(1_000_000)
  const bytes = writeChunks(video(0, data), { chunkStream: 6, chunkSize: 1 })
  const take = createMediaReader()
  take(writeChunks(control(messageTypes.setChunkSize, 1), { chunkStream: 2, chunkSize: 128 }))
  take(bytes.subarray(0, -2))
  const before = process.memoryUsage()
  const other = createMediaReader()
  other(writeChunks(control(messageTypes.setChunkSize, data.length), { chunkStream: 2, chunkSize: 128 }))
  const [head, body] = [hex('06 000000 0f4240 09 01000000'), data]
  other(head)
  for (let at = 0; at < body.length - 1; at += 1) other(body.subarray(at, at + 1))
  const after = process.memoryUsage()
  t.ok(after.heapUsed - before.heapUsed < 64 * 2 ** 20, `${after.heapUsed - before.heapUsed} bytes`)
  t.strictSame(take(bytes.subarray(-2)), [video(0, data)])
  t.strictSame(other(body.subarray(-1)), [video(0, data)])
})

t.test('an aggregate message is split, and its times go on from its own', async (t) => {
  const part = (type: number, time: number, data: string) => {
    const body = hex(data)
    const head = Buffer.alloc(11)
    head.writeUInt8(type)
    head.writeUIntBE(body.length, 1, 3)
    head.writeUIntBE(time & 0xffffff, 4, 3)
    head.writeUInt8(time >>> 24, 7)
    return Buffer.concat([head, body, uint32(11 + body.length)])
  }
  const data = Buffer.concat([part(9, 0x1000005, 'aabb'), part(8, 0x1000015, 'cc')])
  const message = { type: 22, stream: 1, timestamp: 0xfffffff8, data }
  t.strictSame(
    [...splitAggregate(message)],
    [video(0xfffffff8, hex('aabb')), { ...video(8, hex('cc')), type: 8 }],
  )
  t.strictSame(
    [...splitAggregate({ ...message, data: data.subarray(0, -4) })].length,
    2,
    'without the last length',
  )
  for (const length of [5, 12])
    t.throws(() => [...splitAggregate({ ...message, data: data.subarray(0, length) })], ProtocolError)
})

t.test('random bytes are read or refused', async (t) => {
  let refused = 0
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 20 }), (pieces) => {
      try {
        createMediaReader()(...pieces.map((each) => Buffer.from(each)))
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
        refused += 1
      }
    }),
    campaign,
  )
  t.ok(refused > 0)
})
