import type { Clock } from '../../core/clock.js'
import type { Ids } from '../../core/ids.js'
import { parseIso } from '../../core/iso-time.js'
import { type Paged, toPage } from '../../core/page.js'
import type { Scope } from '../../core/scope.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import type { Meeting } from '../meetings/meeting.js'
import type { SessionsService } from '../sessions/service.js'
import type { Session } from '../sessions/session.js'
import { readDirectives, type Script } from './directives.js'
import type { LifecycleEvent } from './lifecycle.js'
import type { Livestream } from './livestream.js'
import type { LivestreamSession } from './livestream-session.js'
import type { LivestreamSessionsRepository } from './livestream-session-repository.js'
import type { LivestreamsRepository } from './repository.js'
import type { CreateLivestreamBody, ListLivestreamsQuery, PageQuery, StartLivestreamBody } from './schemas.js'
import type { Transitions } from './transitions.js'

/** A livestream with a page of its sessions. */
export interface LivestreamDetails {
  livestream: Livestream
  sessions: Paged<LivestreamSession>
}

/** A page of a meeting's livestreams, each with its one session. */
export type MeetingLivestreams = Paged<{ livestream: Livestream; session: LivestreamSession | undefined }>

/** People were there, and all have left. */
const isDeserted = ({ liveParticipants, maxConcurrentParticipants }: Session) =>
  liveParticipants === 0 && maxConcurrentParticipants > 0

const time = (text: string | undefined) => (text === undefined ? undefined : parseIso(text))

