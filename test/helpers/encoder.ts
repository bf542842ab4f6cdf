/** An encoder that pushes the test card, or anything else, by RTMP. */

import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type AmfValue, readAmf, writeAmf } from '../../src/media/ingest/rtmp/amf0.js'
import { createChunkReader, type Message, writeChunks } from '../../src/media/ingest/rtmp/chunks.js'
import { readTracks } from '../../src/media/playback/mp4.js'
import { findBox } from '../../src/media/playback/mp4-boxes.js'
import { root } from './bundle.js'

/** An FLV tag: its type as in RTMP, milliseconds, and its body. */
export interface FlvTag {
  type: 8 | 9
  timestamp: number
  data: Buffer
}

const clip = readFileSync(`${root}fixtures/test-card.mp4`)

const tracks = readTracks(clip)
const trackOf = (kind: string) => {
  const track = tracks.find((each) => each.kind === kind)
  if (!track) throw new Error(`the clip has no ${kind}`)
  return track
}

/** The descriptions of the pictures and the sound, which come first. */
const descriptions = {
  video: Buffer.concat([
    Buffer.from([0x17, 0, 0, 0, 0]),
    findBox(trackOf('vide').entry.subarray(78), 'avcC') ?? Buffer.alloc(0),
  ]),
  // AAC-LC, 48 kHz, two channels.
  audio: Buffer.from([0xaf, 0, 0x11, 0x90]),
}

/** The beginning of a push. */
export const beginningTags = (
  timestamp = 0,
  kinds: readonly ('video' | 'audio')[] = ['video', 'audio'],
): FlvTag[] => kinds.map((kind) => ({ type: kind === 'video' ? 9 : 8, timestamp, data: descriptions[kind] }))

const composition = (milliseconds: number) => {
  const bytes = Buffer.alloc(3)
  bytes.writeIntBE(milliseconds, 0, 3)
  return bytes
}

/** The pictures and the sound of the clip, repeated, in the order of their times. @param options in seconds */
export function clipTags({
  from = 0,
  until,
  at = 0,
  kinds = ['video', 'audio'],
}: {
  from?: number
  until: number
  /** The encoder's time at `from`, in milliseconds. */
  at?: number
  kinds?: readonly ('video' | 'audio')[]
}): FlvTag[] {
  const { duration } = trackOf('vide')
  const tags: (FlvTag & { order: number })[] = []
  for (let round = Math.floor(from / duration); round * duration < until; round += 1)
    for (const kind of kinds)
      for (const { data, dts, pts, isKey } of trackOf(kind === 'video' ? 'vide' : 'soun').samples) {
        const time = round * duration + dts
        if (dts < 0 || dts >= duration || time < from - 1e-9 || time >= until - 1e-9) continue
        const head =
          kind === 'video'
            ? Buffer.concat([
                Buffer.from([isKey ? 0x17 : 0x27, 1]),
                composition(Math.round((pts - dts) * 1000)),
              ])
            : Buffer.from([0xaf, 1])
        tags.push({
          type: kind === 'video' ? 9 : 8,
          timestamp: (at + Math.round((time - from) * 1000)) % 2 ** 32,
          data: Buffer.concat([head, data]),
          order: time,
        })
      }
  return tags.sort((one, other) => one.order - other.order || other.type - one.type)
}

interface Status {
  level: string
  code: string
  description: string
}

const HANDSHAKE_BYTES = 1536
const CHUNK_SIZE = 4096
const PING = Buffer.from([0, 6, 0, 0, 0, 42])

