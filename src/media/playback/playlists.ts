/** Writes the playlists of HTTP Live Streaming (RFC 8216) for a test card. */

import { toIso } from '../../core/iso-time.js'
import type { TestCard } from './test-card.js'

/** Segments that are complete when a livestream goes live, so that a player begins at once. */
const HEAD_START = 3
/** Segments in a media playlist. */
const WINDOW = 6

/** The time during which a livestream showed the card. Unix milliseconds. */
export interface Broadcast {
  /** The livestream session. */
  id: string
  startedAt: number
  /** Null while it is live. */
  stoppedAt: number | null
}

/** Find when the card began. */
const beginningOf = (card: TestCard, { startedAt }: Broadcast) =>
  startedAt - Math.round(card.startOf(HEAD_START) * 1000)

/** Count the segments that are complete, which is a function of the time alone. @param now Unix milliseconds */
export const completeSegments = (card: TestCard, broadcast: Broadcast, now: number) =>
  card.completeAt(
    Math.max(broadcast.startedAt, Math.min(broadcast.stoppedAt ?? now, now)) - beginningOf(card, broadcast),
  )

/** Write the playlist that tells a player what it is going to get. */
export function multivariantPlaylist(card: TestCard, broadcast: Broadcast): string {
  const attributes = [
    `BANDWIDTH=${card.peakBandwidth}`,
    `AVERAGE-BANDWIDTH=${card.averageBandwidth}`,
    `CODECS="${card.codecs}"`,
    `RESOLUTION=${card.width}x${card.height}`,
    `FRAME-RATE=${card.frameRate.toFixed(3)}`,
  ]
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-STREAM-INF:${attributes.join(',')}`,
    `${encodeURIComponent(broadcast.id)}/media.m3u8`,
    '',
  ].join('\n')
}

/** Write the playlist of the segments that can be played now. @param now Unix milliseconds */
export function mediaPlaylist(card: TestCard, broadcast: Broadcast, now: number): string {
  const end = completeSegments(card, broadcast, now)
  const first = Math.max(0, end - WINDOW)
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    `#EXT-X-TARGETDURATION:${card.targetDuration}`,
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-PROGRAM-DATE-TIME:${toIso(beginningOf(card, broadcast) + Math.round(card.startOf(first) * 1000))}`,
  ]
  for (let index = first; index < end; index += 1) {
    const duration = card.startOf(index + 1) - card.startOf(index)
    lines.push(`#EXTINF:${duration.toFixed(5)},`, `${index}.ts`)
  }
  if (broadcast.stoppedAt !== null) lines.push('#EXT-X-ENDLIST')
  return [...lines, ''].join('\n')
}
