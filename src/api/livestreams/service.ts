/** What can be done with livestreams, by the operations of the emulated API and by the control API. */

import type { Clock } from '../../core/clock.js'
import type { Ids } from '../../core/ids.js'
import type { Page, Paged } from '../../core/page.js'
import type { Scope } from '../../core/scope.js'
import { apiError } from '../../http/errors.js'
import type { Jobs } from '../../store/jobs.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import type { Meeting } from '../meetings/meeting.js'
import type { Endings } from '../sessions/endings.js'
import type { SessionsService } from '../sessions/service.js'
import type { Session } from '../sessions/session.js'
import { readScript, type Script } from './directives.js'
import type { Livestream, LivestreamFilter } from './livestream.js'
import { type LivestreamSession, watchedMs } from './livestream-session.js'
import type { LivestreamSessionsRepository } from './livestream-session-repository.js'
import type { LivestreamsRepository } from './repository.js'
import type { CreateLivestreamBody, StartLivestreamBody } from './schemas.js'
import type { LivestreamChange, Transitions } from './transitions.js'

/** A livestream with a page of its livestream sessions. */
export interface LivestreamDetails {
  livestream: Livestream
  sessions: Paged<LivestreamSession>
}

/** A page of a meeting's livestreams, each with its latest livestream session. */
export type MeetingLivestreams = Paged<{ livestream: Livestream; session: LivestreamSession | undefined }>