/** Open a connection without saying anything. */
export async function openSocket({ port, tls = false }: { port: number; tls?: boolean }): Promise<Socket> {
  const socket = tls
    ? connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false })
    : connect({ host: '127.0.0.1', port })
  await new Promise<void>((resolve, reject) => {
    socket.once(tls ? 'secureConnect' : 'connect', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => {})
  socket.setNoDelay(true)
  return socket
}

/** Wait until a socket is closed. */
export const closed = (socket: Socket) =>
  socket.closed ? Promise.resolve() : new Promise<void>((resolve) => socket.once('close', () => resolve()))

/** Connect an encoder, up to the handshake. */
export async function createEncoder(options: { port: number; tls?: boolean }) {
  const socket = await openSocket(options)
  const reader = createChunkReader()
  const received: Message[] = []
  const statuses: Status[] = []
  let waiting: (() => void)[] = []
  let isReady = false
  let start = Buffer.alloc(0)
  let isWide = false

  socket.on('data', (bytes: Buffer) => {
    let rest = bytes
    if (!isReady) {
      start = Buffer.concat([start, bytes])
      if (start.length < 1 + 2 * HANDSHAKE_BYTES) return
      isReady = true
      rest = start.subarray(1 + 2 * HANDSHAKE_BYTES)
    }
    for (const message of reader.read(rest)) {
      received.push(message)
      if (message.type !== 20) continue
      const [name, , , info] = readAmf(message.data)
      if (name === 'onStatus') statuses.push(info as unknown as Status)
    }
    const wake = waiting
    waiting = []
    for (const each of wake) each()
  })
  socket.on('close', () => {
    for (const each of waiting) each()
  })

  /** Wait until something is so. Rejects when the connection ends first. */
  const until = async <T>(find: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      if (socket.destroyed) throw new Error('the connection was closed')
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }

  const write = (...messages: Message[]) => {
    for (const message of messages)
      socket.write(
        writeChunks(message, {
          chunkStream: message.type === 20 ? 3 : message.type === 9 ? 6 : message.type === 8 ? 4 : 2,
          chunkSize: isWide ? CHUNK_SIZE : 128,
        }),
      )
  }
  const command = (stream: number, ...values: AmfValue[]) =>
    write({ type: 20, stream, timestamp: 0, data: writeAmf(...values) })
  const send = (...tags: FlvTag[]) => write(...tags.map((tag) => ({ ...tag, stream: 1 })))

  socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(HANDSHAKE_BYTES)]))
  await until(() => isReady || undefined)
  socket.write(Buffer.alloc(HANDSHAKE_BYTES))

  return {
    socket,
    received,
    statuses,
    write,
    command,
    send,
    until,
    closed: () => closed(socket),
    /** Wait until Greenroom has taken all that was sent. */
    async settled() {
      const count = received.filter(({ type }) => type === 4).length
      write({ type: 4, stream: 0, timestamp: 0, data: PING })
      await until(() => received.filter(({ type }) => type === 4).length > count || undefined)
    },
    /** Connect to an application, and publish by a key. @returns the status that was answered */
    async publish(key: string, { app = 'live' }: { app?: string } = {}): Promise<Status> {
      command(0, 'connect', 1, { app, tcUrl: `rtmp://127.0.0.1/${app}`, flashVer: 'test' })
      const size = Buffer.alloc(4)
      size.writeUInt32BE(CHUNK_SIZE)
      write({ type: 1, stream: 0, timestamp: 0, data: size })
      isWide = true
      command(0, 'releaseStream', 2, null, key)
      command(0, 'FCPublish', 3, null, key)
      command(0, 'createStream', 4, null)
      command(1, 'publish', 5, null, key, 'live')
      return until(() => statuses.at(-1))
    },
    /** End the push as encoders do. */
    async leave() {
      command(0, 'FCUnpublish', 6, null, 'key')
      command(0, 'deleteStream', 7, null, 1)
      socket.end()
      await closed(socket)
    },
    /** Lose the connection. */
    async drop() {
      socket.destroy()
      await closed(socket)
    },
  }
}

export type Encoder = Awaited<ReturnType<typeof createEncoder>>

/** The port of the RTMP server of an emulator. */
export const portOf = (address: string | undefined) => Number(new URL(address ?? 'rtmp://x:0').port)

/** Publish by a key, and send the beginning of the clip. @throws Error when the push is refused */
export async function push(port: number, key: string, { seconds = 0.1, tls = false } = {}): Promise<Encoder> {
  const encoder = await createEncoder({ port, tls })
  const { code, description } = await encoder.publish(key)
  if (code !== 'NetStream.Publish.Start') throw new Error(`${code}: ${description}`)
  encoder.send(...beginningTags(), ...clipTags({ until: seconds }))
  await encoder.settled()
  return encoder
}
