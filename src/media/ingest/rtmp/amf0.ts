/** Reads and writes AMF0, the form of the commands in RTMP (Adobe, Action Message Format AMF 0, 2007). */

import { ProtocolError } from './protocol-error.js'

export type AmfValue =
  | number
  | boolean
  | string
  | null
  | undefined
  | Date
  | AmfValue[]
  | { [name: string]: AmfValue }

/** How deep values may be nested, and how many a message may have: far more than any encoder sends. */
const MAX_DEPTH = 16
const MAX_VALUES = 4096

const markers = {
  number: 0,
  boolean: 1,
  string: 2,
  object: 3,
  null: 5,
  undefined: 6,
  ecmaArray: 8,
  objectEnd: 9,
  strictArray: 10,
  date: 11,
  longString: 12,
  unsupported: 13,
  xmlDocument: 15,
  typedObject: 16,
} as const

/** Read all values of a message. @throws ProtocolError */
export function readAmf(bytes: Buffer): AmfValue[] {
  let at = 0
  let count = 0

  const take = (length: number) => {
    if (at + length > bytes.length) throw new ProtocolError('a command is cut off')
    at += length
    return at - length
  }
  const text = (length: number) => {
    const from = take(length)
    return bytes.toString('utf8', from, from + length)
  }
  const shortText = () => text(bytes.readUInt16BE(take(2)))
  const longText = () => text(bytes.readUInt32BE(take(4)))

  const properties = (depth: number) => {
    // Without a prototype: a name such as __proto__ is a name.
    const object: { [name: string]: AmfValue } = Object.create(null)
    for (;;) {
      const name = shortText()
      if (name === '' && bytes[at] === markers.objectEnd) {
        take(1)
        return object
      }
      object[name] = value(depth + 1)
    }
  }

  const value = (depth: number): AmfValue => {
    count += 1
    if (depth > MAX_DEPTH || count > MAX_VALUES) throw new ProtocolError('a command has too many values')
    const marker = bytes.readUInt8(take(1))
    switch (marker) {
      case markers.number:
        return bytes.readDoubleBE(take(8))
      case markers.boolean:
        return bytes.readUInt8(take(1)) !== 0
      case markers.string:
        return shortText()
      case markers.object:
        return properties(depth)
      case markers.null:
        return null
      case markers.undefined:
      case markers.unsupported:
        return undefined
      case markers.ecmaArray:
        // Its count is a hint; the end is marked.
        take(4)
        return properties(depth)
      case markers.strictArray: {
        const length = bytes.readUInt32BE(take(4))
        if (length > MAX_VALUES) throw new ProtocolError('a command has too many values')
        return Array.from({ length }, () => value(depth + 1))
      }
      case markers.date: {
        const instant = bytes.readDoubleBE(take(8))
        take(2)
        return new Date(instant)
      }
      case markers.longString:
      case markers.xmlDocument:
        return longText()
      case markers.typedObject:
        shortText()
        return properties(depth)
      default:
        throw new ProtocolError(`a command has a value of the unknown type ${marker}`)
    }
  }

  const values: AmfValue[] = []
  while (at < bytes.length) values.push(value(0))
  return values
}

const named = (name: string) => {
  const bytes = Buffer.from(name)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function encode(value: AmfValue): Buffer {
  if (value === null) return Buffer.from([markers.null])
  if (value === undefined) return Buffer.from([markers.undefined])
  if (typeof value === 'number' || value instanceof Date) {
    const bytes = Buffer.alloc(value instanceof Date ? 11 : 9)
    bytes.writeUInt8(value instanceof Date ? markers.date : markers.number)
    bytes.writeDoubleBE(Number(value), 1)
    return bytes
  }
  if (typeof value === 'boolean') return Buffer.from([markers.boolean, value ? 1 : 0])
  if (typeof value === 'string') {
    if (Buffer.byteLength(value) <= 0xffff)
      return Buffer.concat([Buffer.from([markers.string]), named(value)])
    const bytes = Buffer.from(value)
    const head = Buffer.alloc(5)
    head.writeUInt8(markers.longString)
    head.writeUInt32BE(bytes.length, 1)
    return Buffer.concat([head, bytes])
  }
  if (Array.isArray(value)) {
    const head = Buffer.alloc(5)
    head.writeUInt8(markers.strictArray)
    head.writeUInt32BE(value.length, 1)
    return Buffer.concat([head, ...value.map(encode)])
  }
  const parts = Object.entries(value).flatMap(([name, item]) => [named(name), encode(item)])
  return Buffer.concat([Buffer.from([markers.object]), ...parts, Buffer.from([0, 0, markers.objectEnd])])
}

/** Write values one after another. Names of properties have at most 65,535 bytes. */
export const writeAmf = (...values: AmfValue[]): Buffer => Buffer.concat(values.map(encode))
