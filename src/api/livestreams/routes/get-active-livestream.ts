import { Type } from '@sinclair/typebox'
import { meetingParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'
import type { Livestream } from '../livestream.js'
import { DocumentedActiveSchema, RecordedActiveSchema } from '../schemas.js'
import { toDocumentedActive, toRecordedActive } from '../wire.js'

export const getActiveLivestream = operation({
  id: 'get-v2-meetings-meetingId-active-livestream',
  summary: "Fetch a meeting's active livestream",
  method: 'GET',
  path: `${appPath}/meetings/:meeting_id/active-livestream`,
  status: 200,
  params: Type.Object(meetingParams),
  errors: ['noApp', 'invalidGuid', 'noMeeting', 'noActiveLivestream'],
  handle: ({ params }, { apps, meetings, livestreams }) =>
    livestreams.activeOf(meetings.get(apps.get(params), params.meeting_id)),
  documented: {
    schema: Answer({ data: DocumentedActiveSchema }),
    render: (livestream: Livestream, view) => ({
      success: true,
      data: toDocumentedActive(livestream, view),
    }),
  },
  recorded: {
    // The recorded body has neither the ingest server nor the stream key.
    schema: Answer({ data: RecordedActiveSchema }),
    render: (livestream: Livestream, view) => ({ success: true, data: toRecordedActive(livestream, view) }),
  },
})
