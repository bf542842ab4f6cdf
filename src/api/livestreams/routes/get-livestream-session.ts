import { Type } from '@sinclair/typebox'
import { operation } from '../../../http/operation.js'
import { livestreamSessionParams } from '../../../http/params.js'
import { Answer } from '../../../http/wire.js'
import type { LivestreamSession } from '../livestream-session.js'
import { DocumentedWholeSessionSchema, RecordedSessionSchema } from '../schemas.js'
import { toDocumentedWholeSession, toRecordedSession } from '../wire.js'

export const getLivestreamSession = operation({
  id: 'get-v2-livestreams-livestream-session-id',
  summary: 'Fetch a livestream session',
  method: 'GET',
  path: '/accounts/:account_id/realtime/kit/:app_id/livestreams/sessions/:livestream_session_id',
  status: 200,
  params: Type.Object(livestreamSessionParams),
  handle: ({ params }, { apps, livestreams }) =>
    livestreams.session(apps.get(params), params.livestream_session_id),
  documented: {
    schema: Answer({ data: DocumentedWholeSessionSchema }),
    render: (session: LivestreamSession, view) => ({
      success: true,
      data: toDocumentedWholeSession(session, view),
    }),
  },
  recorded: {
    schema: Answer({ data: RecordedSessionSchema }),
    render: (session: LivestreamSession, view) => ({
      success: true,
      data: toRecordedSession(session, view),
    }),
  },
})
