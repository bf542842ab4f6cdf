/** What is done to a livestream from outside the emulated API: its audience, its flags, its stream key. */

import type { Clock } from '../../core/clock.js'
import type { Ids } from '../../core/ids.js'
import type { Scope } from '../../core/scope.js'
import type { Jobs } from '../../store/jobs.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { Livestream } from './livestream.js'
import { watchedMs } from './livestream-session.js'
import type { LivestreamSessionsRepository } from './livestream-session-repository.js'
import type { LivestreamsRepository } from './repository.js'
import type { LivestreamsService } from './service.js'

export function createAdjustments(deps: {
  livestreams: LivestreamsService
  repository: LivestreamsRepository
  livestreamSessions: LivestreamSessionsRepository
  clock: Clock
  ids: Ids
  jobs: Jobs
  atomically: UnitOfWork
}) {
  const { livestreams, repository, livestreamSessions, clock, ids, jobs, atomically } = deps

  /** @throws ApiError noLivestream, ambiguousLivestream */
  const adjust = (
    id: string,
    scope: Scope,
    change: (livestream: Livestream, accountId: string) => Partial<Livestream>,
  ) =>
    atomically(() => {
      const { livestream, ...owner } = livestreams.named(id, scope)
      const changed = { ...livestream, ...change(livestream, owner.accountId) }
      repository.update(changed)
      return { livestream: changed, ...owner }
    })

  return {
    /**
     * How many watch from now on, in the broadcast that goes on and in those that follow; what has been watched
     * until now has been. ASSUMED: viewers come and go without a change to `updated_at`.
     */
    setViewers: (id: string, scope: Scope, viewers: number) =>
      adjust(id, scope, (livestream) => {
        const session = livestreamSessions.open(livestream.pk)
        const now = clock.now()
        if (session)
          livestreamSessions.update({
            ...session,
            viewers,
            viewerMs: watchedMs(session, now),
            viewersSince: session.startedAt === null ? null : now,
          })
        return { viewers }
      }),
    /**
     * ASSUMED: a disabled livestream cannot go live, and what was to take it live by itself does not; one that is
     * live goes on, as the recorded bodies have disabled ones that are LIVE.
     */
    disable: (id: string, scope: Scope) =>
      adjust(id, scope, (livestream) => {
        jobs.cancelForLivestream(livestream.pk, 'livestream.live')
        return { disabled: true, updatedAt: clock.now() }
      }),
    /** ASSUMED: it may go live again, but does not by itself. */
    enable: (id: string, scope: Scope) =>
      adjust(id, scope, () => ({ disabled: false, updatedAt: clock.now() })),
    /** ASSUMED: the key counts when an encoder connects: a broadcast that goes on is left alone. */
    resetStreamKey: (id: string, scope: Scope) =>
      adjust(id, scope, (_livestream, accountId) => ({
        streamKey: ids.streamKey(accountId),
        updatedAt: clock.now(),
      })),
  }
}

export type Adjustments = ReturnType<typeof createAdjustments>
