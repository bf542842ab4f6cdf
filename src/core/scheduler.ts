/** Runs what is due, in order of due time. What is pending lives in a queue that survives a restart. */

import type { Clock } from './clock.js'

export interface DueJob {
  /** Unix milliseconds. */
  dueAt: number
}

export interface JobQueue<Job extends DueJob> {
  /** When the earliest job is due; asked often, so it must be cheap. */
  nextDueAt(): number | undefined
  earliest(): Job | undefined
  /** How many are pending. */
  size(): number
  /** Does the job and removes it, in one transaction. */
  run(job: Job): void
  /** Removes a job that could not be done. */
  discard(job: Job): void
}

export interface Scheduler<Job extends DueJob> {
  /** Run what the clock has passed. */
  catchUp(): Job[]
  /**
   * Move the clock on, running all that falls due on the way at the time it is due, and waiting for what that
   * set going before time goes on. Advances asked for meanwhile take their turn.
   * @param target the instant to reach, or `idle`: as far as something is pending; asked for when its turn comes
   * @throws NeverIdleError when there is no end to what is pending
   */
  advanceTo(target: () => number | 'idle'): Promise<Job[]>
  /** Tell it that the queue has changed. */
  rearm(): void
  stop(): void
}

/** How many jobs more than were pending an advance until idle runs before it gives up. */
export const idleAllowance = 100_000

/** Jobs go on scheduling jobs: what was run until then has been run. */
export class NeverIdleError extends Error {
  override name = 'NeverIdleError'
  constructor(readonly count: number) {
    super(`still not idle after ${count} jobs`)
  }
}

export function createScheduler<Job extends DueJob>(options: {
  clock: Clock
  queue: JobQueue<Job>
  onError: (error: unknown, job: Job) => void
  /** Work that jobs have set going and that an advance must wait for, such as a request on its way. */
  settled?: () => Promise<void> | undefined
}): Scheduler<Job> {
  const { clock, queue, onError, settled = () => undefined } = options
  let cancel = () => {}
  let armedFor: number | undefined
  let stopped = false
  let running = false
  let advancing: Promise<unknown> | undefined

  const rearm = () => {
    if (stopped || running || advancing) return
    const due = queue.nextDueAt()
    if (due === armedFor) return
    cancel()
    armedFor = due
    cancel =
      due === undefined
        ? () => {}
        : clock.alarm(due, () => {
            armedFor = undefined
            catchUp()
          })
  }

  /**
   * Run the jobs that are due by an instant, those included that they schedule by then.
   * @param budget how many may be run, counted down
   */
  const runUntil = (instant: number, budget = { left: Number.POSITIVE_INFINITY }) => {
    const ran: Job[] = []
    if (running || stopped) return ran
    running = true
    try {
      for (; budget.left > 0; budget.left--) {
        if ((queue.nextDueAt() ?? Number.POSITIVE_INFINITY) > instant) break
        const job = queue.earliest()
        if (!job || job.dueAt > instant) break
        try {
          clock.at(job.dueAt, () => queue.run(job))
          ran.push(job)
        } catch (error) {
          queue.discard(job)
          onError(error, job)
        }
      }
    } finally {
      running = false
    }
    return ran
  }

  const catchUp = () => {
    const ran = advancing ? [] : runUntil(clock.now())
    rearm()
    return ran
  }

  const moveTo = (instant: number) => {
    if (instant > clock.now()) clock.set({ now: instant })
  }

  const advance = async (target: () => number | 'idle') => {
    const goal = target()
    const instant = goal === 'idle' ? Number.MAX_VALUE : goal
    const allowed = goal === 'idle' ? queue.size() + idleAllowance : Number.POSITIVE_INFINITY
    const budget = { left: allowed }
    const ran: Job[] = []
    while (!stopped) {
      const pending = settled()
      if (pending) await pending
      const due = queue.nextDueAt() ?? Number.POSITIVE_INFINITY
      if (due <= instant) {
        if (budget.left === 0) throw new NeverIdleError(allowed)
        for (const job of runUntil(due, budget)) ran.push(job)
        moveTo(due)
      } else if (!settled()) break
    }
    if (goal !== 'idle') moveTo(goal)
    return ran
  }

  const unsubscribe = clock.onChange(() => {
    armedFor = undefined
    cancel()
    rearm()
  })

  return {
    catchUp,
    advanceTo(target) {
      const turn = advancing ? advancing.then(() => advance(target)) : advance(target)
      const done = turn.finally(() => {
        if (advancing === settledTurn) advancing = undefined
        rearm()
      })
      const settledTurn = done.catch(() => {})
      advancing = settledTurn
      return done
    },
    rearm,
    stop() {
      stopped = true
      cancel()
      unsubscribe()
    },
  }
}
