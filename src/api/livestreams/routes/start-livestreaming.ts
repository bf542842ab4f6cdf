import { Type } from '@sinclair/typebox'
import { operation } from '../../../http/operation.js'
import { meetingParams } from '../../../http/params.js'
import { Answer } from '../../../http/wire.js'
import { StartedLivestreamSchema, StartLivestreamSchema } from '../schemas.js'
import { toStarted } from '../wire.js'

export const startLivestreaming = operation({
  id: 'start-livestreaming',
  summary: 'Start livestreaming a meeting',
  method: 'POST',
  path: '/accounts/:account_id/realtime/kit/:app_id/meetings/:meeting_id/livestreams',
  status: 201,
  params: Type.Object(meetingParams),
  body: StartLivestreamSchema,
  handle({ params, body }, { apps, meetings, livestreams }) {
    const app = apps.get(params)
    return livestreams.start(app, meetings.get(app, params.meeting_id), body)
  },
  documented: {
    schema: Answer({ data: StartedLivestreamSchema }),
    render: (livestream, view) => ({ success: true, data: toStarted(livestream, view) }),
  },
})
