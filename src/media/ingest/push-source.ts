/** Shows what an encoder sends. */

import { writeMediaPlaylist, writeMultivariantPlaylist } from '../playback/playlists.js'
import type { Showing, Source } from '../playback/source.js'
import type { Broadcast } from './broadcast.js'

/** Show a broadcast in its livestream session. @returns undefined while no segment is complete */
export function createPushSource(
  broadcast: Broadcast,
  { id, startedAt, stoppedAt }: Showing,
): Source | undefined {
  const window = broadcast.window()
  const [first] = window
  if (!first) return undefined
  const { peak, average } = broadcast.bandwidth()
  const rendition = {
    ...broadcast.segmenter.describe(),
    peakBandwidth: peak,
    averageBandwidth: average,
    uri: `${encodeURIComponent(id)}/live.m3u8`,
  }
  return {
    playlist: 'live.m3u8',
    segmentForm: /^live-(\d{1,9})\.ts$/,
    multivariant: () => writeMultivariantPlaylist(rendition, { isIndependent: false }),
    media: () =>
      writeMediaPlaylist({
        targetDuration: broadcast.segmenter.limit,
        sequence: first.index,
        discontinuities: broadcast.discontinuities,
        segments: window.map(({ index, duration, isDiscontinuous, shownAt }, i) => ({
          uri: `live-${index}.ts`,
          duration,
          isDiscontinuous,
          ...((i === 0 || isDiscontinuous) && { shownAt }),
        })),
        // A segment that had to be cut between key frames cannot be decoded by itself.
        isIndependent: false,
        hasEnded: stoppedAt !== null,
      }),
    segment(index) {
      const found = broadcast.find(index)
      return found && { ...found, etag: `"${startedAt}-${index}"` }
    },
  }
}
