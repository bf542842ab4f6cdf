/** The answers to the commands of an encoder (Adobe's RTMP 1.0, section 7). */

import { type AmfValue, writeAmf } from './amf0.js'
import { type Message, messageTypes } from './chunks.js'

/** Bytes after which each side says what it has received. */
export const WINDOW_BYTES = 5_000_000
/** Bytes in the chunks that Greenroom writes. */
export const CHUNK_SIZE = 4096

const control = (type: number, data: Buffer): Message => ({ type, stream: 0, timestamp: 0, data })
const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const command = (stream: number, ...values: AmfValue[]): Message => ({
  type: messageTypes.commandAmf0,
  stream,
  timestamp: 0,
  data: writeAmf(...values),
})

/** What is said before the answer to `connect`. */
export const windowMessages = (): Message[] => [
  control(messageTypes.windowSize, uint32(WINDOW_BYTES)),
  control(messageTypes.peerBandwidth, Buffer.concat([uint32(WINDOW_BYTES), Buffer.from([2])])),
  control(messageTypes.setChunkSize, uint32(CHUNK_SIZE)),
]

export const acknowledgement = (received: number) =>
  control(messageTypes.acknowledgement, uint32(received % 2 ** 32))

/** Answer a ping with what it carried. */
export const pingResponse = (data: Buffer) =>
  control(messageTypes.userControl, Buffer.concat([Buffer.from([0, 7]), data.subarray(2, 6)]))

/** Tell that a stream begins. */
export const streamBegin = (stream: number) =>
  control(messageTypes.userControl, Buffer.concat([Buffer.from([0, 0]), uint32(stream)]))

export const connected = (transaction: number) =>
  command(
    0,
    '_result',
    transaction,
    { fmsVer: 'FMS/3,0,1,123', capabilities: 31 },
    {
      level: 'status',
      code: 'NetConnection.Connect.Success',
      description: 'Connection succeeded.',
      objectEncoding: 0,
    },
  )

export const connectRejected = (transaction: number, description: string) =>
  command(0, '_error', transaction, null, {
    level: 'error',
    code: 'NetConnection.Connect.Rejected',
    description,
  })

export const result = (transaction: number, ...values: AmfValue[]) =>
  command(0, '_result', transaction, null, ...values)

/** Tell how a stream fares. @param code such as `NetStream.Publish.Start` */
export const onStatus = (stream: number, level: 'status' | 'error', code: string, description: string) =>
  command(stream, 'onStatus', 0, null, { level, code, description })
