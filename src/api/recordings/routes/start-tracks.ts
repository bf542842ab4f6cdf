import { Type } from '@sinclair/typebox'
import { appParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { operation } from '../../operation.js'
import type { Recording } from '../recording.js'
import { BareRecordingSchema, RecordedBareRecordingSchema, StartTracksSchema } from '../schemas.js'
import { toBare, toRecordedBare } from '../wire.js'
import { recordingsPath } from './common.js'

export const startTracks = operation({
  id: 'startTrackRecordingForAMeeting',
  summary: 'Start recording the participants of a meeting, each in a file',
  method: 'POST',
  path: `${recordingsPath}/track`,
  status: 200,
  params: Type.Object(appParams),
  body: StartTracksSchema,
  errors: ['noApp', 'badDirective', 'invalidGuid', 'noMeeting', 'noActiveSession'],
  handle({ params, body }, { apps, meetings, recordings }) {
    const app = apps.get(params)
    return recordings.startTracks(app, meetings.get(app, body.meeting_id), body)
  },
  documented: {
    schema: Answer({ data: Type.Object({ recording: BareRecordingSchema }) }),
    render: (recording: Recording, view) => ({ success: true, data: { recording: toBare(recording, view) } }),
  },
  recorded: {
    schema: Answer({ data: Type.Object({ recording: RecordedBareRecordingSchema }) }),
    render: (recording: Recording, view) => ({
      success: true,
      data: { recording: toRecordedBare(recording, view) },
    }),
  },
})
