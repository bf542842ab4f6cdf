/** Cuts what an encoder sends into segments of MPEG-TS. */

import { type AudioConfig, frameSeconds } from '../playback/codecs.js'
import {
  type PacketCounts,
  type Streams,
  TICKS_PER_SECOND,
  type Unit,
  writeSegment,
} from '../playback/transport-stream.js'
import { createEncoderClock } from './encoder-clock.js'
import type { Tag, VideoDescription } from './flv.js'

/** Seconds after which a segment ends at the next key frame; sound alone is cut there. */
const TARGET_SECONDS = 2
/**
 * Seconds after which the first segment ends in any case, and so all others where it lasted that long. OBS sends a key
 * frame every 250 pictures unless it is told otherwise, which at 30 in a second are 8.3 s.
 */
const MAX_SECONDS = 10
/** The least that segments may last, so that key frames that come a little late are waited for. */
const LEAST_LIMIT_SECONDS = 4
/** Bytes after which a segment ends in any case. */
const MAX_BYTES = 16 * 2 ** 20
/** Frames of sound that are packed together. */
const FRAMES_PER_UNIT = 7
/** Where timestamps begin, so that what is decoded ahead of the first picture has one too. */
const FIRST_TIMESTAMP = 2 * TICKS_PER_SECOND
/** How far the times that an encoder writes for sound may be from the count of its frames: they are whole milliseconds. */
const MAX_DRIFT = TICKS_PER_SECOND / 20
/** How far ahead of its presentation a picture may be decoded, in milliseconds: the stream's clock is ahead by that. */
const MAX_OFFSET_MS = 5000

export interface LiveSegment {
  content: Buffer
  /** Seconds. */
  duration: number
  /** Seconds on the line of the broadcast. */
  start: number
  /** Whether its timestamps or codecs do not follow from those of the segment before. */
  isDiscontinuous: boolean
}

interface OpenSegment {
  units: Unit[]
  /** Milliseconds on the line. */
  start: number
  bytes: number
  isDiscontinuous: boolean
  beginsWithKey: boolean
}

const ticks = (milliseconds: number) => Math.round(milliseconds * (TICKS_PER_SECOND / 1000)) + FIRST_TIMESTAMP

