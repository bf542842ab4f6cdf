/** The test card: a short clip, cut into segments at its key frames and repeated without end. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readAudioConfig, readVideoConfig, toAdts, toAnnexB } from './codecs.js'
import { MediaError } from './media-error.js'
import { readTracks } from './mp4.js'
import { type PacketCounts, TICKS_PER_SECOND, type Unit, writeSegment } from './transport-stream.js'

/** Seconds after which a segment ends at the next key frame. */
const TARGET_SECONDS = 2
/** Frames of sound that are packed together. */
const FRAMES_PER_UNIT = 7
/** Where the timestamps begin, so that what is decoded ahead of the first picture has one too. */
const FIRST_TIMESTAMP = 2 * TICKS_PER_SECOND
const MAX_BYTES = 64 * 2 ** 20
const MAX_SECONDS = 600
/** How much shorter than the pictures the sound may be, in seconds. */
const MAX_SILENCE = 0.1
/** How far ahead of its presentation a picture may be decoded, in seconds. */
const MAX_REORDERING = 1

/** A segment of the clip; times are seconds of the clip. */
interface Part {
  units: Unit[]
  start: number
  end: number
}

const sumOf = (counts: PacketCounts, more: PacketCounts, times = 1): PacketCounts => ({
  tables: counts.tables + more.tables * times,
  program: counts.program + more.program * times,
  video: counts.video + more.video * times,
  audio: counts.audio + more.audio * times,
})
const noPackets: PacketCounts = { tables: 0, program: 0, video: 0, audio: 0 }
const ticks = (seconds: number) => Math.round(seconds * TICKS_PER_SECOND)

/** Read the file of a test card. @throws MediaError that says why it does not fit */
function readFile(path: string | URL): Buffer {
  let file: Buffer
  try {
    file = readFileSync(path)
  } catch (error) {
    throw new MediaError(`cannot be read: ${(error as Error).message}`)
  }
  if (file.length > MAX_BYTES) throw new MediaError(`has ${file.length} bytes, more than ${MAX_BYTES}`)
  return file
}

/** Cut a clip into parts. @throws MediaError */
function cut(file: Buffer) {
  const tracks = readTracks(file)
  const pictures = tracks.filter(({ kind }) => kind === 'vide')
  const [video] = pictures
  if (!video || pictures.length > 1)
    throw new MediaError(`must have one track of pictures, and has ${pictures.length}`)
  if (video.codec !== 'avc1' && video.codec !== 'avc3')
    throw new MediaError(`must have pictures in H.264 (avc1), and has ${video.codec}`)
  const sounds = tracks.filter(({ kind }) => kind === 'soun')
  const [audio] = sounds
  if (sounds.length > 1) throw new MediaError(`may have one track of sound, and has ${sounds.length}`)
  if (audio && audio.codec !== 'mp4a')
    throw new MediaError(`must have sound in AAC (mp4a), and has ${audio.codec}`)
  const { duration, samples } = video
  if (duration < 1 || duration > MAX_SECONDS)
    throw new MediaError(`must last 1 to ${MAX_SECONDS} seconds, and lasts ${duration}`)
  if (!samples[0]?.isKey) throw new MediaError('must begin with a key frame')

  const videoConfig = readVideoConfig(video.entry)
  const audioConfig = audio && readAudioConfig(audio.entry)
  const origin = samples.reduce((least, { pts }) => Math.min(least, pts), Number.POSITIVE_INFINITY)
  const parts: Part[] = []
  for (const sample of samples) {
    const pts = sample.pts - origin
    const dts = sample.dts - origin
    const part = parts.at(-1)
    if (pts - dts > MAX_REORDERING)
      throw new MediaError(`must present a picture within ${MAX_REORDERING} s of its decoding`)
    if (!part || (sample.isKey && pts - part.start > TARGET_SECONDS - 0.001)) {
      if (part) part.end = pts
      parts.push({ units: [], start: pts, end: duration })
    } else if (pts < part.start)
      throw new MediaError('must have closed groups of pictures: a picture is shown before its key frame')
    const data = toAnnexB(sample.data, videoConfig, sample.isKey)
    parts.at(-1)?.units.push({ stream: 'video', data, dts: ticks(dts), pts: ticks(pts), isKey: sample.isKey })
  }

  if (audio && audioConfig) {
    // Frames before 0 prime the decoder.
    const frames = audio.samples.filter(({ pts }) => pts > -0.001 && pts < duration - 0.001)
    const until =
      (audio.samples.at(-1)?.pts ?? 0) + (audio.samples[1]?.dts ?? 0) - (audio.samples[0]?.dts ?? 0)
    if (until < duration - MAX_SILENCE)
      throw new MediaError(
        `must have sound as long as its pictures: ${duration.toFixed(2)} s, and has ${until.toFixed(2)} s`,
      )
    for (const part of parts) {
      const own = frames.filter(({ pts }) => pts >= part.start - 1e-6 && pts < part.end - 1e-6)
      for (let at = 0; at < own.length; at += FRAMES_PER_UNIT) {
        const pack = own.slice(at, at + FRAMES_PER_UNIT)
        const pts = ticks(pack[0]?.pts ?? 0)
        const data = Buffer.concat(pack.map((frame) => toAdts(frame.data, audioConfig)))
        part.units.push({ stream: 'audio', data, dts: pts, pts, isKey: true })
      }
      part.units.sort((one, other) => one.dts - other.dts)
    }
  }
  return { parts, duration, videoConfig, audioConfig, pictures: samples.length }
}

