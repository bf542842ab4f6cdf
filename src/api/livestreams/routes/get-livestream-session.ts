import { Type } from '@sinclair/typebox'
import { livestreamSessionParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'
import type { LivestreamSession } from '../livestream-session.js'
import { DocumentedWholeSessionSchema, RecordedSessionSchema } from '../schemas.js'
import { toDocumentedWholeSession, toRecordedSession } from '../wire.js'

export const getLivestreamSession = operation({
  id: 'get-v2-livestreams-livestream-session-id',
  summary: 'Fetch a livestream session',
  method: 'GET',
  path: `${appPath}/livestreams/sessions/:livestream_session_id`,
  status: 200,
  params: Type.Object(livestreamSessionParams),
  errors: ['noApp', 'noLivestreamSession'],
  handle: ({ params }, { apps, livestreams }) =>
    livestreams.livestreamSession(apps.get(params), params.livestream_session_id),
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
