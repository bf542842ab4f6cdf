/** Encoders that push the test card in real time, in a process of their own: they share no event loop with what is measured. */

import { setTimeout as delay } from 'node:timers/promises'
import { writeChunks } from '../../src/media/ingest/rtmp/chunks.js'
import { beginningTags, clipTags, createEncoder, type Encoder, type FlvTag } from '../helpers/encoder.js'

export interface PushJob {
  port: number
  keys: string[]
  seconds: number
}

export interface PushResult {
  /** Seconds of pictures and sound that each encoder has sent. */
  sent: number
  /** Seconds from the first picture until all were taken. */
  took: number
  /** Megabits in a second of one encoder. */
  megabits: number
}

/** How often encoders send what has become due, in milliseconds: as often as there are pictures. */
const PACE_MS = 40
/** What the encoder of the tests has told Greenroom. */
const CHUNK_SIZE = 4096

/** Filler, so that pictures are as large as those of a usual encoder: the card itself has 0.2 Mbit/s. */
const FILLER_BYTES = 4000
const filler = Buffer.alloc(4 + FILLER_BYTES, 0xff)
filler.writeUInt32BE(FILLER_BYTES)
filler.writeUInt8(12, 4)

const filled = (tag: FlvTag): FlvTag =>
  tag.type === 9 ? { ...tag, data: Buffer.concat([tag.data, filler]) } : tag

const bytesOf = ({ type, timestamp, data }: FlvTag) =>
  writeChunks(
    { type, timestamp, data, stream: 1 },
    { chunkStream: type === 9 ? 6 : 4, chunkSize: CHUNK_SIZE },
  )

async function open({ port, keys }: PushJob): Promise<Encoder[]> {
  const encoders: Encoder[] = []
  for (const key of keys) {
    const encoder = await createEncoder({ port })
    const { code, description } = await encoder.publish(key)
    if (code !== 'NetStream.Publish.Start') throw new Error(`${code}: ${description}`)
    encoder.send(...beginningTags())
    encoders.push(encoder)
  }
  return encoders
}

async function push(job: PushJob): Promise<PushResult> {
  const encoders = await open(job)
  const tags = clipTags({ until: job.seconds }).map(filled)
  const bytes = tags.reduce((sum, { data }) => sum + data.length, 0)
  process.send?.('pushing')
  const began = performance.now()
  for (let next = 0; next < tags.length; ) {
    const due: Buffer[] = []
    for (let tag = tags[next]; tag && tag.timestamp <= performance.now() - began; tag = tags[next]) {
      due.push(...[bytesOf(tag)].flat())
      next += 1
    }
    const piece = Buffer.concat(due)
    if (piece.length > 0) for (const { socket } of encoders) socket.write(piece)
    await delay(PACE_MS)
  }
  await Promise.all(encoders.map((encoder) => encoder.settled()))
  const took = (performance.now() - began) / 1000
  await Promise.all(encoders.map((encoder) => encoder.leave()))
  return { sent: job.seconds, took, megabits: (bytes * 8) / job.seconds / 1e6 }
}

process.on('message', (job: PushJob) => {
  push(job).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit(0))
