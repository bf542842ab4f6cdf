import { Type } from '@sinclair/typebox'
import { toPage } from '../../../core/page.js'
import { PagingSchema, toPaging } from '../../../http/paging.js'
import { livestreamParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'
import {
  DocumentedListedSchema,
  DocumentedSessionSchema,
  PageQuerySchema,
  RecordedLivestreamSchema,
  RecordedSessionSchema,
} from '../schemas.js'
import type { LivestreamDetails } from '../service.js'
import { toDocumented, toDocumentedSession, toRecorded, toRecordedSession } from '../wire.js'

export const getLivestream = operation({
  id: 'get-v2-livestream-session-livestream-id',
  summary: 'Fetch livestream details',
  method: 'GET',
  path: `${appPath}/livestreams/:livestream_id`,
  status: 200,
  params: Type.Object(livestreamParams),
  query: PageQuerySchema,
  errors: ['noApp', 'noLivestream'],
  handle: ({ params, query }, { apps, livestreams }) =>
    livestreams.details(apps.get(params), params.livestream_id, toPage(query)),
  documented: {
    schema: Answer({
      data: Type.Object({
        livestream: DocumentedListedSchema,
        session: Type.Optional(DocumentedSessionSchema),
        paging: PagingSchema,
        sessions: Type.Array(DocumentedSessionSchema, { description: 'The whole page.' }),
      }),
    }),
    render({ livestream, sessions }: LivestreamDetails, view) {
      const page = sessions.items.map((session) => toDocumentedSession(session, view))
      return {
        success: true,
        data: {
          livestream: toDocumented(livestream, view),
          session: page[0],
          paging: toPaging(sessions),
          sessions: page,
        },
      }
    },
  },
  recorded: {
    schema: Answer({
      data: Type.Object({
        livestream: RecordedLivestreamSchema,
        sessions: Type.Array(RecordedSessionSchema),
      }),
      paging: PagingSchema,
    }),
    render: ({ livestream, sessions }: LivestreamDetails, view) => ({
      success: true,
      data: {
        livestream: toRecorded(livestream, view),
        sessions: sessions.items.map((session) => toRecordedSession(session, view)),
      },
      paging: toPaging(sessions),
    }),
  },
})
