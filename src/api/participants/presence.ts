/** Who is in a meeting, and what follows from it: its session, and the livestream of that session. */

import { instantAfter } from '../../core/bounds.js'
import type { Clock } from '../../core/clock.js'
import type { Ids } from '../../core/ids.js'
import { apiError } from '../../http/errors.js'
import type { Jobs } from '../../store/jobs.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import type { Changes } from '../changes.js'
import type { LivestreamsService } from '../livestreams/service.js'
import type { Meeting } from '../meetings/meeting.js'
import type { SessionsService } from '../sessions/service.js'
import type { Session } from '../sessions/session.js'
import type { Participant } from './participant.js'
import type { ParticipantsRepository } from './repository.js'

/** One who joins; an id is drawn for whom none is given. */
export interface Arrival {
  id?: string | undefined
  name?: string | undefined
}

/** Who leaves: the one of an id, or as many of those who have been there longest. */
export type Departure = { id: string } | { count: number }

export interface Presence {
  session: Session
  /** Those who joined or left. */
  participants: Participant[]
  /** When the session ends unless somebody joins, in Unix milliseconds; undefined while somebody is there. */
  endsAt?: number
}

export function createPresence(deps: {
  repository: ParticipantsRepository
  sessions: SessionsService
  livestreams: LivestreamsService
  clock: Clock
  ids: Ids
  jobs: Jobs
  changes: Changes
  atomically: UnitOfWork
}) {
  const { repository, sessions, livestreams, clock, ids, jobs, changes, atomically } = deps

  jobs.handle('session.end', ({ sessionPk, accountId }) => {
    const session = sessions.end(sessionPk, 'ALL_PARTICIPANTS_LEFT')
    if (session) livestreams.stopWithSession(session, accountId)
  })

  return {
    /**
     * The first one in begins the session and, if the meeting says so, its livestream.
     * @throws ApiError meetingInactive, participantPresent
     */
    join: (app: App, meeting: Meeting, arrivals: readonly Arrival[]): Presence =>
      atomically(() => {
        if (meeting.status === 'INACTIVE') throw apiError('meetingInactive', meeting.id)
        const isNew = sessions.liveOf(meeting) === undefined
        let session = sessions.begin(app, meeting)
        jobs.cancelForSession(session.pk)
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
     * The last one out leaves a session that ends after the meeting's keep-alive time, and a livestream that goes
     * on for two minutes, unless somebody joins.
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
        const endsAt = instantAfter(now, Math.round(meeting.sessionKeepAlive * 1000))
        jobs.schedule({ kind: 'session.end', dueAt: endsAt, accountId: app.accountId, sessionPk: session.pk })
        livestreams.leaveUnattended(session, app.accountId)
        return { session, participants, endsAt }
      }),
  }
}

export type PresenceService = ReturnType<typeof createPresence>
