/** Who is in a meeting, and what follows from it: its session, and the livestream of that session. */

import type { Clock } from '../../core/clock.js'
import type { Ids } from '../../core/ids.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import type { Changes } from '../changes.js'
import type { LivestreamsService } from '../livestreams/service.js'
import type { Meeting } from '../meetings/meeting.js'
import { type Participant, publishedId } from '../participants/participant.js'
import type { RecordingsService } from '../recordings/service.js'
import type { Endings } from './endings.js'
import type { SessionsService } from './service.js'
import type { Session } from './session.js'
import type { SessionParticipant } from './session-participant.js'
import type { SessionParticipantsRepository } from './session-participant-repository.js'

/** Who joins: a participant of the meeting, or somebody who was never added to it. */
export interface Arrival {
  participant?: Participant | undefined
  /** What stands for the id of somebody who was never added. Drawn when left out. */
  id?: string | undefined
  /** The name to show; the participant's own when left out. */
  name?: string | undefined
}

/** Who leaves: by `namedId`, or `count` participants, the first to have joined first. */
export type Departure = { id: string } | { count: number }

export interface Presence {
  session: Session
  /** The participants who joined or left. */
  participants: SessionParticipant[]
  /** When the session ends unless somebody joins, in Unix milliseconds; undefined while somebody is there. */
  endsAt?: number
}

/** Create the service that lets participants join and leave meetings. */
export function createPresence(deps: {
  repository: SessionParticipantsRepository
  sessions: SessionsService
  livestreams: LivestreamsService
  recordings: RecordingsService
  endings: Endings
  clock: Clock
  ids: Ids
  changes: Changes
  atomically: UnitOfWork
}) {
  const { repository, sessions, livestreams, recordings, endings, clock, ids, changes, atomically } = deps

  const enter = (session: Session, { participant, id: givenId, name }: Arrival) => {
    const userId = participant ? publishedId(participant) : null
    const named = userId ?? givenId
    if (named !== undefined && repository.present(session.pk, named))
      throw apiError('participantPresent', named, session.meetingId)
    const peerId = ids.uuid(session.accountId)
    return repository.insert({
      sessionPk: session.pk,
      id: peerId,
      userId,
      customParticipantId: participant?.customParticipantId ?? givenId ?? peerId,
      name: name ?? participant?.name ?? null,
      picture: participant?.picture ?? null,
      presetName: participant?.presetName ?? null,
      joinedAt: clock.now(),
    })
  }

  /** Let everybody listed leave; the session goes on. */
  const depart = (session: Session, leaving: readonly SessionParticipant[]): Presence => {
    const now = clock.now()
    let current = session
    const participants = leaving.map((present) => {
      const participant = repository.leave(present, now)
      current = sessions.countParticipants(current, -1)
      changes.emit({
        kind: 'participant.left',
        accountId: session.accountId,
        at: now,
        session: current,
        participant,
      })
      return participant
    })
    return { session: current, participants }
  }

  /** Let everybody listed leave, and schedule the end of the session when nobody is left. */
  const departAndEnd = (
    meeting: Meeting,
    session: Session,
    leaving: readonly SessionParticipant[],
  ): Presence => {
    const presence = depart(session, leaving)
    if (presence.session.liveParticipants > 0) return presence
    return { ...presence, endsAt: endings.deserted(presence.session, meeting.sessionKeepAlive) }
  }

  return {
    /**
     * Let participants join. The first begins the session and, with `live_stream_on_start` and `record_on_start`, its
     * livestream and its recording.
     * ASSUMED: a participant is in a session once at a time.
     * @throws ApiError meetingInactive, participantPresent, badDirective
     */
    join: (app: App, meeting: Meeting, arrivals: readonly Arrival[]): Presence =>
      atomically(() => {
        if (meeting.status === 'INACTIVE') throw apiError('meetingInactive', meeting.id)
        const isNew = sessions.liveOf(meeting) === undefined
        let session = sessions.begin(app, meeting)
        endings.attended(session)
        const participants = arrivals.map((arrival) => {
          const participant = enter(session, arrival)
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
        if (isNew && meeting.recordOnStart) recordings.startWithMeeting(app, meeting)
        return { session, participants }
      }),
    /**
     * Let participants leave. When the last has left, the session ends after the meeting's keep-alive time and its
     * livestream after two minutes, unless somebody joins.
     * @throws ApiError noActiveSession, noParticipant, tooFewParticipants
     */
    leave: (meeting: Meeting, departure: Departure): Presence =>
      atomically(() => {
        const session = sessions.active(meeting)
        const leaving =
          'id' in departure
            ? [repository.present(session.pk, departure.id)].filter((found) => found !== undefined)
            : repository.longestPresent(session.pk, departure.count)
        if ('id' in departure && !leaving.length) throw apiError('noParticipant', departure.id, meeting.id)
        if ('count' in departure && leaving.length < departure.count)
          throw apiError('tooFewParticipants', departure.count, leaving.length, meeting.id)
        return departAndEnd(meeting, session, leaving)
      }),
    /**
     * Find those in a meeting's session who have one of the ids or custom ids; each once, in the order given.
     * @throws ApiError noActiveSession, noUser when an id is nobody's who is there
     */
    find(meeting: Meeting, { ids, customIds }: { ids: readonly string[]; customIds: readonly string[] }) {
      const session = sessions.active(meeting)
      const found = new Map<number, SessionParticipant>()
      const keep = (id: string, participants: readonly SessionParticipant[]) => {
        if (!participants.length) throw apiError('noUser', id)
        for (const participant of participants) found.set(participant.pk, participant)
      }
      for (const id of ids)
        keep(
          id,
          [repository.present(session.pk, id)].filter((present) => present !== undefined),
        )
      for (const id of customIds) keep(id, repository.presentByCustomId(session.pk, id))
      return { session, participants: [...found.values()] }
    },
    /** Make some leave. ASSUMED: with the last of them the session ends as if they had left by themselves. */
    kick: (meeting: Meeting, session: Session, participants: readonly SessionParticipant[]): Presence =>
      atomically(() => departAndEnd(meeting, session, participants)),
    /**
     * Make everybody leave, and end the session with its livestream.
     * @throws ApiError noActiveSession
     */
    kickAll: (meeting: Meeting): Presence =>
      atomically(() => {
        const session = sessions.active(meeting)
        const everybody = repository.longestPresent(session.pk, session.liveParticipants)
        const presence = depart(session, everybody)
        endings.endByHost(presence.session)
        return presence
      }),
  }
}

export type PresenceService = ReturnType<typeof createPresence>
