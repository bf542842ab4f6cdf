import { Type } from '@sinclair/typebox'
import { meetingParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { operation } from '../../operation.js'
import type { Recording } from '../recording.js'
import { BareRecordingSchema } from '../schemas.js'
import { toBare } from '../wire.js'
import { recordingsPath } from './common.js'

export const getActiveRecording = operation({
  id: 'get_active_recording',
  summary: 'Fetch the active recording of a meeting',
  method: 'GET',
  path: `${recordingsPath}/active-recording/:meeting_id`,
  status: 200,
  params: Type.Object(meetingParams),
  errors: ['noApp', 'invalidGuid', 'noMeeting', 'noActiveRecording'],
  handle: ({ params }, { apps, meetings, recordings }) =>
    recordings.activeOf(meetings.get(apps.get(params), params.meeting_id)),
  documented: {
    schema: Answer({ data: BareRecordingSchema }),
    render: (recording: Recording, view) => ({ success: true, data: toBare(recording, view) }),
  },
})
