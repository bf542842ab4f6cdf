import { Type } from '@sinclair/typebox'
import { livestreamParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'
import {
  DocumentedListedSchema,
  DocumentedTextSessionSchema,
  RecordedLivestreamSchema,
  RecordedSessionSchema,
} from '../schemas.js'
import { toDocumented, toDocumentedTextSession, toRecorded, toRecordedSession } from '../wire.js'

export const getActiveLivestreamSession = operation({
  id: 'get-v2-active-livestream-session-details',
  summary: "Fetch a livestream's active session",
  method: 'GET',
  path: `${appPath}/livestreams/:livestream_id/active-livestream-session`,
  status: 200,
  params: Type.Object(livestreamParams),
  errors: ['noApp', 'noLivestream', 'noActiveLivestreamSession'],
  handle: ({ params }, { apps, livestreams }) =>
    livestreams.activeLivestreamSession(apps.get(params), params.livestream_id),
  documented: {
    schema: Answer({
      data: Type.Object({ livestream: DocumentedListedSchema, session: DocumentedTextSessionSchema }),
    }),
    render: ({ livestream, session }, view) => ({
      success: true,
      data: {
        livestream: toDocumented(livestream, view),
        session: toDocumentedTextSession(session, view),
      },
    }),
  },
  recorded: {
    schema: Answer({
      data: Type.Object({ livestream: RecordedLivestreamSchema, session: RecordedSessionSchema }),
    }),
    render: ({ livestream, session }, view) => ({
      success: true,
      data: { livestream: toRecorded(livestream, view), session: toRecordedSession(session, view) },
    }),
  },
})
