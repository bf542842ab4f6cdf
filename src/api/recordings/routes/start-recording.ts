import { Type } from '@sinclair/typebox'
import { appParams } from '../../../http/params.js'
import { operation } from '../../operation.js'
import { StartRecordingSchema } from '../schemas.js'
import { recordingsPath, single } from './common.js'

export const startRecording = operation({
  id: 'start_recording',
  summary: 'Start recording a meeting',
  method: 'POST',
  path: recordingsPath,
  // Published; the live service answers 201.
  status: 200,
  params: Type.Object(appParams),
  body: StartRecordingSchema,
  errors: ['noApp', 'badDirective', 'invalidGuid', 'noMeeting', 'meetingInactive', 'recordingActive'],
  handle({ params, body }, { apps, meetings, recordings }) {
    const app = apps.get(params)
    return recordings.start(app, meetings.get(app, body.meeting_id), body)
  },
  documented: single.documented,
  recorded: { ...single.recorded, status: 201 },
})
