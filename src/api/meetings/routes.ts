import { Type } from '@sinclair/typebox'
import { type Paged, toPage } from '../../core/page.js'
import { PagingSchema, toPaging } from '../../http/paging.js'
import { appParams, meetingParams } from '../../http/params.js'
import { Answer } from '../../http/schema-helpers.js'
import { instantOf } from '../../http/wire.js'
import { appPath, operation } from '../operation.js'
import type { Meeting } from './meeting.js'
import {
  ListMeetingsQuerySchema,
  MeetingBodySchema,
  MeetingPatchSchema,
  MeetingSchema,
  RecordedMeetingSchema,
} from './schemas.js'
import { toDocumented, toRecorded } from './wire.js'

const path = `${appPath}/meetings`

const one = {
  documented: {
    schema: Answer({ data: MeetingSchema }),
    render: (meeting: Meeting) => ({ success: true, data: toDocumented(meeting) }),
  },
  recorded: {
    schema: Answer({ data: RecordedMeetingSchema }),
    render: (meeting: Meeting) => ({ success: true, data: toRecorded(meeting) }),
  },
}

const listMeetings = operation({
  id: 'get_all_meetings',
  summary: 'Fetch all meetings of an app',
  method: 'GET',
  path,
  status: 200,
  params: Type.Object(appParams),
  query: ListMeetingsQuerySchema,
  errors: ['noApp'],
  handle: ({ params, query }, { apps, meetings }) =>
    meetings.list(apps.get(params), {
      filter: {
        status: query.status,
        search: query.search || undefined,
        startTime: instantOf(query.start_time),
        endTime: instantOf(query.end_time),
      },
      page: toPage(query),
    }),
  documented: {
    schema: Answer({ data: Type.Array(MeetingSchema), paging: PagingSchema }),
    render: (paged: Paged<Meeting>) => ({
      success: true,
      data: paged.items.map(toDocumented),
      paging: toPaging(paged),
    }),
  },
  recorded: {
    schema: Answer({ data: Type.Array(RecordedMeetingSchema), paging: PagingSchema }),
    render: (paged: Paged<Meeting>) => ({
      success: true,
      data: paged.items.map(toRecorded),
      paging: toPaging(paged),
    }),
  },
})

const createMeeting = operation({
  id: 'create_meeting',
  summary: 'Create a meeting',
  method: 'POST',
  path,
  status: 201,
  params: Type.Object(appParams),
  body: MeetingBodySchema,
  errors: ['noApp'],
  handle: ({ params, body }, { apps, meetings }) => meetings.create(apps.get(params), body),
  ...one,
})

const getMeeting = operation({
  id: 'get_meeting',
  summary: 'Fetch a meeting',
  method: 'GET',
  path: `${path}/:meeting_id`,
  status: 200,
  params: Type.Object(meetingParams),
  // Published, of no stated effect. ASSUMED: it has none.
  query: Type.Object({ name: Type.Optional(Type.String()) }),
  errors: ['noApp', 'invalidGuid', 'noMeeting'],
  handle: ({ params }, { apps, meetings }) => meetings.get(apps.get(params), params.meeting_id),
  ...one,
})

const updateMeeting = operation({
  id: 'update_meeting',
  summary: 'Change some of a meeting',
  method: 'PATCH',
  path: `${path}/:meeting_id`,
  status: 200,
  params: Type.Object(meetingParams),
  body: MeetingPatchSchema,
  errors: ['noApp', 'invalidGuid', 'noMeeting'],
  handle: ({ params, body }, { apps, meetings }) =>
    meetings.update(apps.get(params), params.meeting_id, body),
  ...one,
})

const replaceMeeting = operation({
  id: 'replace_meeting',
  summary: 'Replace all of a meeting',
  method: 'PUT',
  path: `${path}/:meeting_id`,
  status: 200,
  params: Type.Object(meetingParams),
  body: MeetingBodySchema,
  errors: ['noApp', 'invalidGuid', 'noMeeting'],
  handle: ({ params, body }, { apps, meetings }) =>
    meetings.replace(apps.get(params), params.meeting_id, body),
  ...one,
})

export const meetingOperations = [listMeetings, createMeeting, getMeeting, updateMeeting, replaceMeeting]