/** Create the service of livestreams. */
export function createLivestreamsService(deps: {
  repository: LivestreamsRepository
  livestreamSessions: LivestreamSessionsRepository
  transitions: Transitions
  sessions: SessionsService
  endings: Endings
  clock: Clock
  ids: Ids
  jobs: Jobs
  atomically: UnitOfWork
  /** What starting a meeting that has an active livestream does: 400, 409, or that livestream as the answer. */
  startWhenActive: 'refuse' | 'conflict' | 'reuse'
  /** Seconds after the end of a meeting's livestream during which a start is refused. */
  stopping: number
  /** Whether the names of livestreams may hold directives. */
  directives: 'on' | 'off'
}) {
  const { repository, livestreamSessions, transitions, sessions, endings, clock, ids, jobs, atomically } =
    deps

  /** @throws ApiError noLivestream */
  const get = (app: App, id: string) => {
    const livestream = repository.find(app.pk, id)
    if (!livestream) throw apiError('noLivestream', id)
    return livestream
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
    const read = readScript(name)
    if ('problem' in read) throw apiError('badDirective', read.position, read.problem)
    return read.script
  }

  const compose = (app: App, details: Partial<Livestream>) => {
    const now = clock.now()
    return {
      accountId: app.accountId,
      appPk: app.pk,
      id: ids.uuid(app.accountId),
      uuid: null,
      meetingId: null,
      name: null,
      disabled: false,
      manualIngest: false,
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

  /** Store a meeting's new livestream, in a session that begins now if the meeting has none. */
  const invoke = (app: App, meeting: Meeting, body: StartLivestreamBody, script: Script) => {
    const details = compose(app, {
      meetingId: meeting.id,
      name: body.name ?? null,
      width: body.video_config?.width ?? null,
      height: body.video_config?.height ?? null,
      manualIngest: body.manual_ingest ?? false,
      viewers: script.viewers ?? 0,
    })
    const session = sessions.begin(app, meeting)
    const livestream = transitions.invoke(details, { sessionPk: session.pk, script })
    endings.started(livestream, session)
    return livestream
  }

  /** ASSUMED: a livestream that failed takes as long to stop as one that was stopped. */
  const isStopping = (meeting: Meeting) => {
    const [latest] = repository.listOfMeeting(meeting, { limit: 1, offset: 0 }).items
    const stoppedAt = latest && livestreamSessions.latest(latest.pk)?.stoppedAt
    return stoppedAt != null && clock.now() < stoppedAt + deps.stopping * 1000
  }

  const adjust = (livestream: Livestream, change: Partial<Livestream>) => {
    const changed = { ...livestream, ...change }
    repository.update(changed)
    return changed
  }

  return {
    get,
    activeOf,
    /**
     * The livestream of an id in whichever app has it, and that app's id.
     * @throws ApiError noLivestream, ambiguousLivestream
     */
    named(id: string, scope: Scope) {
      const [found, ...others] = repository.named(id, scope)
      if (!found) throw apiError('noLivestream', id)
      if (others.length) throw apiError('ambiguousLivestream', id, others.length + 1)
      return found
    },
    list: (app: App, query: { filter: LivestreamFilter; order: 'ASC' | 'DESC'; page: Page }) =>
      repository.list(app.pk, query),
    details(app: App, id: string, page: Page): LivestreamDetails {
      const livestream = get(app, id)
      return { livestream, sessions: livestreamSessions.list('livestream', livestream.pk, page) }
    },
    /** @throws ApiError noLivestream, noActiveLivestreamSession when the livestream is neither INVOKED nor LIVE */
    activeLivestreamSession(app: App, id: string) {
      const livestream = get(app, id)
      const session = livestreamSessions.open(livestream.pk)
      if (!session) throw apiError('noActiveLivestreamSession', id)
      return { livestream, session }
    },
    /** @throws ApiError noLivestreamSession */
    livestreamSession(app: App, id: string) {
      const session = livestreamSessions.find(app.pk, id)
      if (!session) throw apiError('noLivestreamSession', id)
      return session
    },
    listOfMeeting(meeting: Meeting, page: Page): MeetingLivestreams {
      const paged = repository.listOfMeeting(meeting, page)
      const items = paged.items.map((livestream) => ({
        livestream,
        session: livestreamSessions.latest(livestream.pk),
      }))
      return { ...paged, items }
    },
    livestreamSessionsOf: (session: Session, page: Page) =>
      livestreamSessions.list('session', session.pk, page),
    /** Create an independent livestream. @throws ApiError badDirective */
    create: (app: App, body: CreateLivestreamBody) =>
      atomically(() => {
        const script = scriptOf(body.name)
        const details = compose(app, { name: body.name ?? null, viewers: script.viewers ?? 0 })
        return transitions.invoke(details, { sessionPk: null, script })
      }),
    /**
     * Start livestreaming a meeting.
     * @throws ApiError badDirective, meetingInactive, livestreamActive, livestreamConflict, livestreamStopping
     */
    start: (app: App, meeting: Meeting, body: StartLivestreamBody) =>
      atomically(() => {
        const script = scriptOf(body.name)
        if (meeting.status === 'INACTIVE') throw apiError('meetingInactive', meeting.id)
        const active = repository.active(app.pk, meeting.id)
        if (active && deps.startWhenActive === 'reuse') return active
        const refusal = deps.startWhenActive === 'conflict' ? 'livestreamConflict' : 'livestreamActive'
        if (active) throw apiError(refusal, meeting.id, active.id)
        if (deps.stopping > 0 && isStopping(meeting)) throw apiError('livestreamStopping', meeting.id)
        return invoke(app, meeting, body, script)
      }),
    /**
     * Do what `live_stream_on_start` asks for when a meeting begins. ASSUMED: that livestream has no name, and it
     * starts although the one before may be stopping.
     */
    startWithMeeting: (app: App, meeting: Meeting) =>
      repository.active(app.pk, meeting.id) ?? invoke(app, meeting, {}, {}),
    /** Stop a meeting's active livestream. @throws ApiError noActiveLivestream */
    stop: (meeting: Meeting) => endings.apply(activeOf(meeting), { event: 'stop' }),
    /** Make an event happen to a livestream now. @throws ApiError illegalEvent, livestreamDisabled */
    apply: (livestream: Livestream, change: LivestreamChange) => endings.apply(livestream, change),
    /**
     * Set the number of viewers from now on, in the open livestream session and in those that follow; the time that
     * viewers have watched until now stays. ASSUMED: viewers come and go without a change to `updated_at`.
     */
    setViewers: (livestream: Livestream, viewers: number) =>
      atomically(() => {
        const open = livestreamSessions.open(livestream.pk)
        const now = clock.now()
        if (open)
          livestreamSessions.update({
            ...open,
            viewers,
            viewerMs: watchedMs(open, now),
            viewersSince: open.startedAt === null ? null : now,
          })
        return adjust(livestream, { viewers })
      }),
    /**
     * Disable a livestream. ASSUMED: it cannot go live, and a scheduled `live` is cancelled; a livestream that is
     * live goes on, as the recorded bodies have disabled livestreams that are LIVE.
     */
    disable: (livestream: Livestream) =>
      atomically(() => {
        jobs.cancelForLivestream(livestream, 'livestream.live')
        return adjust(livestream, { disabled: true, updatedAt: clock.now() })
      }),
    /** Enable a livestream. ASSUMED: it may go live again, but does not by itself. */
    enable: (livestream: Livestream) =>
      atomically(() => adjust(livestream, { disabled: false, updatedAt: clock.now() })),
    /** Draw a new stream key. ASSUMED: it counts when an encoder connects, and a live livestream goes on. */
    resetStreamKey: (livestream: Livestream) =>
      atomically(() =>
        adjust(livestream, { streamKey: ids.streamKey(livestream.accountId), updatedAt: clock.now() }),
      ),
  }
}

export type LivestreamsService = ReturnType<typeof createLivestreamsService>
