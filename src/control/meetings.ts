/** Who joins and leaves a meeting, which on the service is up to the people in it. */

import type { AppsService } from '../api/apps/service.js'
import type { MeetingsService } from '../api/meetings/service.js'
import type { Participant } from '../api/participants/participant.js'
import type { Presence, PresenceService } from '../api/participants/presence.js'
import { toIso } from '../core/iso-time.js'
import type { Scheduler } from '../core/scheduler.js'
import { apiError } from '../http/errors.js'
import type { Job } from '../store/jobs.js'
import type { Owner } from './livestream-schemas.js'
import type { JoinBody, LeaveBody } from './meeting-schemas.js'

/** A meeting session after somebody joined or left it. Times are ISO. */
export interface Attendance {
  account_id: string
  app_id: string
  meeting_id: string
  session_id: string
  live_participants: number
  max_concurrent_participants: number
  /** Those who joined or left. */
  participants: { id: string; name: string | null; joined_at: string; left_at: string | null }[]
  /** When the session ends unless somebody joins; there when nobody is. */
  session_ends_at?: string
}

const describeParticipant = ({ id, name, joinedAt, leftAt }: Participant) => ({
  id,
  name,
  joined_at: toIso(joinedAt),
  left_at: leftAt === null ? null : toIso(leftAt),
})

export function createMeetingsControl(deps: {
  scheduler: Scheduler<Job>
  apps: AppsService
  meetings: MeetingsService
  presence: PresenceService
}) {
  const { scheduler, apps, meetings, presence } = deps

  /** What is overdue happens first. @throws ApiError noMeeting, ambiguousMeeting */
  const find = (id: string, owner: Owner) => {
    scheduler.catchUp()
    const { meeting, accountId, appId } = meetings.named(id, owner)
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
