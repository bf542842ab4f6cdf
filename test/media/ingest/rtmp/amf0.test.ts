/** AMF0: what is written is read again, and no bytes break the reader. */

import fc from 'fast-check'
import t from 'tap'
import { type AmfValue, readAmf, writeAmf } from '../../../../src/media/ingest/rtmp/amf0.js'
import { ProtocolError } from '../../../../src/media/ingest/rtmp/protocol-error.js'
import { rounds, seed } from '../../../helpers/campaign.js'

const campaign = { seed, numRuns: rounds(300, 20_000) }

/** Text that UTF-8 can say. */
const text = fc.string({ unit: 'grapheme', maxLength: 40 })
/** An empty name before an end marks the end of an object. */
const name = text.filter((each) => each !== '')

const { value } = fc.letrec<{ value: AmfValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.double(),
    fc.boolean(),
    text,
    fc.constant(null),
    fc.constant(undefined),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: false }),
  ),
}))

/** Objects without a prototype as the reader makes them, so that both sides are alike. */
const plain = (each: AmfValue): unknown => {
  if (Array.isArray(each)) return each.map(plain)
  if (each === null || typeof each !== 'object' || each instanceof Date) return each
  return new Map(Object.entries(each).map(([key, inner]) => [key, plain(inner)]))
}

t.test('values come back as they were written', async (t) => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 6 }), (values) => {
      t.strictSame(readAmf(writeAmf(...values)).map(plain), values.map(plain))
    }),
    campaign,
  )
})

t.test('text of more than 65,535 bytes is long text', async (t) => {
  for (const long of ['a'.repeat(65_535), 'a'.repeat(65_536), 'ä'.repeat(40_000)])
    t.strictSame(readAmf(writeAmf(long, 1)), [long, 1])
})

t.test('what Greenroom reads and never writes', async (t) => {
  const read = (hex: string) => readAmf(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
  t.strictSame(read('0d'), [undefined], 'unsupported')
  t.strictSame(read('0f 00000003 3c612f'), ['<a/'], 'XML')
  t.strictSame(
    read('08 00000099 0001 61 0101 0000 09').map((each) => plain(each)),
    [new Map([['a', true]])],
    'an array whose count is wrong',
  )
  t.strictSame(
    read('10 0001 54 0001 61 05 0000 09').map((each) => plain(each)),
    [new Map([['a', null]])],
    'a typed object',
  )
})

t.test('a name such as __proto__ is a name', async (t) => {
  const [object] = readAmf(
    Buffer.concat([
      Buffer.from([3, 0, 9]),
      Buffer.from('__proto__'),
      Buffer.from([3, 0, 1, 0x78, 1, 1, 0, 0, 9, 0, 0, 9]),
    ]),
  ) as [Record<string, unknown>]
  t.strictSame(Object.keys(object), ['__proto__'])
  t.equal(({} as { x?: unknown }).x, undefined)
})

t.test('commands that are cut off, too deep or too large are refused', async (t) => {
  const whole = writeAmf('connect', 1, { app: 'live', list: [1, 'two', null] })
  for (let length = 1; length < whole.length; length += 1) {
    // The ends of the first two values are ends of a message too.
    if (length === 10 || length === 19) continue
    t.throws(() => readAmf(whole.subarray(0, length)), ProtocolError, `${length} bytes`)
  }
  const deep = Buffer.concat(Array.from({ length: 5000 }, () => Buffer.from([0x0a, 0, 0, 0, 1])))
  t.throws(() => readAmf(deep), { message: 'a command has too many values' })
  t.throws(() => readAmf(Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff])), {
    message: 'a command has too many values',
  })
  t.throws(() => readAmf(Buffer.alloc(5000, 5)), { message: 'a command has too many values' })
  t.throws(() => readAmf(Buffer.from([0x0c, 0xff, 0xff, 0xff, 0xff, 1])), { message: 'a command is cut off' })
  t.throws(() => readAmf(Buffer.from([0x2a])), { message: 'a command has a value of the unknown type 42' })
})

t.test('random bytes are read or refused', async (t) => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    // Mostly markers and small lengths, which lead farther.
    fc
      .array(fc.oneof(fc.integer({ min: 0, max: 17 }), fc.constant(0)), { maxLength: 200 })
      .map((each) => Uint8Array.from(each)),
  )
  let read = 0
  fc.assert(
    fc.property(bytes, (each) => {
      try {
        readAmf(Buffer.from(each))
        read += 1
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
      }
    }),
    campaign,
  )
  t.ok(read > 0)
})
