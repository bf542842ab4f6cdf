import { Type } from '@sinclair/typebox'
import { meetingParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'
import { StartedLivestreamSchema, StartLivestreamSchema } from '../schemas.js'
import { toStarted } from '../wire.js'

export const startLivestreaming = operation({
  id: 'start-livestreaming',
  summary: 'Start livestreaming a meeting',
  method: 'POST',
  path: `${appPath}/meetings/:meeting_id/livestreams`,
  status: 201,
  params: Type.Object(meetingParams),
  body: StartLivestreamSchema,
  strictBody: true,
  errors: [
    'noApp',
    'invalidGuid',
    'noMeeting',
    'meetingInactive',
    'livestreamActive',
    'livestreamConflict',
    'livestreamStopping',
    'badDirective',
  ],
  handle({ params, body }, { apps, meetings, livestreams }) {
    const app = apps.get(params)
    return livestreams.start(app, meetings.get(app, params.meeting_id), body)
  },
  documented: {
    schema: Answer({ data: StartedLivestreamSchema }),
    render: (livestream, view) => ({ success: true, data: toStarted(livestream, view) }),
  },
})
