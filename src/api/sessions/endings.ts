/**
 * Ends sessions, livestreams and recordings together. A session that ends stops its livestream and its recordings; a
 * livestream that ends ends its session when nobody has attended that session. No other file knows these rules.
 */

import { instantAfter } from '../../core/bounds.js'
import type { Clock } from '../../core/clock.js'
import type { Jobs } from '../../store/jobs.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { SessionEndReason } from '../changes.js'
import { lifecycleEvents } from '../livestreams/lifecycle.js'
import type { Livestream } from '../livestreams/livestream.js'
import type { LivestreamsRepository } from '../livestreams/repository.js'
import type { LivestreamChange, Transitions } from '../livestreams/transitions.js'
import type { RecordingTransitions } from '../recordings/transitions.js'
import type { SessionFilesService } from './files/service.js'
import type { SessionsService } from './service.js'
import { isDeserted, isUnattended, type Session } from './session.js'

/** Published: the service stops a livestream that has had no participants for two minutes. */
const MAX_DESERTED_MS = 120_000

/** Create the endings, which end a session with its livestream and its recordings. */
export function createEndings(deps: {
  sessions: SessionsService
  livestreams: LivestreamsRepository
  transitions: Transitions
  recordings: RecordingTransitions
  /** Makes files of what was said in a session that has ended. */
  files: Pick<SessionFilesService, 'ended'>
  clock: Clock
  jobs: Jobs
  atomically: UnitOfWork
}) {
  const { sessions, livestreams, transitions, recordings, files, clock, jobs, atomically } = deps

  /**
   * Make an event happen to a livestream. ASSUMED: a session that nobody joined lasts as long as its livestream; the
   * documents say only that a session ends when the last participant leaves.
   */
  const apply = (livestream: Livestream, change: LivestreamChange): Livestream =>
    atomically(() => {
      const { livestream: changed, endedSessionPk } = transitions.apply(livestream, change)
      const session = endedSessionPk === null ? undefined : sessions.stillLive(endedSessionPk)
      if (session && isUnattended(session)) sessions.end(session, 'HOST_ENDED_MEETING')
      return changed
    })

  for (const event of lifecycleEvents)
    jobs.handle(`livestream.${event}`, ({ livestreamPk, payload }) => {
      const livestream = livestreamPk === null ? undefined : livestreams.get(livestreamPk)
      if (livestream) apply(livestream, { event, errMessage: payload.err_message as string | undefined })
    })

  const endWithLivestream = (session: Session, reason: SessionEndReason) => {
    jobs.cancelForSession(session)
    sessions.end(session, reason)
    recordings.ended(session)
    files.ended(session)
    const livestream = livestreams.active(session.appPk, session.meetingId)
    if (livestream) transitions.apply(livestream, { event: 'stop' })
  }

  jobs.handle('session.end', ({ sessionPk }) => {
    const session = sessionPk === null ? undefined : sessions.stillLive(sessionPk)
    if (session) endWithLivestream(session, 'ALL_PARTICIPANTS_LEFT')
  })

  const stopWhileDeserted = (livestream: Livestream, session: Session) =>
    jobs.schedule({
      kind: 'livestream.stop',
      dueAt: clock.now() + MAX_DESERTED_MS,
      accountId: session.accountId,
      livestreamPk: livestream.pk,
      sessionPk: session.pk,
    })

  return {
    /** @throws ApiError illegalEvent when the lifecycle has no such step, livestreamDisabled */
    apply,
    /** Stop a livestream that starts in a session that everybody has left, unless somebody comes back. */
    started(livestream: Livestream, session: Session) {
      if (isDeserted(session)) stopWhileDeserted(livestream, session)
    },
    /**
     * Schedule the ends of a session that everybody has just left, and of its livestream.
     * @param keepAlive seconds that the session lasts without participants
     * @returns when the session ends unless somebody joins, in Unix milliseconds
     */
    deserted(session: Session, keepAlive: number): number {
      const endsAt = instantAfter(clock.now(), Math.round(keepAlive * 1000))
      jobs.schedule({
        kind: 'session.end',
        dueAt: endsAt,
        accountId: session.accountId,
        sessionPk: session.pk,
      })
      const livestream = livestreams.active(session.appPk, session.meetingId)
      if (livestream) stopWhileDeserted(livestream, session)
      recordings.deserted(session)
      return endsAt
    },
    /** End a session that its host has ended, and its livestream. Call it in a transaction. */
    endByHost: (session: Session) => endWithLivestream(session, 'HOST_ENDED_MEETING'),
    /** Cancel the ends that `deserted` and `started` scheduled: somebody has joined the session. */
    attended(session: Session) {
      jobs.cancelForSession(session)
      recordings.attended(session)
    },
  }
}

export type Endings = ReturnType<typeof createEndings>
