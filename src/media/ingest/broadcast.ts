/** What has been received of one livestream session: the newest segments, in memory. */

import { createSegmenter, type LiveSegment, MAX_SECONDS, type Segmenter } from './segmenter.js'

/** Segments in a playlist, and how many more are kept for players that are behind. */
const WINDOW = 6
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

/** Whole seconds that no segment exceeds, the same for as long as the broadcast lasts. */
export const TARGET_DURATION = MAX_SECONDS

/** Create the broadcast of a livestream session. @param now the account's time at the first picture */
export function createBroadcast(now: number) {
  let kept: KeptSegment[] = []
  let next = 0
  /** Segments with a discontinuity that are no longer in the window. */
  let discontinuities = 0
  let anchor: { at: number; start: number | undefined } = { at: now, start: undefined }

  const keep = (segment: LiveSegment) => {
    anchor.start ??= segment.start
    const shownAt = anchor.at + Math.round((segment.start - anchor.start) * 1000)
    kept.push({ ...segment, index: next, shownAt })
    next += 1
    const windowStart = next - WINDOW
    discontinuities += kept.filter(
      ({ index, isDiscontinuous }) => isDiscontinuous && index === windowStart - 1,
    ).length
    let bytes = kept.reduce((sum, { content }) => sum + content.length, 0)
    while (kept.length > WINDOW + BEHIND || (bytes > MAX_BYTES && kept.length > LEAST)) {
      const [oldest] = kept
      bytes -= oldest?.content.length ?? 0
      kept = kept.slice(1)
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
    window: (): readonly KeptSegment[] => kept.filter(({ index }) => index >= next - WINDOW),
    find: (index: number): KeptSegment | undefined => kept.find((segment) => segment.index === index),
    /** How many discontinuities came before the window. */
    get discontinuities() {
      return discontinuities
    },
    /** Bits in a second: the most of a segment, and of all that are kept. */
    bandwidth() {
      const rates = kept.map(({ content, duration }) => (content.length * 8) / duration)
      const seconds = kept.reduce((sum, { duration }) => sum + duration, 0)
      const bytes = kept.reduce((sum, { content }) => sum + content.length, 0)
      return {
        peak: Math.ceil(Math.max(1, ...rates)),
        average: Math.ceil((bytes * 8) / Math.max(seconds, 0.001)),
      }
    },
  }
}

export type Broadcast = ReturnType<typeof createBroadcast>
