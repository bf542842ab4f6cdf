/** What a back end does to a meeting's live session. */

import type { Ids } from '../../core/ids.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import type { Meeting } from '../meetings/meeting.js'
import { publishedId } from '../participants/participant.js'
import type { ParticipantsService } from '../participants/service.js'
import type { PresenceService } from '../sessions/presence.js'
import type { SessionsService } from '../sessions/service.js'
import type { SessionParticipant } from '../sessions/session-participant.js'
import type { NamedParticipants, PollBody } from './schemas.js'

export interface Poll {
  id: string
  question: string
  options: string[]
  anonymous: boolean
  hideVotes: boolean
  createdBy: string
}

/** Create the service of active sessions. */
export function createActiveSessionService(deps: {
  presence: PresenceService
  participants: ParticipantsService
  sessions: SessionsService
  ids: Ids
  atomically: UnitOfWork
}) {
  const { presence, participants, sessions, ids, atomically } = deps

  /** @throws ApiError noActiveSession, badRequest when nobody is named, noUser */
  const find = (meeting: Meeting, named: NamedParticipants) => {
    sessions.active(meeting)
    const { participant_ids = [], custom_participant_ids: customIds = [] } = named
    if (participant_ids.length + customIds.length === 0)
      throw apiError(
        'badRequest',
        '"participant_ids" or "custom_participant_ids" must name at least one participant',
      )
    const ids = participant_ids.map((id) => {
      const participant = participants.find(meeting, id)
      return participant ? publishedId(participant) : id
    })
    return presence.find(meeting, { ids, customIds })
  }

  return {
    /**
     * Make the participants who are named leave: all of them, or nobody when one of them is not there.
     * @throws ApiError noActiveSession, badRequest, noUser
     */
    kick: (meeting: Meeting, named: NamedParticipants): SessionParticipant[] =>
      atomically(() => {
        const { session, participants } = find(meeting, named)
        return presence.kick(meeting, session, participants).participants
      }),
    /**
     * Make everybody leave, and end the session and its livestream.
     * @returns how many left
     * @throws ApiError noActiveSession
     */
    kickAll: (meeting: Meeting): number => presence.kickAll(meeting).participants.length,
    /** Mute the participants who are named, which shows nowhere. @throws ApiError noActiveSession, badRequest, noUser */
    mute: (meeting: Meeting, named: NamedParticipants): SessionParticipant[] =>
      find(meeting, named).participants,
    /** Mute everybody, which shows nowhere. @returns how many there are @throws ApiError noActiveSession */
    muteAll: (meeting: Meeting): number => sessions.active(meeting).liveParticipants,
    /** Begin a poll, in which nobody votes. ASSUMED: it is created by the app. @throws ApiError noActiveSession */
    poll: (app: App, meeting: Meeting, body: PollBody): Poll =>
      atomically(() => {
        sessions.active(meeting)
        return {
          id: ids.uuid(app.accountId),
          question: body.question,
          options: body.options,
          anonymous: body.anonymous ?? false,
          hideVotes: body.hide_votes ?? false,
          createdBy: app.uuid ?? app.id,
        }
      }),
  }
}

export type ActiveSessionService = ReturnType<typeof createActiveSessionService>
