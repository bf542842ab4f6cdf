import { Type } from '@sinclair/typebox'
import { recordingParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import type { View } from '../../../http/wire.js'
import { appPath } from '../../operation.js'
import type { Recording } from '../recording.js'
import { RecordedRecordingSchema, RecordingSchema } from '../schemas.js'
import { toDocumented, toRecorded } from '../wire.js'

export const recordingsPath = `${appPath}/recordings`

/** What the operations of one recording have in common. */
export const ofRecording = {
  path: `${recordingsPath}/:recording_id`,
  status: 200,
  params: Type.Object(recordingParams),
} as const

/** How a recording looks on the wires. */
export const single = {
  documented: {
    schema: Answer({ data: RecordingSchema }),
    render: (recording: Recording, view: View) => ({ success: true, data: toDocumented(recording, view) }),
  },
  recorded: {
    schema: Answer({ data: RecordedRecordingSchema }),
    render: (recording: Recording, view: View) => ({ success: true, data: toRecorded(recording, view) }),
  },
}
