import type { Clock } from '../../core/clock.js'
import { type Ids, isUuid } from '../../core/ids.js'
import type { Page } from '../../core/page.js'
import { apiError } from '../../http/errors.js'
import type { App } from '../apps/app.js'
import type { Changes, SessionEndReason } from '../changes.js'
import type { Meeting } from '../meetings/meeting.js'
import type { SessionsRepository } from './repository.js'
import type { Session, SessionFilter, SessionOrder } from './session.js'

/** Create the service of meeting sessions. */
export function createSessionsService(deps: {
  repository: SessionsRepository
  clock: Clock
  ids: Ids
  changes: Changes
}) {
  const { repository, clock, ids, changes } = deps

  return {
    /** @throws ApiError invalidGuid when the id is neither known nor a UUID, noSession */
    get(app: App, id: string) {
      const session = repository.find(app.pk, id)
      if (session) return session
      throw isUuid(id) ? apiError('noSession', id) : apiError('invalidGuid', 'session_id')
    },
    list: (app: App, query: { filter: SessionFilter; order: SessionOrder; page: Page }) =>
      repository.list(app.pk, { ...query, now: clock.now() }),
    /** The live session of a meeting. @throws ApiError noActiveSession */
    active(meeting: Meeting) {
      const session = repository.live(meeting.appPk, meeting.id)
      if (!session) throw apiError('noActiveSession', meeting.id)
      return session
    },
    liveOf: (meeting: Meeting): Session | undefined => repository.live(meeting.appPk, meeting.id),
    /** The live session of a meeting, which begins now if there is none. */
    begin(app: App, meeting: Meeting): Session {
      const live = repository.live(app.pk, meeting.id)
      if (live) return live
      const now = clock.now()
      const session = repository.insert({
        appPk: app.pk,
        accountId: app.accountId,
        organizationId: app.uuid ?? app.id,
        id: ids.uuid(app.accountId),
        meetingId: meeting.id,
        meetingTitle: meeting.title,
        status: 'LIVE',
        liveParticipants: 0,
        maxConcurrentParticipants: 0,
        startedAt: now,
        endedAt: null,
        createdAt: now,
        updatedAt: now,
      })
      changes.emit({ kind: 'session.started', accountId: app.accountId, at: now, session })
      return session
    },
    /** Add to the number of participants. @param difference negative when participants leave */
    countParticipants: (session: Session, difference: number): Session =>
      repository.setParticipants(session, session.liveParticipants + difference, clock.now()),
    /** The session of a key, unless it has ended. */
    stillLive(pk: number): Session | undefined {
      const session = repository.get(pk)
      return session?.status === 'LIVE' ? session : undefined
    },
    /** End a session that is live. Call `endings` instead where its livestream has to end with it. */
    end(session: Session, reason: SessionEndReason) {
      const ended = repository.end(session, clock.now())
      changes.emit({
        kind: 'session.ended',
        accountId: ended.accountId,
        at: clock.now(),
        session: ended,
        reason,
      })
    },
  }
}

export type SessionsService = ReturnType<typeof createSessionsService>
