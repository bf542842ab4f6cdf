import { Type } from '@sinclair/typebox'
import { meetingParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'

export const stopLivestreaming = operation({
  id: 'stop_livestreaming',
  summary: 'Stop livestreaming a meeting',
  method: 'POST',
  path: `${appPath}/meetings/:meeting_id/active-livestream/stop`,
  status: 200,
  params: Type.Object(meetingParams),
  errors: ['noApp', 'invalidGuid', 'noMeeting', 'noActiveLivestream'],
  handle({ params }, { apps, meetings, livestreams }) {
    return livestreams.stop(meetings.get(apps.get(params), params.meeting_id))
  },
  documented: {
    schema: Answer({ data: Type.Object({ message: Type.String() }) }),
    render: () => ({ success: true, data: { message: 'Stopped live stream successfully' } }),
  },
})
