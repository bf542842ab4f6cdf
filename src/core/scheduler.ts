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
  /** Does the job and removes it, in one transaction. */
  run(job: Job): void
  /** Removes a job that could not be done. */
  discard(job: Job): void
}

export interface Scheduler<Job extends DueJob> {
  /** Run what the clock has passed. */
  catchUp(): Job[]
  /** Move the clock on to an instant, running all that falls due on the way at the time it is due. */
  advanceTo(instant: number): Job[]
  /** Tell it that the queue has changed. */
  rearm(): void
  stop(): void
}

export function createScheduler<Job extends DueJob>(options: {
  clock: Clock
  queue: JobQueue<Job>
  onError: (error: unknown, job: Job) => void
}): Scheduler<Job> {
  const { clock, queue, onError } = options
  let cancel = () => {}
  let armedFor: number | undefined
  let stopped = false
  let running = false

  const rearm = () => {
    if (stopped || running) return
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

  const runUntil = (instant: number) => {
    const ran: Job[] = []
    if (running || stopped) return ran
    running = true
    try {
      for (;;) {
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
    const ran = runUntil(clock.now())
    rearm()
    return ran
  }

  const unsubscribe = clock.onChange(() => {
    armedFor = undefined
    cancel()
    rearm()
  })

  return {
    catchUp,
    advanceTo(instant) {
      const ran = runUntil(instant)
      clock.set({ now: instant })
      rearm()
      return ran
    },
    rearm,
    stop() {
      stopped = true
      cancel()
      unsubscribe()
    },
  }
}
