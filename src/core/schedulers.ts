/** One scheduler for each clock: the jobs of an account that has a clock of its own never wait for those of others. */

import type { Clocks } from './clocks.js'
import {
  type Companion,
  createScheduler,
  type DueJob,
  type JobFailure,
  type JobQueue,
  type Scheduler,
} from './scheduler.js'

export interface Schedulers<Job extends DueJob> {
  /** Run the jobs that an account's clock has passed. */
  catchUp(accountId: string | undefined): void
  /** Run the jobs that any clock has passed. */
  catchUpAll(): void
  /**
   * Advance the clock that an account follows, or the shared one when none is named.
   * @see Scheduler.advanceTo
   */
  advanceTo(accountId: string | undefined, target: () => number | 'idle'): Promise<Job[]>
  /** Set the timer of an account's jobs again, or all timers; to be called when the queue has changed. */
  rearm(accountId?: string): void
  stop(): void
}

/**
 * Create the schedulers.
 * @param options.queueOf the queue of the account that has a clock of its own; without one, of all the others
 * @param options.settled work that jobs of that queue have set going
 * @param options.companion what acts on the clock of that queue
 */
export function createSchedulers<Job extends DueJob>(options: {
  clocks: Clocks
  queueOf: (owner: string | undefined) => JobQueue<Job>
  onFailure: (failure: JobFailure<Job>) => void
  settled: (owner: string | undefined) => Promise<void> | undefined
  companion?: (owner: string | undefined) => Companion | undefined
}): Schedulers<Job> {
  const { clocks, queueOf, onFailure, settled, companion } = options
  const create = (owner: string | undefined) =>
    createScheduler<Job>({
      clock: clocks.of(owner),
      queue: queueOf(owner),
      onFailure,
      settled: () => settled(owner),
      companion: () => companion?.(owner),
    })
  const shared = create(undefined)
  const own = new Map<string, Scheduler<Job>>()
  const of = (accountId: string | undefined) =>
    (accountId === undefined ? undefined : own.get(accountId)) ?? shared
  const each = (act: (scheduler: Scheduler<Job>) => void) => {
    act(shared)
    for (const scheduler of own.values()) act(scheduler)
  }

  const unsubscribe = clocks.onOwner((accountId) => {
    own.get(accountId)?.stop()
    own.delete(accountId)
    if (clocks.has(accountId)) own.set(accountId, create(accountId))
  })

  return {
    catchUp: (accountId) => void of(accountId).catchUp(),
    catchUpAll: () => each((scheduler) => scheduler.catchUp()),
    advanceTo: (accountId, target) => of(accountId).advanceTo(target),
    rearm(accountId) {
      if (accountId === undefined) each((scheduler) => scheduler.rearm())
      else of(accountId).rearm()
    },
    stop() {
      unsubscribe()
      each((scheduler) => scheduler.stop())
    },
  }
}
