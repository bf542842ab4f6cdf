/** Lets participants join and leave meetings, for tests; on the service people do. */

import type { App } from '../api/apps/app.js'
import type { AppsService } from '../api/apps/service.js'
import type { Meeting } from '../api/meetings/meeting.js'
import type { MeetingsService } from '../api/meetings/service.js'
import { type Participant, publishedId } from '../api/participants/participant.js'
import type { ParticipantsService } from '../api/participants/service.js'
import type { Arrival, Presence, PresenceService } from '../api/sessions/presence.js'
import { namedId, type SessionParticipant } from '../api/sessions/session-participant.js'
import type { Clocks } from '../core/clocks.js'
import { isUuid } from '../core/ids.js'
import { toIso } from '../core/iso-time.js'
import type { Scope } from '../core/scope.js'
import { apiError } from '../http/errors.js'
import type { Attendance, JoinBody, LeaveBody } from './meeting-schemas.js'

const describeParticipant = (participant: SessionParticipant) => ({
  id: namedId(participant),
  peer_id: participant.id,
  custom_participant_id: participant.customParticipantId,
  preset_name: participant.presetName,
  name: participant.name,
  joined_at: toIso(participant.joinedAt),
  left_at: participant.leftAt === null ? null : toIso(participant.leftAt),
})

type Named = NonNullable<LeaveBody['participant']>

/** Create the control of who is in meetings. */
export function createMeetingsControl(deps: {
  apps: AppsService
  meetings: MeetingsService
  participants: ParticipantsService
  presence: PresenceService
  clock: Pick<Clocks, 'within'>
}) {
  const { apps, meetings, participants, presence, clock } = deps

  interface Found {
    app: App
    meeting: Meeting
  }

  /** Find a meeting, and do work in the time of its account. @throws ApiError noMeeting, ambiguousMeeting */
  const inMeeting = <T>(id: string, scope: Scope, work: (found: Found) => T): T => {
    const { meeting, accountId, appId } = meetings.named(id, scope)
    const app = apps.get({ account_id: accountId, app_id: appId })
    return clock.within(accountId, () => work({ meeting, app }))
  }

  /**
   * Find the participant of a meeting who is named; undefined for an id that is nobody's and could be anybody's.
   * @throws ApiError badRequest when named in two ways, noMeetingParticipant, noCustomParticipant, tokenUnknown,
   *   tokenOfOtherMeeting, tokenExpired, tokenVoid
   */
  const findNamed = (
    { app, meeting }: Found,
    { id, custom_participant_id: customId, token }: Named,
  ): Participant | undefined => {
    if ([id, customId, token].filter((value) => value !== undefined).length > 1)
      throw apiError(
        'badRequest',
        '"participant" must have only one of "id", "custom_participant_id" and "token"',
      )
    if (token !== undefined) return participants.ofToken(app, meeting, token)
    if (customId !== undefined) return participants.ofCustomId(meeting, customId)
    return id === undefined ? undefined : participants.find(meeting, id)
  }

  const describe = ({ app, meeting }: Found, { session, participants, endsAt }: Presence): Attendance => ({
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
    /**
     * Let participants join. ASSUMED: a UUID that names nobody is a mistake; another text stands for somebody who was
     * never added to the meeting.
     * @throws ApiError noMeeting, ambiguousMeeting, meetingInactive, participantPresent, and what `findNamed` throws
     */
    join(meetingId: string, body: JoinBody): Attendance {
      refuseBoth(body)
      const { participant: who, count = 1 } = body
      return inMeeting(meetingId, body, (found) => {
        const arrivalOf = ({ name, ...named }: NonNullable<typeof who>): Arrival => {
          const participant = findNamed(found, named)
          const { id } = named
          if (!participant && id !== undefined && isUuid(id))
            throw apiError('noMeetingParticipant', id, found.meeting.id)
          return { participant, id, name }
        }
        const arrivals = who ? [arrivalOf(who)] : Array.from({ length: count }, () => ({}))
        return describe(found, presence.join(found.app, found.meeting, arrivals))
      })
    },
    /**
     * Let participants leave.
     * @throws ApiError noMeeting, ambiguousMeeting, noActiveSession, noParticipant, tooFewParticipants, and what
     *   `findNamed` throws
     */
    leave(meetingId: string, body: LeaveBody): Attendance {
      refuseBoth(body)
      const { participant: who, count = 1 } = body
      return inMeeting(meetingId, body, (found) => {
        if (!who) return describe(found, presence.leave(found.meeting, { count }))
        const participant = findNamed(found, who)
        const id = participant ? publishedId(participant) : who.id
        if (id === undefined)
          throw apiError(
            'badRequest',
            '"participant" must have one of "id", "custom_participant_id" and "token"',
          )
        return describe(found, presence.leave(found.meeting, { id }))
      })
    },
  }
}

export type MeetingsControl = ReturnType<typeof createMeetingsControl>
