/** How recordings look on each wire; the docs have the table of the differences. */

import { toIso } from '../../core/iso-time.js'
import { isoOrNull, type View } from '../../http/wire.js'
import type { Meeting } from '../meetings/meeting.js'
import { toDocumented as toDocumentedMeeting, toRecorded as toRecordedMeeting } from '../meetings/wire.js'
import { audioFileName, publishedId, type Recording, recordedMs } from './recording.js'
import { withoutSecrets } from './schemas.js'
import type { RecordingOfMeeting } from './service.js'

const linkTo = (
  { expiresAt, downloadKey }: Recording,
  fileName: string | undefined,
  { links }: Pick<View, 'links'>,
) => (expiresAt === null || fileName === undefined ? null : links.downloadUrl(downloadKey, fileName))

const trackNames = ({ tracks }: Recording) => Object.values(tracks?.files ?? {}).flat()

/** The links to the files of a recording; null where there is none. */
export const linksOf = (recording: Recording, view: Pick<View, 'links'>) => {
  const { hasVideo, audioCodec, outputFileName } = recording
  const [firstTrack] = trackNames(recording)
  return {
    // Published as a string. ASSUMED: a track recording's is that of its first file.
    file: linkTo(recording, hasVideo ? outputFileName : firstTrack, view),
    audio: linkTo(recording, audioCodec ? audioFileName(recording, audioCodec) : undefined, view),
  }
}

/** Seconds, rounded: published as an integer. */
export const durationOf = (recording: Recording, now: number) => Math.round(recordedMs(recording, now) / 1000)

const bare = (recording: Recording, view: View) => {
  const { file, audio } = linksOf(recording, view)
  return {
    id: publishedId(recording),
    meeting_id: recording.meetingId,
    type: recording.type === 'TRACK' ? recording.type : undefined,
    status: recording.status,
    output_file_name: recording.outputFileName,
    download_url: file,
    audio_download_url: audio,
    download_url_expiry: isoOrNull(recording.expiresAt),
    file_size: recording.fileSize,
    session_id: recording.sessionId,
    recording_duration: durationOf(recording, view.now),
    invoked_time: toIso(recording.invokedAt),
    started_time: isoOrNull(recording.startedAt),
    stopped_time: isoOrNull(recording.stoppedAt),
  }
}

/** The links of a track recording, by layer. Source: the documentation of track recordings. */
const recordedBare = (recording: Recording, view: View) => ({
  ...bare(recording, view),
  ...(recording.tracks?.files && {
    download_url: Object.entries(recording.tracks.files).map(([layer_name, names]) => ({
      layer_name,
      download_urls: Object.fromEntries(
        names.map((name) => [name, { download_url: linkTo(recording, name, view) }]),
      ),
    })),
  }),
})

/** ASSUMED: who called is given as `ORGANIZATION` alone; what does not follow from a call has no caller. */
const reasonOf = (reason: string) => ({
  reason,
  ...(reason === 'API_CALL' && { caller: { type: 'ORGANIZATION' } }),
})

const reasons = ({ storageConfig, startReason, stopReason }: Recording) => ({
  storage_config: storageConfig,
  start_reason: reasonOf(startReason),
  // ASSUMED: no published reason fits a recording that reached its `max_seconds`, which has none.
  stop_reason: stopReason === null ? undefined : reasonOf(stopReason),
})

/** Show a recording without its reasons. */
export const toBare = bare
/** Show a recording without its reasons on the recorded wire. */
export const toRecordedBare = recordedBare

/** Show a recording on the documented wire. */
export const toDocumented = (recording: Recording, view: View) => ({
  ...bare(recording, view),
  ...reasons(recording),
})
/** Show a recording on the recorded wire. */
export const toRecorded = (recording: Recording, view: View) => ({
  ...recordedBare(recording, view),
  ...reasons(recording),
})

/** The meeting without the secrets of where it is recorded to. */
const guarded = (meeting: Meeting): Meeting =>
  meeting.recordingConfig
    ? {
        ...meeting,
        recordingConfig: {
          ...meeting.recordingConfig,
          storage_config: withoutSecrets(meeting.recordingConfig.storage_config),
        },
      }
    : meeting

/** Show a recording of a list on the documented wire. */
export const toDocumentedListed = ({ recording, meeting }: RecordingOfMeeting, view: View) => ({
  ...bare(recording, view),
  storage_config: recording.storageConfig,
  meeting: meeting && toDocumentedMeeting(guarded(meeting)),
})
/** Show a recording of a list on the recorded wire. */
export const toRecordedListed = ({ recording, meeting }: RecordingOfMeeting, view: View) => ({
  ...recordedBare(recording, view),
  storage_config: recording.storageConfig,
  meeting: meeting && toRecordedMeeting(guarded(meeting)),
})
/** Show a recording that was stopped, paused or resumed on the recorded wire: with its meeting, as recorded. */
export const toRecordedActed = ({ recording, meeting }: RecordingOfMeeting, view: View) => ({
  ...toRecorded(recording, view),
  meeting: meeting && toRecordedMeeting(guarded(meeting)),
})