/** Create a test card from a file. @throws MediaError */
export function createTestCard(path: string | URL) {
  const file = readFile(path)
  const { parts, duration, videoConfig, audioConfig, pictures } = cut(file)
  const streams = audioConfig ? 'video,audio' : 'video'
  const digest = createHash('sha256').update(file).digest('hex').slice(0, 16)

  const before: PacketCounts[] = []
  let perRound = noPackets
  let bytes = 0
  let peak = 0
  for (const { units, start, end } of parts) {
    const { segment, counts } = writeSegment(units, { streams, before: noPackets })
    before.push(perRound)
    perRound = sumOf(perRound, counts)
    bytes += segment.length
    peak = Math.max(peak, segment.length / (end - start))
  }

  /** The part that a segment repeats, and how often the clip was shown before. */
  const partOf = (index: number) => {
    const round = Math.floor(index / parts.length)
    const place = index - round * parts.length
    return { round, place, part: parts[place] as Part }
  }
  const startOf = (index: number) => {
    const { round, part } = partOf(index)
    return round * duration + part.start
  }

  return {
    /** Changes with the file. */
    digest,
    width: videoConfig.width,
    height: videoConfig.height,
    frameRate: pictures / duration,
    codecs: [videoConfig.codec, ...(audioConfig ? [audioConfig.codec] : [])].join(','),
    /** Bits in a second. */
    averageBandwidth: Math.ceil((bytes * 8) / duration),
    /** Bits in a second of the largest segment. */
    peakBandwidth: Math.ceil(peak * 8),
    /** Whole seconds that no segment exceeds. */
    targetDuration: Math.max(1, ...parts.map(({ start, end }) => Math.round(end - start))),
    /** Tell when a segment begins, in seconds since the card began. */
    startOf,
    /** Tell how many segments are complete so many milliseconds after the card began. */
    completeAt(elapsed: number): number {
      const seconds = elapsed / 1000 + 1e-6
      const rounds = Math.floor(seconds / duration)
      return rounds * parts.length + parts.filter(({ end }) => end <= seconds - rounds * duration).length
    },
    /** Write a segment; the same bytes for the same index. */
    segment(index: number): Buffer {
      const { round, place, part } = partOf(index)
      const shift = FIRST_TIMESTAMP + ticks(round * duration)
      const units = part.units.map((unit) => ({ ...unit, dts: unit.dts + shift, pts: unit.pts + shift }))
      return writeSegment(units, {
        streams,
        before: sumOf(before[place] ?? noPackets, perRound, round),
      }).segment
    },
  }
}

export type TestCard = ReturnType<typeof createTestCard>