/** Create the segmenter of one broadcast. @param onSegment is given each segment when it is complete */
export function createSegmenter(onSegment: (segment: LiveSegment) => void) {
  const clock = createEncoderClock()
  let open: OpenSegment | undefined
  let video: { config: VideoDescription; digest: string } | undefined
  let audio: { config: AudioConfig; digest: string } | undefined
  let counts: PacketCounts = { tables: 0, program: 0, video: 0, audio: 0 }
  /** Whether the next segment does not follow from the one before. */
  let isBroken = false
  /** The frames of sound that wait to be packed, and the time of the first. */
  let frames: Buffer[] = []
  let framesAt = 0
  /** When the next frame of sound is due by the count, in ticks and parts of them. */
  let nextFrame: number | undefined
  /** What the encoder that left had sent, until the next one says what it sends. */
  let left: { video: typeof video; audio: typeof audio } = { video: undefined, audio: undefined }
  /** Whole seconds that no segment exceeds: playlists must not change it, so the first segment decides. */
  let limit: number | undefined
  const lastDts: Record<'video' | 'audio', number> = { video: -1, audio: -1 }

  const add = (unit: Unit) => {
    if (!open) return
    // Times of decoding go up in each stream, whatever the encoder says.
    const dts = Math.max(unit.dts, lastDts[unit.stream] + 1)
    lastDts[unit.stream] = dts
    open.units.push({ ...unit, dts, pts: Math.max(unit.pts, dts) })
    open.bytes += unit.data.length
  }

  const packFrames = () => {
    if (frames.length)
      add({ stream: 'audio', data: Buffer.concat(frames), dts: framesAt, pts: framesAt, isKey: true })
    frames = []
  }

  /** @param until milliseconds on the line */
  const close = (until: number) => {
    packFrames()
    const closed = open
    open = undefined
    if (!closed?.units.length) return
    const kinds = new Set(closed.units.map(({ stream }) => stream))
    const streams: Streams = !video ? 'audio' : audio || kinds.has('audio') ? 'video,audio' : 'video'
    const units = closed.units.sort((one, other) => one.dts - other.dts)
    const { segment, counts: written } = writeSegment(units, { streams, before: counts })
    counts = {
      tables: counts.tables + written.tables,
      program: counts.program + written.program,
      video: counts.video + written.video,
      audio: counts.audio + written.audio,
    }
    const duration = Math.max(0.001, (until - closed.start) / 1000)
    // A first segment that was broken off says nothing about the key frames of the encoder.
    const isWhole = duration >= TARGET_SECONDS - 0.001
    limit ??= isWhole ? Math.max(LEAST_LIMIT_SECONDS, Math.ceil(duration)) : MAX_SECONDS
    onSegment({
      content: segment,
      duration,
      start: closed.start / 1000,
      isDiscontinuous: closed.isDiscontinuous,
    })
  }

  const begin = (start: number, beginsWithKey: boolean) => {
    open = { units: [], start, bytes: 0, isDiscontinuous: isBroken, beginsWithKey }
    isBroken = false
  }

  /** End the segment here and now: what follows does not follow from it. */
  const breakOff = () => {
    close(clock.last)
    isBroken = true
    nextFrame = undefined
  }

  const isLong = (at: number) => open !== undefined && at - open.start >= TARGET_SECONDS * 1000 - 1
  const isTooLong = (at: number) =>
    open !== undefined && (at - open.start >= (limit ?? MAX_SECONDS) * 1000 || open.bytes >= MAX_BYTES)

  const describe = <Kept extends { digest: string }>(before: Kept | undefined, given: Kept) => {
    if (before?.digest === given.digest) return before
    // Sound came first: the segment that has only sound as yet begins again with the pictures.
    const isEarly =
      !before &&
      open &&
      clock.last - open.start < 1000 &&
      open.units.every(({ stream }) => stream === 'audio')
    if (isEarly) {
      open = undefined
      frames = []
    } else if (open) breakOff()
    return given
  }

  const picture = (tag: Tag & { kind: 'picture' }, at: number) => {
    const isCut = open && tag.isKey && (isLong(at) || !open.beginsWithKey)
    if (open && (isCut || isTooLong(at))) close(at)
    if (!open) {
      // A broadcast begins with a key frame; after a cut that had to be made it goes on as it is.
      if (!tag.isKey && (isBroken || counts.video === 0)) return false
      begin(at, tag.isKey)
    }
    const offset = Math.max(0, Math.min(tag.offset, MAX_OFFSET_MS))
    add({ stream: 'video', data: tag.data, dts: ticks(at), pts: ticks(at + offset), isKey: tag.isKey })
    return true
  }

  const sound = (tag: Tag & { kind: 'sound' }, at: number, config: AudioConfig) => {
    const isStalled = isTooLong(at)
    if (isStalled || (!video && isLong(at))) close(at)
    if (!open) {
      // A broadcast with pictures begins with one; when they stop, the sound goes on.
      if (video && !isStalled) return false
      begin(at, !video)
    }
    const written = ticks(at)
    const due = nextFrame !== undefined && Math.abs(nextFrame - written) < MAX_DRIFT ? nextFrame : written
    if (frames.length === FRAMES_PER_UNIT || (frames.length > 0 && due !== nextFrame)) packFrames()
    if (frames.length === 0) framesAt = Math.round(due)
    frames.push(tag.data)
    nextFrame = due + frameSeconds(config) * TICKS_PER_SECOND
    return true
  }

  return {
    /**
     * Take a tag.
     * @returns whether it was a picture, or sound, that will be shown
     */
    take(tag: Tag): boolean {
      if (tag.kind === 'videoConfig') video = describe(video, { config: tag.config, digest: tag.digest })
      if (tag.kind === 'audioConfig') audio = describe(audio, { config: tag.config, digest: tag.digest })
      if (tag.kind !== 'picture' && tag.kind !== 'sound') return false
      const before = clock.last
      const { at, hasJumped } = clock.place(tag.time)
      if (hasJumped && open) {
        close(before)
        isBroken = true
        nextFrame = undefined
      }
      if (tag.kind === 'picture') return picture(tag, at)
      return audio !== undefined && sound(tag, at, audio.config)
    },
    /** The encoder left: end the segment, and expect another encoder, which describes its codecs anew. */
    interrupt() {
      breakOff()
      clock.restart()
      if (video || audio) left = { video, audio }
      video = undefined
      audio = undefined
    },
    /** Whole seconds that no segment exceeds, the same from the first segment on. */
    get limit() {
      return limit ?? MAX_SECONDS
    },
    /** The codecs, as a playlist names them; what is not known yet is left out. */
    describe() {
      const shown = video || audio ? { video, audio } : left
      const codecs = [shown.video?.config.codec, shown.audio?.config.codec]
      return {
        codecs: codecs.filter((codec) => codec !== undefined).join(','),
        width: shown.video?.config.width,
        height: shown.video?.config.height,
      }
    },
  }
}

export type Segmenter = ReturnType<typeof createSegmenter>
