import { Type } from '@sinclair/typebox'
import { type Paged, toPage } from '../../core/page.js'
import { PagingSchema, toPaging } from '../../http/paging.js'
import { appParams, meetingParams, sessionParams } from '../../http/params.js'
import { Answer } from '../../http/schema-helpers.js'
import { instantOf, type View } from '../../http/wire.js'
import { appPath, operation } from '../operation.js'
import {
  GetSessionQuerySchema,
  ListSessionsQuerySchema,
  RecordedSessionSchema,
  SessionSchema,
} from './schemas.js'
import type { Session } from './session.js'
import { toDocumented, toRecorded } from './wire.js'

const path = appPath

const one = {
  documented: {
    schema: Answer({ data: SessionSchema }),
    render: (session: Session, view: View) => ({ success: true, data: toDocumented(session, view) }),
  },
  recorded: {
    schema: Answer({ data: RecordedSessionSchema }),
    render: (session: Session, view: View) => ({ success: true, data: toRecorded(session, view) }),
  },
}

/** Read `least:most`, or one number for both. */
const readParticipantRange = (text: string | undefined) => {
  if (text === undefined) return {}
  const [least, most = least] = text.split(':').map(Number)
  return { leastParticipants: least, mostParticipants: most }
}

const listSessions = operation({
  id: 'GetSessions',
  summary: 'Fetch all sessions of an app',
  method: 'GET',
  path: `${path}/sessions`,
  status: 200,
  params: Type.Object(appParams),
  query: ListSessionsQuerySchema,
  errors: ['noApp', 'invalidGuid'],
  handle({ params, query }, { apps, meetings, sessions }) {
    const app = apps.get(params)
    if (query.associated_id !== undefined) meetings.checkId(app, query.associated_id, 'associated_id')
    return sessions.list(app, {
      filter: {
        status: query.status,
        search: query.search || undefined,
        associatedId: query.associated_id,
        startTime: instantOf(query.start_time),
        endTime: instantOf(query.end_time),
        ...readParticipantRange(query.participants),
      },
      order: { by: query.sort_by ?? 'createdAt', direction: query.sort_order ?? 'DESC' },
      page: toPage(query),
    })
  },
  documented: {
    schema: Answer({ data: Type.Object({ sessions: Type.Array(SessionSchema) }), paging: PagingSchema }),
    render: (paged: Paged<Session>, view) => ({
      success: true,
      data: { sessions: paged.items.map((session) => toDocumented(session, view)) },
      paging: toPaging(paged),
    }),
  },
  recorded: {
    schema: Answer({
      data: Type.Object({ sessions: Type.Array(RecordedSessionSchema) }),
      paging: PagingSchema,
    }),
    render: (paged: Paged<Session>, view) => ({
      success: true,
      data: { sessions: paged.items.map((session) => toRecorded(session, view)) },
      paging: toPaging(paged),
    }),
  },
})

const getSession = operation({
  id: 'GetSessionDetails',
  summary: 'Fetch a session',
  method: 'GET',
  path: `${path}/sessions/:session_id`,
  status: 200,
  params: Type.Object(sessionParams),
  query: GetSessionQuerySchema,
  errors: ['noApp', 'invalidGuid', 'noSession'],
  handle: ({ params }, { apps, sessions }) => sessions.get(apps.get(params), params.session_id),
  documented: {
    // The Go SDK reads the session from a property of that name; the document has its fields beside it.
    schema: Answer({ data: Type.Object({ ...SessionSchema.properties, session: SessionSchema }) }),
    render(session: Session, view) {
      const data = toDocumented(session, view)
      return { success: true, data: { ...data, session: data } }
    },
  },
  recorded: one.recorded,
})

const getActiveSession = operation({
  id: 'GetActiveSession',
  summary: "Fetch a meeting's active session",
  method: 'GET',
  path: `${path}/meetings/:meeting_id/active-session`,
  status: 200,
  params: Type.Object(meetingParams),
  errors: ['noApp', 'invalidGuid', 'noMeeting', 'noActiveSession'],
  handle: ({ params }, { apps, meetings, sessions }) =>
    sessions.active(meetings.get(apps.get(params), params.meeting_id)),
  ...one,
})

export const sessionOperations = [listSessions, getSession, getActiveSession]
