/** Who is in a meeting, and what follows from it: its session, and the livestream of that session. */

import type { Clock } from '../../core/clock.js'
import type { Ids } from '../../core/ids.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import type { Changes } from '../changes.js'
import type { LivestreamsService } from '../livestreams/service.js'
import type { Meeting } from '../meetings/meeting.js'
import type { Endings } from '../sessions/endings.js'
import type { SessionsService } from '../sessions/service.js'
import type { Session } from '../sessions/session.js'
import type { Participant } from './participant.js'
import type { ParticipantsRepository } from './repository.js'

/** A participant who joins. Without an id one is drawn. */
export interface Arrival {
  id?: string | undefined
  name?: string | undefined
}

/** Who leaves: the participant with an id, or `count` participants, the first to have joined first. */
export type Departure = { id: string } | { count: number }

export interface Presence {
  session: Session
  /** The participants who joined or left. */
  participants: Participant[]
  /** When the session ends unless somebody joins, in Unix milliseconds; undefined while somebody is there. */
  endsAt?: number
}

/** Create the service that lets participants join and leave meetings. */
export function createPresence(deps: {
  repository: ParticipantsRepository
  sessions: SessionsService
  livestreams: LivestreamsService
  endings: Endings
  clock: Clock
  ids: Ids
  changes: Changes
  atomically: UnitOfWork
}) {
  const { repository, sessions, livestreams, endings, clock, ids, changes, atomically } = deps

  return {
    /**
     * Let participants join. The first begins the session and, with `live_stream_on_start`, its livestream.
     * @throws ApiError meetingInactive, participantPresent
     */
    join: (app: App, meeting: Meeting, arrivals: readonly Arrival[]): Presence =>
      atomically(() => {
        if (meeting.status === 'INACTIVE') throw apiError('meetingInactive', meeting.id)
        const isNew = sessions.liveOf(meeting) === undefined
        let session = sessions.begin(app, meeting)
        endings.attended(session)
        const participants = arrivals.map((arrival) => {
          const id = arrival.id ?? ids.uuid(app.accountId)
          if (repository.present(session.pk, id)) throw apiError('participantPresent', id, meeting.id)
          const participant = repository.insert({
            sessionPk: session.pk,
            id,
            name: arrival.name ?? null,
            joinedAt: clock.now(),
          })
          session = sessions.countParticipants(session, 1)
          changes.emit({
            kind: 'participant.joined',
            accountId: app.accountId,
            at: clock.now(),
            session,
            participant,
          })
          return participant
        })
        if (isNew && meeting.liveStreamOnStart) livestreams.startWithMeeting(app, meeting)
        return { session, participants }
      }),
    /**
     * Let participants leave. When the last has left, the session ends after the meeting's keep-alive time and its
     * livestream after two minutes, unless somebody joins.
     * @throws ApiError noActiveSession, noParticipant, tooFewParticipants
     */
    leave: (app: App, meeting: Meeting, departure: Departure): Presence =>
      atomically(() => {
        let session = sessions.active(meeting)
        const leaving =
          'id' in departure
            ? [repository.present(session.pk, departure.id)].filter((found) => found !== undefined)
            : repository.longestPresent(session.pk, departure.count)
        if ('id' in departure && !leaving.length) throw apiError('noParticipant', departure.id, meeting.id)
        if ('count' in departure && leaving.length < departure.count)
          throw apiError('tooFewParticipants', departure.count, leaving.length, meeting.id)
        const now = clock.now()
        const participants = leaving.map((present) => {
          const participant = repository.leave(present, now)
          session = sessions.countParticipants(session, -1)
          changes.emit({ kind: 'participant.left', accountId: app.accountId, at: now, session, participant })
          return participant
        })
        if (session.liveParticipants > 0) return { session, participants }
        const endsAt = endings.deserted(session, meeting.sessionKeepAlive)
        return { session, participants, endsAt }
      }),
  }
}

export type PresenceService = ReturnType<typeof createPresence>