export function createLivestreamsService(deps: {
  repository: LivestreamsRepository
  livestreamSessions: LivestreamSessionsRepository
  transitions: Transitions
  sessions: SessionsService
  clock: Clock
  ids: Ids
  atomically: UnitOfWork
  /** What starting a meeting that is being livestreamed does. */
  startWhenActive: 'conflict' | 'reuse'
  /** Whether a name may say what becomes of its livestream. */
  directives: 'on' | 'off'
}) {
  const { repository, livestreamSessions, transitions, sessions, clock, ids, atomically } = deps

  /** @throws ApiError noLivestream */
  const get = (app: App, id: string) => {
    const livestream = repository.find(app.pk, id)
    if (!livestream) throw apiError('noLivestream', id)
    return livestream
  }

  /**
   * The livestream of an id, whichever app has it, and whose it is.
   * @throws ApiError noLivestream, ambiguousLivestream
   */
  const named = (id: string, scope: Scope) => {
    const [found, ...others] = repository.named(id, scope)
    if (!found) throw apiError('noLivestream', id)
    if (others.length) throw apiError('ambiguousLivestream', id, others.length + 1)
    return found
  }

  /** @throws ApiError noActiveLivestream */
  const activeOf = (meeting: Meeting) => {
    const livestream = repository.active(meeting.appPk, meeting.id)
    if (!livestream) throw apiError('noActiveLivestream', meeting.id)
    return livestream
  }

  /** @throws ApiError badDirective */
  const scriptOf = (name: string | null | undefined): Script => {
    if (!name || deps.directives === 'off') return {}
    const read = readDirectives(name)
    if ('problem' in read) throw apiError('badDirective', read.position, read.problem)
    return read.script
  }

  const compose = (app: App, details: Partial<Livestream>) => {
    const now = clock.now()
    return {
      appPk: app.pk,
      id: ids.uuid(app.accountId),
      uuid: null,
      meetingId: null,
      name: null,
      disabled: false,
      streamKey: ids.streamKey(app.accountId),
      playbackId: ids.playbackId(app.accountId),
      width: null,
      height: null,
      viewers: 0,
      createdAt: now,
      updatedAt: now,
      ...details,
    }
  }

  /** @throws ApiError badDirective, meetingInactive, livestreamActive */
  const start = (app: App, meeting: Meeting, body: StartLivestreamBody) =>
    atomically(() => {
      const script = scriptOf(body.name)
      if (meeting.status === 'INACTIVE') throw apiError('meetingInactive', meeting.id)
      const active = repository.active(app.pk, meeting.id)
      if (active && deps.startWhenActive === 'reuse') return active
      if (active) throw apiError('livestreamActive', meeting.id, active.id)
      const livestream = compose(app, {
        meetingId: meeting.id,
        name: body.name ?? null,
        width: body.video_config?.width ?? null,
        height: body.video_config?.height ?? null,
        viewers: script.viewers ?? 0,
      })
      const session = sessions.begin(app, meeting)
      const invoked = transitions.invoke(livestream, app.accountId, { sessionPk: session.pk, script })
      if (isDeserted(session)) transitions.leaveUnattended(invoked, app.accountId, session.pk)
      return invoked
    })

  return {
    named,
    activeOf,
    list: (app: App, query: ListLivestreamsQuery) =>
      repository.list(
        app.pk,
        {
          status: query.status,
          excludeMeetings: query.exclude_meetings ?? false,
          startTime: time(query.start_time),
          endTime: time(query.end_time),
        },
        { order: query.sort_order === 'ASC' ? 'ASC' : 'DESC', page: toPage(query) },
      ),
    /** @throws ApiError badDirective */
    create: (app: App, body: CreateLivestreamBody) =>
      atomically(() => {
        const script = scriptOf(body.name)
        const livestream = compose(app, { name: body.name ?? null, viewers: script.viewers ?? 0 })
        return transitions.invoke(livestream, app.accountId, { sessionPk: null, script })
      }),
    details(app: App, id: string, query: PageQuery): LivestreamDetails {
      const livestream = get(app, id)
      return { livestream, sessions: livestreamSessions.list('livestream', livestream.pk, toPage(query)) }
    },
    /** @throws ApiError noActiveLivestreamSession when it is neither invoked nor live */
    activeSession(app: App, id: string) {
      const livestream = get(app, id)
      const session = livestreamSessions.open(livestream.pk)
      if (!session) throw apiError('noActiveLivestreamSession', id)
      return { livestream, session }
    },
    /** @throws ApiError noLivestreamSession */
    session(app: App, id: string) {
      const session = livestreamSessions.find(app.pk, id)
      if (!session) throw apiError('noLivestreamSession', id)
      return session
    },
    start,
    /**
     * What `live_stream_on_start` does. ASSUMED: that livestream has no name.
     * @throws ApiError meetingInactive
     */
    startWithMeeting: (app: App, meeting: Meeting) =>
      repository.active(app.pk, meeting.id) ?? start(app, meeting, {}),
    /** A session that everybody has left: its livestream stops if they stay away. */
    leaveUnattended(session: Session, accountId: string) {
      const livestream = repository.active(session.appPk, session.meetingId)
      if (livestream) transitions.leaveUnattended(livestream, accountId, session.pk)
    },
    /** A session that has ended takes its livestream with it. */
    stopWithSession(session: Session, accountId: string) {
      const livestream = repository.active(session.appPk, session.meetingId)
      if (livestream) transitions.apply(livestream, accountId, { event: 'stop' })
    },
    stop: (app: App, meeting: Meeting) =>
      transitions.apply(activeOf(meeting), app.accountId, { event: 'stop' }),
    ofMeeting(meeting: Meeting, query: PageQuery): MeetingLivestreams {
      const paged = repository.listOfMeeting(meeting.appPk, meeting.id, toPage(query))
      return {
        ...paged,
        items: paged.items.map((livestream) => ({
          livestream,
          session: livestreamSessions.latest(livestream.pk),
        })),
      }
    },
    ofSession: (session: Session, query: PageQuery) =>
      livestreamSessions.list('session', session.pk, toPage(query)),
    /**
     * Make an event happen to the livestream of an id, whichever app has it.
     * @throws ApiError noLivestream, ambiguousLivestream, illegalEvent, livestreamDisabled
     */
    event(id: string, scope: Scope, change: { event: LifecycleEvent; errMessage?: string | undefined }) {
      const { livestream, accountId } = named(id, scope)
      return transitions.apply(livestream, accountId, change)
    },
  }
}

export type LivestreamsService = ReturnType<typeof createLivestreamsService>
