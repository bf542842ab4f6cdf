import { Type } from '@sinclair/typebox'
import { meetingParams } from '../../http/params.js'
import { Answer } from '../../http/schema-helpers.js'
import { appPath, operation } from '../operation.js'
import type { SessionParticipant } from '../sessions/session-participant.js'
import {
  MuteAllBodySchema,
  NamedParticipantSchema,
  NamedParticipantsSchema,
  PollBodySchema,
  PollSchema,
} from './schemas.js'
import type { Poll } from './service.js'
import { toNamed, toPoll } from './wire.js'

const path = `${appPath}/meetings/:meeting_id/active-session`
const params = Type.Object(meetingParams)
const notFound = ['noApp', 'invalidGuid', 'noMeeting', 'noActiveSession'] as const

/** ASSUMED: `action` is published without values; here it is the last part of the path. */
const action = Type.String()

const namedAnswer = (name: string) => ({
  schema: Answer({
    data: Type.Object({ action, participants: Type.Array(NamedParticipantSchema) }),
  }),
  render: (participants: SessionParticipant[]) => ({
    success: true,
    data: { action: name, participants: participants.map(toNamed) },
  }),
})

const kickParticipants = operation({
  // As published.
  id: 'KickPartcipants',
  summary: "Make participants leave a meeting's active session",
  method: 'POST',
  path: `${path}/kick`,
  status: 200,
  params,
  body: NamedParticipantsSchema,
  errors: [...notFound, 'noUser'],
  handle: ({ params, body }, { apps, meetings, activeSession }) =>
    activeSession.kick(meetings.get(apps.get(params), params.meeting_id), body),
  documented: namedAnswer('kick'),
})

const kickAllParticipants = operation({
  id: 'KickAllParticipants',
  summary: "Make everybody leave a meeting's active session, which ends it",
  method: 'POST',
  path: `${path}/kick-all`,
  status: 200,
  params,
  errors: notFound,
  handle: ({ params }, { apps, meetings, activeSession }) =>
    activeSession.kickAll(meetings.get(apps.get(params), params.meeting_id)),
  documented: {
    schema: Answer({ data: Type.Object({ action, kicked_participants_count: Type.Integer() }) }),
    render: (count: number) => ({
      success: true,
      data: { action: 'kick-all', kicked_participants_count: count },
    }),
  },
})

const muteParticipants = operation({
  id: 'MuteParticipants',
  summary: "Mute participants of a meeting's active session",
  method: 'POST',
  path: `${path}/mute`,
  status: 200,
  params,
  body: NamedParticipantsSchema,
  errors: [...notFound, 'noUser'],
  handle: ({ params, body }, { apps, meetings, activeSession }) =>
    activeSession.mute(meetings.get(apps.get(params), params.meeting_id), body),
  documented: namedAnswer('mute'),
})

const muteAllParticipants = operation({
  id: 'MuteAllParticipants',
  summary: "Mute everybody in a meeting's active session",
  method: 'POST',
  path: `${path}/mute-all`,
  status: 200,
  params,
  body: MuteAllBodySchema,
  errors: notFound,
  handle: ({ params }, { apps, meetings, activeSession }) =>
    activeSession.muteAll(meetings.get(apps.get(params), params.meeting_id)),
  documented: {
    schema: Answer({ data: Type.Object({ action, muted_participants_count: Type.Integer() }) }),
    render: (count: number) => ({
      success: true,
      data: { action: 'mute-all', muted_participants_count: count },
    }),
  },
})

const createPoll = operation({
  id: 'CreatePoll',
  summary: "Create a poll in a meeting's active session",
  method: 'POST',
  path: `${path}/poll`,
  status: 201,
  params,
  body: PollBodySchema,
  errors: notFound,
  handle({ params, body }, { apps, meetings, activeSession }) {
    const app = apps.get(params)
    return activeSession.poll(app, meetings.get(app, params.meeting_id), body)
  },
  documented: {
    schema: Answer({ data: Type.Object({ action, poll: PollSchema }) }),
    render: (poll: Poll) => ({ success: true, data: { action: 'poll', poll: toPoll(poll) } }),
  },
})

export const activeSessionOperations = [
  kickParticipants,
  kickAllParticipants,
  muteParticipants,
  muteAllParticipants,
  createPoll,
]
