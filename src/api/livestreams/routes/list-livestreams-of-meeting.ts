import { Type } from '@sinclair/typebox'
import { toPage } from '../../../core/page.js'
import { PagingSchema, toPaging } from '../../../http/paging.js'
import { meetingParams } from '../../../http/params.js'
import { Answer, Nullable } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'
import type { LivestreamSession } from '../livestream-session.js'
import {
  DocumentedOfMeetingSchema,
  DocumentedTextSessionSchema,
  PageQuerySchema,
  RecordedLivestreamSchema,
  RecordedSessionSchema,
} from '../schemas.js'
import type { MeetingLivestreams } from '../service.js'
import { toDocumentedOfMeeting, toDocumentedTextSession, toRecorded, toRecordedSession } from '../wire.js'

const sessionsOf = ({ items }: MeetingLivestreams): LivestreamSession[] =>
  items.flatMap(({ session }) => session ?? [])

export const listLivestreamsOfMeeting = operation({
  id: 'livestream-session-details',
  summary: "Fetch a meeting's livestream sessions",
  method: 'GET',
  path: `${appPath}/meetings/:meeting_id/livestream`,
  status: 200,
  params: Type.Object(meetingParams),
  query: PageQuerySchema,
  errors: ['noApp', 'invalidGuid', 'noMeeting'],
  handle: ({ params, query }, { apps, meetings, livestreams }) =>
    livestreams.listOfMeeting(meetings.get(apps.get(params), params.meeting_id), toPage(query)),
  documented: {
    schema: Answer({
      data: Type.Object({
        livestreams: Type.Array(DocumentedOfMeetingSchema),
        sessions: Type.Optional(DocumentedTextSessionSchema),
        paging: PagingSchema,
        livestream_sessions: Type.Array(DocumentedTextSessionSchema, { description: 'The whole page.' }),
      }),
    }),
    render(paged: MeetingLivestreams, view) {
      const sessions = sessionsOf(paged).map((session) => toDocumentedTextSession(session, view))
      return {
        success: true,
        data: {
          livestreams: paged.items.map(({ livestream }) => toDocumentedOfMeeting(livestream, view)),
          sessions: sessions[0],
          paging: toPaging(paged),
          livestream_sessions: sessions,
        },
      }
    },
  },
  recorded: {
    schema: Answer({
      data: Type.Object({
        livestream: Nullable(RecordedLivestreamSchema),
        sessions: Type.Array(RecordedSessionSchema),
      }),
      paging: PagingSchema,
    }),
    render(paged: MeetingLivestreams, view) {
      const [first] = paged.items
      return {
        success: true,
        data: {
          livestream: first ? toRecorded(first.livestream, view) : null,
          sessions: sessionsOf(paged).map((session) => toRecordedSession(session, view)),
        },
        paging: toPaging(paged),
      }
    },
  },
})
