/** Applies the lifecycle: each change of a livestream's status with its consequences, in one transaction. */

import type { Clock } from '../../core/clock.js'
import type { Ids } from '../../core/ids.js'
import { apiError } from '../../http/errors.js'
import type { Jobs } from '../../store/jobs.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { Changes } from '../changes.js'
import type { Script } from './directives.js'
import { type LifecycleEvent, legalEvents, type Status, transition } from './lifecycle.js'
import { kindOf, type Livestream } from './livestream.js'
import { watchedMs } from './livestream-session.js'
import type { LivestreamSessionsRepository } from './livestream-session-repository.js'
import type { LivestreamsRepository } from './repository.js'

/** Published: the service stops a livestream that has been live for 24 hours. */
const MAX_LIVE_MS = 24 * 60 * 60 * 1000

/** The text of a failure for which none was given. ASSUMED. */
export const DEFAULT_ERR_MESSAGE = 'The livestream failed'

type AutoLive = 'meetings' | 'all' | 'none'

/** An event that happens to a livestream that exists. */
export interface LivestreamChange {
  event: Exclude<LifecycleEvent, 'invoke'>
  errMessage?: string | undefined
  /** Whether an encoder makes it happen, and feeds the livestream from now on. */
  isFed?: boolean
}

/** Create the transitions, which store each change of a status and emit it. */
export function createTransitions(deps: {
  livestreams: LivestreamsRepository
  livestreamSessions: LivestreamSessionsRepository
  clock: Clock
  ids: Ids
  jobs: Jobs
  changes: Changes
  atomically: UnitOfWork
  /** Seconds, with up to three decimal places. */
  goLiveAfter: number
  autoLive: AutoLive
}) {
  const { livestreams, livestreamSessions, clock, ids, jobs, changes, atomically } = deps

  const beginLivestreamSession = (livestream: Livestream, sessionPk: number | null) => {
    const now = clock.now()
    livestreamSessions.insert({
      appPk: livestream.appPk,
      livestreamPk: livestream.pk,
      sessionPk,
      id: ids.uuid(livestream.accountId),
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

  /**
   * Bring the open livestream session in line with the livestream's new status.
   * @returns the key of the meeting session whose livestream session has ended, or null, and whether an encoder fed it
   */
  const updateLivestreamSession = (
    livestream: Livestream,
    { errMessage, isFed }: { errMessage: string | null; isFed: boolean },
  ) => {
    const open = livestreamSessions.open(livestream.pk)
    if (!open) return { endedSessionPk: null, wasFed: false }
    const now = clock.now()
    if (livestream.status === 'LIVE') {
      const fedAt = isFed ? now : null
      livestreamSessions.update({ ...open, startedAt: now, viewersSince: now, updatedAt: now, fedAt })
      return { endedSessionPk: null, wasFed: isFed }
    }
    livestreamSessions.update({
      ...open,
      stoppedAt: now,
      errMessage,
      viewerMs: watchedMs(open, now),
      viewersSince: null,
      updatedAt: now,
    })
    return { endedSessionPk: open.sessionPk, wasFed: open.fedAt !== null }
  }

  const goesLiveByItself = ({ manualIngest, meetingId }: Livestream) =>
    !manualIngest && (deps.autoLive === 'all' || (deps.autoLive === 'meetings' && meetingId !== null))

  /**
   * Schedule the events that happen by themselves in the livestream's status, and cancel those of the status before.
   * @param script what the directives in the livestream's name ask for. Its times count from the invocation, and it
   * ends with the first livestream session. ASSUMED: an encoder that comes back finds a livestream that works.
   */
  const schedule = (livestream: Livestream, script: Script = {}) => {
    const { pk: livestreamPk, accountId, status } = livestream
    const now = clock.now()
    const later = (
      event: LivestreamChange['event'],
      delay: number | undefined,
      { payload = {}, from = now } = {},
    ) => {
      if (delay === undefined) return
      jobs.schedule({ kind: `livestream.${event}`, dueAt: from + delay, accountId, livestreamPk, payload })
    }
    // One that is invoked is new, or has none; the end that the name asks for still stands when it goes live.
    if (status !== 'INVOKED')
      jobs.cancelForLivestream(livestream, status === 'LIVE' ? 'livestream.live' : undefined)
    if (status === 'LIVE') {
      // A fixture's livestream has been live since before it was loaded.
      const liveSince = livestreamSessions.open(livestreamPk)?.startedAt ?? now
      later('stop', MAX_LIVE_MS, { from: liveSince })
    }
    if (status !== 'INVOKED') return
    const usual =
      goesLiveByItself(livestream) && !script.stall ? Math.round(deps.goLiveAfter * 1000) : undefined
    if (!livestream.disabled) later('live', script.liveAfter ?? usual)
    later('fail', script.failAfter, { payload: { err_message: script.errMessage } })
    later('stop', script.stopAfter)
  }

  const emit = (
    livestream: Livestream,
    how: { from: Status | null; event: LifecycleEvent | null; errMessage: string | null; isFed: boolean },
  ) =>
    changes.emit({ kind: 'livestream', accountId: livestream.accountId, at: clock.now(), livestream, ...how })

  return {
    /** Store a new livestream with its first livestream session. Call it in a transaction. */
    invoke(
      details: Omit<Livestream, 'pk' | 'status'>,
      { sessionPk, script }: { sessionPk: number | null; script: Script },
    ): Livestream {
      const status = transition(kindOf(details), null, 'invoke')
      if (!status) throw new Error('the lifecycle has no first status')
      const livestream = livestreams.insert({ ...details, status })
      beginLivestreamSession(livestream, sessionPk)
      schedule(livestream, script)
      emit(livestream, { from: null, event: null, errMessage: null, isFed: false })
      return livestream
    },
    /**
     * Make an event happen now.
     * @returns the livestream, and the key of the meeting session whose livestream session has ended, or null
     * @throws ApiError illegalEvent when the lifecycle has no such step, livestreamDisabled
     */
    apply: (livestream: Livestream, { event, errMessage: given, isFed = false }: LivestreamChange) =>
      atomically(() => {
        const kind = kindOf(livestream)
        const status = transition(kind, livestream.status, event)
        if (!status)
          throw apiError('illegalEvent', event, livestream.status, legalEvents(kind, livestream.status))
        if (status === 'LIVE' && livestream.disabled) throw apiError('livestreamDisabled', livestream.id)
        if (status === 'LIVE' && !livestreamSessions.open(livestream.pk))
          beginLivestreamSession(livestream, null)
        const changed = livestreams.setStatus(livestream, status, clock.now())
        const errMessage = status === 'ERRORED' ? (given ?? DEFAULT_ERR_MESSAGE) : null
        const { endedSessionPk, wasFed } = updateLivestreamSession(changed, { errMessage, isFed })
        schedule(changed)
        emit(changed, { from: livestream.status, event, errMessage, isFed: wasFed })
        return { livestream: changed, endedSessionPk }
      }),
    schedule,
  }
}

export type Transitions = ReturnType<typeof createTransitions>
