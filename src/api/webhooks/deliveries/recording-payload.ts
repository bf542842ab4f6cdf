import { toIso } from '../../../core/iso-time.js'
import type { View } from '../../../http/wire.js'
import type { App } from '../../apps/app.js'
import { publishedId, type Recording } from '../../recordings/recording.js'
import { durationOf, linksOf } from '../../recordings/wire.js'

/** Recorded as text with single quotes; a reason that does not follow from a call was called by `INTERNAL`. */
const stopReasonOf = (reason: string) =>
  `{'reason':'${reason}','caller':{'type':'${reason === 'API_CALL' ? 'ORGANIZATION' : 'INTERNAL'}'}}`

/** Describe a recording as a webhook does. Properties that have no value yet are left out, as recorded. */
export function describeRecording(
  recording: Recording,
  { app, ...view }: Pick<View, 'links' | 'now'> & { app: App },
) {
  const { startedAt, stoppedAt, expiresAt, fileSize, sessionId, stopReason } = recording
  const { file, audio } = linksOf(recording, view)
  const id = publishedId(recording)
  return {
    id,
    recordingId: id,
    status: recording.status,
    meetingId: recording.meetingId,
    organizationId: app.uuid ?? app.id,
    outputFileName: recording.outputFileName,
    ...(sessionId !== null && { roomUUID: sessionId }),
    ...(startedAt !== null && { startedTime: toIso(startedAt) }),
    ...(stoppedAt !== null && { stoppedTime: toIso(stoppedAt) }),
    // The newest documentation has it as text.
    ...(fileSize !== null && { fileSize: String(fileSize) }),
    ...(file !== null && { downloadUrl: file }),
    ...(audio !== null && { audioDownloadUrl: audio }),
    ...(expiresAt !== null && { downloadUrlExpiry: toIso(expiresAt) }),
    recordingDuration: durationOf(recording, view.now),
    ...(stopReason !== null && { stopReason: stopReasonOf(stopReason) }),
  }
}
