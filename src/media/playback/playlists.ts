/** Writes the playlists of HTTP Live Streaming (RFC 8216). */

import { toIso } from '../../core/iso-time.js'

/** What a player is told before it chooses what to load. */
export interface Rendition {
  /** Bits in a second: the most of a segment, and the mean. */
  peakBandwidth: number
  averageBandwidth: number
  codecs: string
  /** Undefined without pictures. */
  width: number | undefined
  height: number | undefined
  frameRate?: number
  /** The address of its playlist, below that of the first. */
  uri: string
}

/** Write the playlist that tells a player what it is going to get. */
export function writeMultivariantPlaylist(rendition: Rendition, { isIndependent = true } = {}): string {
  const { peakBandwidth, averageBandwidth, codecs, width, height, frameRate, uri } = rendition
  const attributes = [
    `BANDWIDTH=${peakBandwidth}`,
    `AVERAGE-BANDWIDTH=${averageBandwidth}`,
    ...(codecs ? [`CODECS="${codecs}"`] : []),
    ...(width && height ? [`RESOLUTION=${width}x${height}`] : []),
    ...(frameRate ? [`FRAME-RATE=${frameRate.toFixed(3)}`] : []),
  ]
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    ...(isIndependent ? ['#EXT-X-INDEPENDENT-SEGMENTS'] : []),
    `#EXT-X-STREAM-INF:${attributes.join(',')}`,
    uri,
    '',
  ].join('\n')
}

/** A segment as a playlist names it. */
export interface ListedSegment {
  uri: string
  /** Seconds. */
  duration: number
  isDiscontinuous?: boolean
  /** Unix milliseconds, on the account's clock, where it does not follow from the segment before. */
  shownAt?: number
}

/** Write the playlist of the segments that can be played now. */
export function writeMediaPlaylist(options: {
  /** Whole seconds that no segment exceeds. */
  targetDuration: number
  /** The number of the first segment. */
  sequence: number
  /** How many discontinuities came before the first segment. */
  discontinuities?: number
  segments: readonly ListedSegment[]
  isIndependent: boolean
  hasEnded: boolean
}): string {
  const { targetDuration, sequence, discontinuities = 0, segments, isIndependent, hasEnded } = options
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    `#EXT-X-TARGETDURATION:${targetDuration}`,
    `#EXT-X-MEDIA-SEQUENCE:${sequence}`,
    ...(discontinuities > 0 ? [`#EXT-X-DISCONTINUITY-SEQUENCE:${discontinuities}`] : []),
    ...(isIndependent ? ['#EXT-X-INDEPENDENT-SEGMENTS'] : []),
  ]
  for (const { uri, duration, isDiscontinuous, shownAt } of segments) {
    if (isDiscontinuous) lines.push('#EXT-X-DISCONTINUITY')
    if (shownAt !== undefined) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${toIso(shownAt)}`)
    lines.push(`#EXTINF:${duration.toFixed(5)},`, uri)
  }
  if (hasEnded) lines.push('#EXT-X-ENDLIST')
  return [...lines, ''].join('\n')
}
