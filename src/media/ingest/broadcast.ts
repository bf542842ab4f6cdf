/** What has been received of one livestream session: the newest segments, in memory. */

import { createSegmenter, type LiveSegment, type Segmenter } from './segmenter.js'

/**
 * Segments in a playlist at least. They also last three times the target duration at least (RFC 8216, 6.2.2): where that
 * is long and key frames come often, there are more.
 */
const WINDOW = 6
/** How many more are kept for players that are behind. */
const BEHIND = 4
/** Bytes of the segments of one broadcast; at least the newest three are kept. */
const MAX_BYTES = 48 * 2 ** 20
const LEAST = 3

/** A segment with its place in the broadcast. */
export interface KeptSegment extends LiveSegment {
  index: number
  /** When its first picture was shown, on the account's clock; Unix milliseconds. */
  shownAt: number
}

/** Create the broadcast of a livestream session. @param now the account's time at the first picture */
export function createBroadcast(now: number) {
  let kept: KeptSegment[] = []
  let next = 0
  /** The first segment of the playlist. */
  let first = 0
  /** Segments with a discontinuity that are no longer in the playlist. */
  let discontinuities = 0
  let anchor: { at: number; start: number | undefined } = { at: now, start: undefined }

  const window = (): readonly KeptSegment[] => kept.filter(({ index }) => index >= first)

  const bytesKept = () => kept.reduce((sum, { content }) => sum + content.length, 0)

  const keep = (segment: LiveSegment) => {
    anchor.start ??= segment.start
    const shownAt = anchor.at + Math.round((segment.start - anchor.start) * 1000)
    kept.push({ ...segment, index: next, shownAt })
    next += 1
    let seconds = window().reduce((sum, { duration }) => sum + duration, 0)
    for (const { index, duration, isDiscontinuous } of window()) {
      seconds -= duration
      // Half a second less is the rounding of key frames that are not exactly on time.
      if (next - index <= WINDOW || seconds < 3 * segmenter.limit - 0.5) break
      first = index + 1
      if (isDiscontinuous) discontinuities += 1
    }
    let bytes = bytesKept()
    for (const { index, content, isDiscontinuous } of [...kept]) {
      const isBehind = index < first - BEHIND
      if (!isBehind && (bytes <= MAX_BYTES || kept.length <= LEAST)) break
      bytes -= content.length
      kept = kept.slice(1)
      if (index < first) continue
      first = index + 1
      if (isDiscontinuous) discontinuities += 1
    }
  }
  const segmenter: Segmenter = createSegmenter(keep)

  return {
    segmenter,
    /** Another encoder goes on with it. @param at the account's time */
    resume(at: number) {
      anchor = { at, start: undefined }
    },
    /** The segments of the playlist, oldest first. */
    window,
    find: (index: number): KeptSegment | undefined => kept.find((segment) => segment.index === index),
    /** Bytes of what is kept. */
    bytes: bytesKept,
    /** How many discontinuities came before the window. */
    get discontinuities() {
      return discontinuities
    },
    /** Bits in a second: the most of a segment, and of all that are kept. */
    bandwidth() {
      const rates = kept.map(({ content, duration }) => (content.length * 8) / duration)
      const seconds = kept.reduce((sum, { duration }) => sum + duration, 0)
      return {
        peak: Math.ceil(Math.max(1, ...rates)),
        average: Math.ceil((bytesKept() * 8) / Math.max(seconds, 0.001)),
      }
    },
  }
}

export type Broadcast = ReturnType<typeof createBroadcast>
