import type { Clock } from '../../core/clock.js'
import { type Ids, isUuid } from '../../core/ids.js'
import { parseIso } from '../../core/iso-time.js'
import { toPage } from '../../core/page.js'
import { apiError } from '../../http/errors.js'
import type { App } from '../apps/app.js'
import type { Changes, SessionEndReason } from '../changes.js'
import type { Meeting } from '../meetings/meeting.js'
import type { SessionsRepository } from './repository.js'
import type { ListSessionsQuery } from './schemas.js'
import type { Session } from './session.js'

const time = (text: string | undefined) => (text === undefined ? undefined : parseIso(text))

/** `least:most`, or one number for both. */
const participantRange = (text: string | undefined) => {
  if (text === undefined) return {}
  const [least, most = least] = text.split(':').map(Number)
  return { leastParticipants: least, mostParticipants: most }
}

export function createSessionsService(deps: {
  repository: SessionsRepository
  clock: Clock
  ids: Ids
  changes: Changes
}) {
  const { repository, clock, ids, changes } = deps

  const end = (session: Session, reason: SessionEndReason) => {
    repository.end(session.pk, clock.now())
    const ended = repository.get(session.pk)
    if (ended)
      changes.emit({
        kind: 'session.ended',
        accountId: ended.accountId,
        at: clock.now(),
        session: ended,
        reason,
      })
  }

  return {
    /** @throws ApiError invalidGuid when it cannot be an id, noSession when it is none */
    get(app: App, id: string) {
      const session = repository.find(app.pk, id)
      if (session) return session
      throw isUuid(id) ? apiError('noSession', id) : apiError('invalidGuid', 'session_id')
    },
    list: (app: App, query: ListSessionsQuery) =>
      repository.list(
        app.pk,
        {
          filter: {
            status: query.status,
            search: query.search || undefined,
            associatedId: query.associated_id,
            startTime: time(query.start_time),
            endTime: time(query.end_time),
            ...participantRange(query.participants),
          },
          order: { by: query.sort_by ?? 'createdAt', order: query.sort_order ?? 'DESC' },
          now: clock.now(),
        },
        toPage(query),
      ),
    /** The session going on in a meeting. @throws ApiError noActiveSession */
    active(meeting: Meeting) {
      const session = repository.live(meeting.appPk, meeting.id)
      if (!session) throw apiError('noActiveSession', meeting.id)
      return session
    },
    liveOf: (meeting: Meeting): Session | undefined => repository.live(meeting.appPk, meeting.id),
    /** The meeting's live session, begun now if there is none. */
    begin(app: App, meeting: Meeting): Session {
      const live = repository.live(app.pk, meeting.id)
      if (live) return live
      const now = clock.now()
      const pk = repository.insert({
        appPk: app.pk,
        id: ids.uuid(app.accountId),
        meetingId: meeting.id,
        status: 'LIVE',
        liveParticipants: 0,
        maxConcurrentParticipants: 0,
        startedAt: now,
        endedAt: null,
        createdAt: now,
        updatedAt: now,
      })
      const session = repository.get(pk)
      if (!session) throw new Error(`the session just begun is not there: ${pk}`)
      changes.emit({ kind: 'session.started', accountId: app.accountId, at: now, session })
      return session
    },
    /** So many participants more, or fewer. */
    countParticipants: (session: Session, difference: number): Session =>
      repository.setParticipants(session, session.liveParticipants + difference, clock.now()),
    /** End a session that is still live. @returns it as it was */
    end(sessionPk: number | null, reason: SessionEndReason): Session | undefined {
      const session = sessionPk === null ? undefined : repository.get(sessionPk)
      if (session?.status !== 'LIVE') return undefined
      end(session, reason)
      return session
    },
    /**
     * A meeting session that nobody joined lasts as long as its livestream.
     * ASSUMED: the documents say only that the last leave ends a session.
     */
    livestreamEnded(sessionPk: number) {
      const session = repository.get(sessionPk)
      if (session?.status === 'LIVE' && session.maxConcurrentParticipants === 0)
        end(session, 'HOST_ENDED_MEETING')
    },
  }
}

export type SessionsService = ReturnType<typeof createSessionsService>
