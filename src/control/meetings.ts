/** Lets participants join and leave meetings, for tests; on the service people do. */

import type { AppsService } from '../api/apps/service.js'
import type { MeetingsService } from '../api/meetings/service.js'
import type { Participant } from '../api/participants/participant.js'
import type { Presence, PresenceService } from '../api/participants/presence.js'
import { toIso } from '../core/iso-time.js'
import type { Scope } from '../core/scope.js'
import { apiError } from '../http/errors.js'
import type { Attendance, JoinBody, LeaveBody } from './meeting-schemas.js'

const describeParticipant = ({ id, name, joinedAt, leftAt }: Participant) => ({
  id,
  name,
  joined_at: toIso(joinedAt),
  left_at: leftAt === null ? null : toIso(leftAt),
})

/** Create the control of meetings. */
export function createMeetingsControl(deps: {
  apps: AppsService
  meetings: MeetingsService
  presence: PresenceService
}) {
  const { apps, meetings, presence } = deps

  /** @throws ApiError noMeeting, ambiguousMeeting */
  const find = (id: string, scope: Scope) => {
    const { meeting, accountId, appId } = meetings.named(id, scope)
    return { meeting, app: apps.get({ account_id: accountId, app_id: appId }) }
  }

  const describe = (
    { app, meeting }: ReturnType<typeof find>,
    { session, participants, endsAt }: Presence,
  ): Attendance => ({
    account_id: app.accountId,
    app_id: app.id,
    meeting_id: meeting.id,
    session_id: session.id,
    live_participants: session.liveParticipants,
    max_concurrent_participants: session.maxConcurrentParticipants,
    participants: participants.map(describeParticipant),
    ...(endsAt !== undefined && { session_ends_at: toIso(endsAt) }),
  })

  const refuseBoth = ({ participant, count }: { participant?: unknown; count?: unknown }) => {
    if (participant !== undefined && count !== undefined)
      throw apiError('badRequest', '"participant" and "count" do not go together')
  }

  return {
    /** @throws ApiError noMeeting, ambiguousMeeting, meetingInactive, participantPresent */
    join(meetingId: string, body: JoinBody): Attendance {
      refuseBoth(body)
      const { participant, count = 1 } = body
      const found = find(meetingId, body)
      const arrivals = participant ? [participant] : Array.from({ length: count }, () => ({}))
      return describe(found, presence.join(found.app, found.meeting, arrivals))
    },
    /** @throws ApiError noMeeting, ambiguousMeeting, noActiveSession, noParticipant, tooFewParticipants */
    leave(meetingId: string, body: LeaveBody): Attendance {
      refuseBoth(body)
      const { participant, count = 1 } = body
      const found = find(meetingId, body)
      return describe(found, presence.leave(found.app, found.meeting, participant ?? { count }))
    },
  }
}

export type MeetingsControl = ReturnType<typeof createMeetingsControl>
