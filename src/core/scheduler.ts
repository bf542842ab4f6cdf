/** Runs jobs when they fall due, in order of due time. Pending jobs live in a queue that survives a restart. */

import type { Clock } from './clock.js'

export interface DueJob {
  /** Unix milliseconds. */
  dueAt: number
}

export interface JobQueue<Job extends DueJob> {
  /** When the earliest job is due, in Unix milliseconds; asked on every request, so it must be cheap. */
  nextDueAt(): number | undefined
  earliest(): Job | undefined
  /** How many jobs are pending. */
  size(): number
  /** Do a job, at the time at which it was due, and remove it, in one transaction. */
  run(job: Job): void
  /** Note that a job failed. The queue no longer gives a job that is not to be tried again. */
  fail(job: Job, error: unknown): { willRetry: boolean }
}

export interface JobFailure<Job extends DueJob> {
  /** Undefined when the queue itself could not be read. */
  job: Job | undefined
  error: unknown
  /** Real milliseconds until the next attempt; undefined when there is none. */
  retryIn: number | undefined
}

/**
 * Something that acts on the same clock and is no job, such as the world of the demo. It sets its own timer; an advance
 * stops at each of its instants and waits for it.
 */
export interface Companion {
  /** When it will act next, in Unix milliseconds. */
  nextDueAt(): number | undefined
  /** Do what the clock has passed. `nextDueAt` is later when it is done. */
  catchUp(): Promise<void>
  /** Let it do nothing until the function that is returned is called: its acts would keep a queue from becoming idle. */
  hold(): () => void
}

export interface Scheduler<Job extends DueJob> {
  /** Run the jobs that the clock has passed. @returns the jobs that ran; none during an advance */
  catchUp(): Job[]
  /**
   * Advance the clock, running each job at its due time and waiting for work that jobs set going before
   * time goes on. Other requests are served meanwhile; they see the clock at the jobs that have run. Advances that
   * are asked for meanwhile take their turn.
   * @param target the instant to reach, or `idle`: as far as jobs are pending; called when the turn comes
   * @throws NeverIdleError when jobs go on scheduling jobs
   * @throws StalledError when a job failed and must be tried again; the clock stands at its due time at most
   */
  advanceTo(target: () => number | 'idle'): Promise<Job[]>
  /** Set the timer again; to be called when the queue has changed. */
  rearm(): void
  stop(): void
}

/** An advance until idle gives up after this many jobs more than were pending when it began. */
export const IDLE_ALLOWANCE = 100_000
/** An advance serves other requests after working for so long. */
const SLICE_MS = 10
/** A job that failed for a cause that may pass is tried again after a real second, then two, four, … up to a minute. */
const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 60_000

/** An advance until idle found no end; the jobs until then have run. */
export class NeverIdleError extends Error {
  override name = 'NeverIdleError'
  constructor(readonly count: number) {
    super(`still not idle after ${count} jobs`)
  }
}

/** An advance came to a job that failed and will be tried again; the jobs before it have run. */
export class StalledError extends Error {
  override name = 'StalledError'
}

