/** Cuts the bytes of RTMP into messages, and messages into chunks (Adobe's RTMP 1.0, section 5.3). */

import { ProtocolError } from './protocol-error.js'

/** What a message is. Those that are not listed are passed over. */
export const messageTypes = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowSize: 5,
  peerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  dataAmf0: 18,
  commandAmf0: 20,
  aggregate: 22,
} as const

export interface Message {
  type: number
  /** The stream within the connection; 0 for the connection itself. */
  stream: number
  /** Milliseconds, 32 bits without a sign. */
  timestamp: number
  data: Buffer
}

/** A key frame of the largest picture fits; a length of 16 MB, the most that can be written, is refused. */
const MAX_MESSAGE_BYTES = 8 * 2 ** 20
/** Until a push is accepted only commands are needed. */
const MAX_COMMAND_BYTES = 64 * 2 ** 10
/** What all the messages that have begun may have together, as a multiple of what one may have. */
const MAX_BEGUN_MESSAGES = 2
/** Beyond so many pieces, small ones are joined: bytes that come one by one must not cost an object each. */
const MAX_PIECES = 32
/** How many chunk streams are told apart. Encoders use four or five. */
const MAX_CHUNK_STREAMS = 64
const INITIAL_CHUNK_SIZE = 128
const LARGEST_CHUNK_SIZE = 0xffffff
/** In place of a timestamp that does not fit into three bytes. */
const EXTENDED = 0xffffff
const UINT32 = 2 ** 32

interface ChunkStream {
  /** Of the last header. */
  timestamp: number
  delta: number
  length: number
  type: number
  stream: number
  isExtended: boolean
  /**
   * What has come of the message that has begun, in a buffer that grows: to keep each chunk instead would keep what it
   * was read with, and chunks can be of one byte.
   */
  body: Buffer
  received: number
}

const nothing = Buffer.alloc(0)

/** Add a chunk to the message that has begun. */
function append(stream: ChunkStream, part: Buffer) {
  const { received, length } = stream
  const end = received + part.length
  if (end > stream.body.length) {
    const grown = Buffer.allocUnsafe(Math.min(length, Math.max(end, 2 * stream.body.length)))
    stream.body.copy(grown, 0, 0, received)
    stream.body = grown
  }
  part.copy(stream.body, received)
  stream.received = end
}

