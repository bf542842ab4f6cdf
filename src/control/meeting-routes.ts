import { route } from '../http/route.js'
import { AttendanceSchema, JoinSchema, LeaveSchema, MeetingIdSchema } from './meeting-schemas.js'
import type { MeetingsControl } from './meetings.js'

const notFound = ['noMeeting', 'ambiguousMeeting'] as const
/** The refusals of who is named by an id, a custom id or a token. */
const notAdded = [
  'noMeetingParticipant',
  'noCustomParticipant',
  'tokenUnknown',
  'tokenOfOtherMeeting',
  'tokenExpired',
  'tokenVoid',
] as const

/** Declare the operations on the participants of meetings. */
export const createMeetingRoutes = (meetings: MeetingsControl) => ({
  join: route({
    id: 'joinMeeting',
    summary: 'Let participants join a meeting; the first begins its session',
    method: 'POST',
    path: '/meetings/:meeting_id/join',
    params: MeetingIdSchema,
    body: JoinSchema,
    answer: AttendanceSchema,
    errors: [...notFound, ...notAdded, 'meetingInactive', 'participantPresent'],
    handle: ({ params, body }) => meetings.join(params.meeting_id, body),
  }),
  leave: route({
    id: 'leaveMeeting',
    summary: 'Let participants leave a meeting; its session ends after the keep-alive time of the last',
    method: 'POST',
    path: '/meetings/:meeting_id/leave',
    params: MeetingIdSchema,
    body: LeaveSchema,
    answer: AttendanceSchema,
    errors: [...notFound, ...notAdded, 'noActiveSession', 'noParticipant', 'tooFewParticipants'],
    handle: ({ params, body }) => meetings.leave(params.meeting_id, body),
  }),
})