/** Create the scheduler of a queue. It sets one timer, for the earliest job. */
export function createScheduler<Job extends DueJob>(options: {
  clock: Clock
  queue: JobQueue<Job>
  onFailure: (failure: JobFailure<Job>) => void
  /** Work that jobs have set going and that an advance must wait for, such as a delivery in flight. */
  settled?: () => Promise<void> | undefined
  companion?: () => Companion | undefined
}): Scheduler<Job> {
  const { clock, queue, onFailure, settled = () => undefined, companion = () => undefined } = options
  let cancelAlarm = () => {}
  let armedFor: number | undefined
  let stopped = false
  let running = false
  let advancing: Promise<unknown> | undefined
  /** Set between a failure and its next attempt: catching up would only fail again. */
  let cancelRetry: (() => void) | undefined
  let retries = 0

  /** Leave the queue alone for a while, in real time: a frozen clock would never come to it, or at once. */
  const stall = (error: unknown, job?: Job) => {
    const retryIn = Math.min(FIRST_RETRY_MS * 2 ** retries++, LONGEST_RETRY_MS)
    cancelRetry?.()
    cancelRetry = clock.wait(retryIn, () => {
      cancelRetry = undefined
      catchUp()
    })
    onFailure({ job, error, retryIn })
  }

  const recover = () => {
    retries = 0
    cancelRetry?.()
    cancelRetry = undefined
  }

  /** Infinity when nothing is pending. @throws StalledError when the queue cannot be read */
  const nextDueAt = () => {
    try {
      return queue.nextDueAt() ?? Number.POSITIVE_INFINITY
    } catch (error) {
      stall(error)
      throw new StalledError((error as Error).message, { cause: error })
    }
  }

  /**
   * Run the earliest job, if it is due by an instant.
   * @returns undefined when no job is; no `job` when it failed for good
   * @throws StalledError
   */
  const runNext = (instant: number): { job?: Job } | undefined => {
    if (nextDueAt() > instant) return undefined
    let job: Job | undefined
    try {
      job = queue.earliest()
      if (!job || job.dueAt > instant) return undefined
      running = true
      queue.run(job)
      recover()
      return { job }
    } catch (error) {
      if (!job || queue.fail(job, error).willRetry) {
        stall(error, job)
        throw new StalledError((error as Error).message, { cause: error })
      }
      onFailure({ job, error, retryIn: undefined })
      return {}
    } finally {
      running = false
    }
  }

  const rearm = () => {
    if (stopped || running || advancing || cancelRetry) return
    let due: number | undefined
    try {
      due = queue.nextDueAt()
    } catch (error) {
      return stall(error)
    }
    if (due === armedFor) return
    cancelAlarm()
    armedFor = due
    cancelAlarm =
      due === undefined
        ? () => {}
        : clock.alarm(due, () => {
            armedFor = undefined
            catchUp()
          })
  }

  const rearmAnew = () => {
    armedFor = undefined
    cancelAlarm()
    rearm()
  }

  const catchUp = () => {
    const ran: Job[] = []
    if (stopped || running || advancing || cancelRetry) return ran
    try {
      for (let next = runNext(clock.now()); next && !stopped; next = runNext(clock.now()))
        if (next.job) ran.push(next.job)
    } catch (error) {
      if (!(error instanceof StalledError)) throw error
    }
    rearm()
    return ran
  }

  const moveTo = (instant: number) => {
    if (instant > clock.now()) clock.set({ now: instant })
  }

  const advance = async (target: () => number | 'idle') => {
    const goal = target()
    if (goal !== 'idle') return advanceAsFar(goal)
    const release = companion()?.hold()
    try {
      return await advanceAsFar(goal)
    } finally {
      release?.()
    }
  }

  const advanceAsFar = async (goal: number | 'idle') => {
    const instant = goal === 'idle' ? Number.MAX_VALUE : goal
    const allowed = goal === 'idle' ? queue.size() + IDLE_ALLOWANCE : Number.POSITIVE_INFINITY
    const ran: Job[] = []
    let count = 0
    let sliceEnd = clock.elapsed() + SLICE_MS
    while (!stopped) {
      const pending = settled()
      if (pending) await pending
      const due = nextDueAt()
      const beside = goal === 'idle' ? undefined : companion()
      const actsAt = beside?.nextDueAt() ?? Number.POSITIVE_INFINITY
      if (beside && actsAt <= instant && actsAt < due) {
        moveTo(actsAt)
        await beside.catchUp()
        if (clock.elapsed() >= sliceEnd) {
          await clock.pause()
          sliceEnd = clock.elapsed() + SLICE_MS
        }
        continue
      }
      if (due > instant) {
        if (settled()) continue
        break
      }
      if (count >= allowed) throw new NeverIdleError(allowed)
      while (!stopped && count < allowed) {
        const next = runNext(due)
        if (!next) break
        count++
        if (next.job) ran.push(next.job)
        if (clock.elapsed() < sliceEnd) continue
        moveTo(due)
        await clock.pause()
        sliceEnd = clock.elapsed() + SLICE_MS
      }
      moveTo(due)
    }
    if (goal !== 'idle') moveTo(goal)
    return ran
  }

  const unsubscribe = clock.onChange(() => {
    // An advance sets the clock itself, and sets the timer when it is done.
    if (!advancing) rearmAnew()
  })

  return {
    catchUp,
    advanceTo(target) {
      const turn = advancing ? advancing.then(() => advance(target)) : advance(target)
      const done = turn.finally(() => {
        if (advancing !== ended) return
        advancing = undefined
        rearmAnew()
      })
      const ended = done.catch(() => {})
      advancing = ended
      return done
    },
    rearm,
    stop() {
      stopped = true
      cancelAlarm()
      cancelRetry?.()
      unsubscribe()
    },
  }
}
