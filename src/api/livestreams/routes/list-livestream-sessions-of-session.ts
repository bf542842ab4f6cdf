import { Type } from '@sinclair/typebox'
import { type Paged, toPage } from '../../../core/page.js'
import { PagingSchema, toPaging } from '../../../http/paging.js'
import { sessionParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'
import type { LivestreamSession } from '../livestream-session.js'
import {
  DocumentedSessionSchema,
  documentedFirstSession,
  PageQuerySchema,
  RecordedSessionSchema,
} from '../schemas.js'
import { toDocumentedSession, toRecordedSession } from '../wire.js'

export const listLivestreamSessionsOfSession = operation({
  id: 'get-v2-livestreamsession-session-meetingId-active-livestream',
  summary: "Fetch a meeting session's livestream sessions",
  method: 'GET',
  path: `${appPath}/sessions/:session_id/livestream-sessions`,
  status: 200,
  params: Type.Object(sessionParams),
  query: PageQuerySchema,
  errors: ['noApp', 'invalidGuid', 'noSession'],
  handle({ params, query }, { apps, sessions, livestreams }) {
    const session = sessions.get(apps.get(params), params.session_id)
    return livestreams.livestreamSessionsOf(session, toPage(query))
  },
  documented: {
    schema: Answer({
      data: Type.Object({
        ...documentedFirstSession,
        paging: PagingSchema,
        livestream_sessions: Type.Array(DocumentedSessionSchema, { description: 'The whole page.' }),
      }),
    }),
    render(paged: Paged<LivestreamSession>, view) {
      const page = paged.items.map((session) => toDocumentedSession(session, view))
      return {
        success: true,
        // err_message is published here with the statuses as its enum, an error; the text is given.
        data: { ...page[0], paging: toPaging(paged), livestream_sessions: page },
      }
    },
  },
  recorded: {
    schema: Answer({
      data: Type.Object({ data: Type.Array(RecordedSessionSchema), paging: PagingSchema }),
    }),
    render: (paged: Paged<LivestreamSession>, view) => ({
      success: true,
      data: {
        data: paged.items.map((session) => toRecordedSession(session, view)),
        paging: toPaging(paged),
      },
    }),
  },
})
