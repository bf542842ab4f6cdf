/** A livestream's changes of status, with their consequences, each in one transaction. */

import type { Clock } from '../../core/clock.js'
import type { Ids } from '../../core/ids.js'
import { apiError } from '../../http/errors.js'
import type { Jobs } from '../../store/jobs.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { Changes } from '../changes.js'
import type { SessionsService } from '../sessions/service.js'
import type { Script } from './directives.js'
import { type LifecycleEvent, legalEvents, lifecycleEvents, type Status, transition } from './lifecycle.js'
import { kindOf, type Livestream } from './livestream.js'
import { watchedMs } from './livestream-session.js'
import type { LivestreamSessionsRepository } from './livestream-session-repository.js'
import type { LivestreamsRepository } from './repository.js'

/** The service stops a livestream after so long live, in milliseconds. */
export const longestBroadcast = 24 * 60 * 60 * 1000

/** The service stops a livestream after so long without a participant, in milliseconds. */
export const longestUnattended = 120_000

/** The text of a failure for which none was given. ASSUMED. */
export const defaultErrMessage = 'The livestream failed'

export type AutoLive = 'meetings' | 'all' | 'none'

export interface TransitionDeps {
  livestreams: LivestreamsRepository
  livestreamSessions: LivestreamSessionsRepository
  sessions: SessionsService
  clock: Clock
  ids: Ids
  jobs: Jobs
  changes: Changes
  atomically: UnitOfWork
  /** Seconds; to the millisecond. */
  goLiveAfter: number
  autoLive: AutoLive
}

export function createTransitions(deps: TransitionDeps) {
  const { livestreams, livestreamSessions, sessions, clock, ids, jobs, changes, atomically } = deps

  const beginBroadcast = (livestream: Livestream, accountId: string, sessionPk: number | null) => {
    const now = clock.now()
    livestreamSessions.insert({
      appPk: livestream.appPk,
      livestreamPk: livestream.pk,
      sessionPk,
      id: ids.uuid(accountId),
      invokedAt: now,
      startedAt: null,
      stoppedAt: null,
      errMessage: null,
      viewers: livestream.viewers,
      viewerMs: 0,
      viewersSince: null,
      createdAt: now,
      updatedAt: now,
    })
  }

  /** What a new status means for the broadcast going on. @returns the meeting session whose broadcast has ended */
  const record = (livestream: Livestream, errMessage: string | null): number | null => {
    const session = livestreamSessions.open(livestream.pk)
    if (!session) return null
    const now = clock.now()
    if (livestream.status === 'LIVE') {
      livestreamSessions.update({ ...session, startedAt: now, viewersSince: now, updatedAt: now })
      return null
    }
    livestreamSessions.update({
      ...session,
      stoppedAt: now,
      errMessage,
      viewerMs: watchedMs(session, now),
      viewersSince: null,
      updatedAt: now,
    })
    return session.sessionPk
  }

  /**
   * Have it happen what happens by itself in its status.
   * @param script what its name asks for, which counts from the invocation and ends with the first broadcast.
   * ASSUMED: an encoder that comes back finds a livestream that works.
   */
  const schedule = (livestream: Livestream, accountId: string, script: Script = {}) => {
    const { pk: livestreamPk, status } = livestream
    const now = clock.now()
    const later = (event: LifecycleEvent, delay: number | undefined, { payload = {}, from = now } = {}) => {
      if (delay === undefined) return
      jobs.schedule({ kind: `livestream.${event}`, dueAt: from + delay, accountId, livestreamPk, payload })
    }
    // What its name says of how it ends still stands when it goes live.
    jobs.cancelForLivestream(livestreamPk, status === 'LIVE' ? 'livestream.live' : undefined)
    // A fixture's livestream has been live since before it was loaded.
    const liveSince = livestreamSessions.open(livestreamPk)?.startedAt ?? now
    if (status === 'LIVE') later('stop', longestBroadcast, { from: liveSince })
    if (status !== 'INVOKED') return
    const byItself =
      deps.autoLive === 'all' || (deps.autoLive === 'meetings' && livestream.meetingId !== null)
    const usual = byItself && !script.stall ? Math.round(deps.goLiveAfter * 1000) : undefined
    if (!livestream.disabled) later('live', script.liveAfter ?? usual)
    later('fail', script.failAfter, { payload: { err_message: script.errMessage } })
    later('stop', script.stopAfter)
  }

  const tell = (
    livestream: Livestream,
    accountId: string,
    how: { from: Status | null; event: LifecycleEvent | null; errMessage: string | null },
  ) => changes.emit({ kind: 'livestream', accountId, at: clock.now(), livestream, ...how })

  const apply = (
    livestream: Livestream,
    accountId: string,
    change: { event: LifecycleEvent; errMessage?: string | undefined },
  ): Livestream =>
    atomically(() => {
      const kind = kindOf(livestream)
      const status = transition(kind, livestream.status, change.event)
      if (!status)
        throw apiError('illegalEvent', change.event, livestream.status, legalEvents(kind, livestream.status))
      if (status === 'LIVE' && livestream.disabled) throw apiError('livestreamDisabled', livestream.id)
      if (status === 'LIVE' && !livestreamSessions.open(livestream.pk))
        beginBroadcast(livestream, accountId, null)
      const changed = livestreams.setStatus(livestream, status, clock.now())
      const errMessage = status === 'ERRORED' ? (change.errMessage ?? defaultErrMessage) : null
      const ended = record(changed, errMessage)
      schedule(changed, accountId)
      tell(changed, accountId, { from: livestream.status, event: change.event, errMessage })
      if (ended !== null) sessions.livestreamEnded(ended)
      return changed
    })

  for (const event of lifecycleEvents)
    jobs.handle(`livestream.${event}`, ({ livestreamPk, accountId, payload }) => {
      const livestream = livestreamPk === null ? undefined : livestreams.get(livestreamPk)
      if (livestream)
        apply(livestream, accountId, { event, errMessage: payload.err_message as string | undefined })
    })

  return {
    /** Store a new livestream with its first broadcast. Call it in a transaction. */
    invoke(
      livestream: Omit<Livestream, 'pk' | 'status'>,
      accountId: string,
      { sessionPk, script }: { sessionPk: number | null; script: Script },
    ): Livestream {
      const invoked = livestreams.insert({ ...livestream, status: 'INVOKED' })
      beginBroadcast(invoked, accountId, sessionPk)
      schedule(invoked, accountId, script)
      tell(invoked, accountId, { from: null, event: null, errMessage: null })
      return invoked
    },
    /** Make an event happen now. @throws ApiError illegalEvent when the lifecycle has no such step, livestreamDisabled */
    apply,
    schedule,
    /** Stop it in two minutes, unless somebody joins the session that it is of, which takes back what is the session's. */
    leaveUnattended(livestream: Livestream, accountId: string, sessionPk: number) {
      jobs.schedule({
        kind: 'livestream.stop',
        dueAt: clock.now() + longestUnattended,
        accountId,
        livestreamPk: livestream.pk,
        sessionPk,
      })
    },
  }
}

export type Transitions = ReturnType<typeof createTransitions>
