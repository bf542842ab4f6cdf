/** Shows a test card: a pure function of the time. */

import { writeMediaPlaylist, writeMultivariantPlaylist } from './playlists.js'
import type { Showing, Source } from './source.js'
import type { TestCard } from './test-card.js'

/** Segments that are complete when a livestream goes live, so that a player begins at once. */
const HEAD_START = 3
/** Segments in a media playlist. */
const WINDOW = 6

/** Show a card in a livestream session. @param now Unix milliseconds */
export function createCardSource(card: TestCard, { id, startedAt, stoppedAt }: Showing, now: number): Source {
  const beganAt = startedAt - Math.round(card.startOf(HEAD_START) * 1000)
  const until = Math.max(startedAt, Math.min(stoppedAt ?? now, now))
  const end = card.completeAt(until - beganAt)
  const durationOf = (index: number) => card.startOf(index + 1) - card.startOf(index)
  return {
    playlist: 'media.m3u8',
    segmentForm: /^(\d{1,9})\.ts$/,
    multivariant: () => writeMultivariantPlaylist({ ...card, uri: `${encodeURIComponent(id)}/media.m3u8` }),
    media() {
      const first = Math.max(0, end - WINDOW)
      const segments = Array.from({ length: end - first }, (_, i) => ({
        uri: `${first + i}.ts`,
        duration: durationOf(first + i),
        ...(i === 0 && { shownAt: beganAt + Math.round(card.startOf(first) * 1000) }),
      }))
      return writeMediaPlaylist({
        targetDuration: card.targetDuration,
        sequence: first,
        segments,
        isIndependent: true,
        hasEnded: stoppedAt !== null,
      })
    },
    segment: (index) =>
      index < end
        ? { content: card.segment(index), etag: `"${card.digest}-${index}"`, duration: durationOf(index) }
        : undefined,
  }
}
