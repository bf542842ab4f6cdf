import { Type } from '@sinclair/typebox'
import { Answer } from '../../../http/schema-helpers.js'
import { operation } from '../../operation.js'
import {
  ActionSchema,
  RecordedListedRecordingSchema,
  RecordedRecordingSchema,
  RecordingSchema,
} from '../schemas.js'
import type { RecordingOfMeeting } from '../service.js'
import { toDocumented, toRecordedActed } from '../wire.js'
import { ofRecording } from './common.js'

const { meeting } = RecordedListedRecordingSchema.properties

export const actOnRecording = operation({
  id: 'pause_resume_stop_recording',
  summary: 'Stop, pause or resume a recording',
  method: 'PUT',
  ...ofRecording,
  body: ActionSchema,
  errors: [
    'noApp',
    'invalidGuid',
    'noRecording',
    'recordingNotInProgress',
    'recordingPaused',
    'recordingNotPaused',
  ],
  handle: ({ params, body }, { apps, recordings }) =>
    recordings.act(apps.get(params), params.recording_id, body.action),
  documented: {
    schema: Answer({ data: RecordingSchema }),
    render: ({ recording }: RecordingOfMeeting, view) => ({
      success: true,
      data: toDocumented(recording, view),
    }),
  },
  recorded: {
    schema: Answer({ data: Type.Object({ ...RecordedRecordingSchema.properties, meeting }) }),
    render: (acted: RecordingOfMeeting, view) => ({ success: true, data: toRecordedActed(acted, view) }),
  },
})