/** Create a reader of one direction of a connection. It takes commands only, until media is expected. */
export function createChunkReader() {
  const streams = new Map<number, ChunkStream>()
  let chunkSize = INITIAL_CHUNK_SIZE
  let pieces: Buffer[] = []
  let waiting = 0
  /** How many bytes the next chunk has, as far as is known: with fewer there is nothing to read. */
  let wanted = 0
  let begun = 0
  let largest = MAX_COMMAND_BYTES

  /** Find the bytes of the basic header and the number of the chunk stream; undefined when they have not all come. */
  const basicHeader = (bytes: Buffer, at: number) => {
    const low = (bytes[at] ?? 0) & 0x3f
    const length = low > 1 ? 1 : low + 2
    if (at + length > bytes.length) return undefined
    if (low > 1) return { length, id: low }
    return { length, id: 64 + bytes.readUInt8(at + 1) + (low === 1 ? bytes.readUInt8(at + 2) * 256 : 0) }
  }

  const streamOf = (id: number, format: number) => {
    const known = streams.get(id)
    if (known) return known
    // Some encoders begin without the number of the stream, which is then 0.
    if (format > 1) throw new ProtocolError('a chunk stream does not begin with a full header')
    if (streams.size >= MAX_CHUNK_STREAMS) throw new ProtocolError('there are too many chunk streams')
    const created = {
      timestamp: 0,
      delta: 0,
      length: 0,
      type: 0,
      stream: 0,
      isExtended: false,
      body: nothing,
      received: 0,
    }
    streams.set(id, created)
    return created
  }

  const drop = (stream: ChunkStream) => {
    begun -= stream.received
    stream.body = nothing
    stream.received = 0
  }

  /**
   * Read one chunk.
   * @returns the place after it, and the message if it is whole now; undefined when the chunk has not all come
   */
  const readChunk = (bytes: Buffer, from: number): { at: number; message?: Message } | undefined => {
    const format = (bytes[from] ?? 0) >> 6
    const basic = basicHeader(bytes, from)
    if (!basic) return undefined
    let at = from + basic.length
    const headerLength = [11, 7, 3, 0][format] ?? 0
    if (at + headerLength > bytes.length) return undefined
    const stream = streamOf(basic.id, format)
    const isNew = stream.received === 0
    if (!isNew && format !== 3) {
      // RTMP has an abort message for that; some encoders leave it out.
      drop(stream)
    }
    const field = headerLength > 0 ? bytes.readUIntBE(at, 3) : 0
    const isExtended = headerLength > 0 ? field === EXTENDED : stream.isExtended
    const length = headerLength >= 7 ? bytes.readUIntBE(at + 3, 3) : stream.length
    const type = headerLength >= 7 ? bytes.readUInt8(at + 6) : stream.type
    const streamId = headerLength === 11 ? bytes.readUInt32LE(at + 7) : stream.stream
    at += headerLength
    let time = field
    if (isExtended) {
      if (at + 4 > bytes.length) return undefined
      const extended = bytes.readUInt32BE(at)
      if (headerLength > 0) {
        time = extended
        at += 4
      } else if (extended === stream.delta || extended === stream.timestamp) at += 4
      // Some encoders do not repeat it in the chunks that go on with a message.
    }
    if (length > largest) throw new ProtocolError(`a message has ${length} bytes`)
    const size = Math.min(chunkSize, length - (format === 3 ? stream.received : 0))
    wanted = at + size - from
    if (at + size > bytes.length) return undefined

    if (format !== 3 || isNew) {
      const delta = headerLength > 0 ? time : stream.delta
      stream.timestamp = format === 0 ? delta : (stream.timestamp + delta) % UINT32
      Object.assign(stream, { delta, length, type, stream: streamId, isExtended })
    }
    const part = bytes.subarray(at, at + size)
    at += size
    let data = part
    if (size < length) {
      begun += size
      if (begun > MAX_BEGUN_MESSAGES * largest) throw new ProtocolError('too many messages have begun')
      append(stream, part)
      if (stream.received < length) return { at }
      data = stream.body
      drop(stream)
    }
    return { at, message: { type, stream: stream.stream, timestamp: stream.timestamp, data } }
  }

  /** Follow what the messages say about the chunks themselves. */
  const control = ({ type, data }: Message) => {
    if (type !== messageTypes.setChunkSize && type !== messageTypes.abort) return
    if (data.length < 4) throw new ProtocolError('a control message is cut off')
    const value = data.readUInt32BE(0)
    if (type === messageTypes.abort) {
      const aborted = streams.get(value)
      if (aborted) drop(aborted)
      return
    }
    if (value < 1 || value > 0x7fffffff) throw new ProtocolError(`chunks of ${value} bytes are asked for`)
    chunkSize = Math.min(value, LARGEST_CHUNK_SIZE)
  }

  const keep = (bytes: Buffer) => {
    pieces.push(bytes)
    while (pieces.length > MAX_PIECES) {
      const [before, last] = pieces.slice(-2) as [Buffer, Buffer]
      // Only pieces of like size, so that no byte is copied often.
      if (last.length < before.length) return
      pieces.splice(-2, 2, Buffer.concat([before, last]))
    }
  }

  return {
    /** From now on messages may be as large as pictures are. */
    expectMedia() {
      largest = MAX_MESSAGE_BYTES
    },
    /** Read what has come. @returns the messages that are whole now, each read when it is asked for @throws ProtocolError */
    *read(bytes: Buffer): Generator<Message, void> {
      keep(bytes)
      waiting += bytes.length
      if (waiting < wanted) return
      const all = pieces.length === 1 ? bytes : Buffer.concat(pieces)
      let at = 0
      wanted = 0
      while (at < all.length) {
        const chunk = readChunk(all, at)
        if (!chunk) break
        wanted = 0
        at = chunk.at
        if (!chunk.message) continue
        control(chunk.message)
        yield chunk.message
      }
      pieces = at < all.length ? [all.subarray(at)] : []
      waiting = all.length - at
    },
  }
}

/** Split an aggregate message into the audio and video messages that it holds. @throws ProtocolError */
export function* splitAggregate({ data, timestamp, stream }: Message): Generator<Message, void> {
  let first: number | undefined
  for (let at = 0; at < data.length; ) {
    if (at + 11 > data.length) throw new ProtocolError('an aggregate message is cut off')
    const length = data.readUIntBE(at + 1, 3)
    const time = data.readUIntBE(at + 4, 3) + data.readUInt8(at + 7) * 2 ** 24
    first ??= time
    if (at + 11 + length > data.length) throw new ProtocolError('an aggregate message is cut off')
    yield {
      type: data.readUInt8(at),
      stream,
      timestamp: (timestamp + time - first + UINT32) % UINT32,
      data: data.subarray(at + 11, at + 11 + length),
    }
    // Each is followed by the length of what was before.
    at += 11 + length + 4
  }
}

/** Write a message as chunks. @param options.chunkStream from 2 to 63 */
export function writeChunks(
  { type, stream, timestamp, data }: Message,
  { chunkStream, chunkSize }: { chunkStream: number; chunkSize: number },
): Buffer {
  const isExtended = timestamp >= EXTENDED
  const header = Buffer.alloc(isExtended ? 16 : 12)
  header.writeUInt8(chunkStream)
  header.writeUIntBE(isExtended ? EXTENDED : timestamp, 1, 3)
  header.writeUIntBE(data.length, 4, 3)
  header.writeUInt8(type, 7)
  header.writeUInt32LE(stream, 8)
  if (isExtended) header.writeUInt32BE(timestamp, 12)
  const parts: Buffer[] = [header]
  for (let at = 0; at < data.length; at += chunkSize) {
    if (at > 0) {
      parts.push(Buffer.from([0xc0 | chunkStream]))
      if (isExtended) parts.push(header.subarray(12))
    }
    parts.push(data.subarray(at, at + chunkSize))
  }
  return Buffer.concat(parts)
}
