/** Reads, sets and advances the clock. */

import { MAX_INSTANT } from '../core/bounds.js'
import type { Clock } from '../core/clock.js'
import { parseIso, toIso } from '../core/iso-time.js'
import { NeverIdleError, type Scheduler, StalledError } from '../core/scheduler.js'
import { apiError } from '../http/errors.js'
import type { Job } from '../store/jobs.js'
import type { AdvanceBody, ClockBody } from './clock-schemas.js'
import { describeJob } from './scheduled.js'

const readInstant = (field: string, text: string) => {
  const instant = parseIso(text)
  if (instant === undefined) throw apiError('badRequest', `"${field}" must be a valid ISO 8601 date`)
  return instant
}

/** Create the control of the clock. */
export function createClockControl({ clock, scheduler }: { clock: Clock; scheduler: Scheduler<Job> }) {
  const describe = () => ({ mode: clock.mode, now: toIso(clock.now()) })

  /** Find the instant to advance to. ASSUMED: time can be set back by PUT, but not advanced backwards. */
  const target = ({ seconds, to, until }: AdvanceBody) => {
    if ([seconds, to, until].filter((given) => given !== undefined).length !== 1)
      throw apiError('badRequest', '"seconds", "to" or "until" is required, and only one of them')
    if (until !== undefined) return until
    const now = clock.now()
    const instant = to === undefined ? now + Math.round((seconds ?? 0) * 1000) : readInstant('to', to)
    if (instant < now) throw apiError('badRequest', `"to" must not be before the clock, ${toIso(now)}`)
    if (instant > MAX_INSTANT) throw apiError('badRequest', '"seconds" must not lead past the year 9999')
    return instant
  }

  return {
    describe,
    /** Set the mode, the time, or both. @throws ApiError badRequest */
    set({ mode, now }: ClockBody) {
      clock.set({ ...(mode && { mode }), ...(now !== undefined && { now: readInstant('now', now) }) })
      return describe()
    },
    /**
     * Advance the clock, running each job at its own time. `until: 'idle'` advances until no job is pending, which
     * includes the stop after 24 hours; with no job pending the clock stays.
     * @returns the clock, and the jobs that ran, in order
     * @throws ApiError badRequest, neverIdle, jobStalled
     */
    async advance(body: AdvanceBody) {
      try {
        const ran = await scheduler.advanceTo(() => target(body))
        return { ...describe(), ran: ran.map(describeJob) }
      } catch (error) {
        if (error instanceof NeverIdleError) throw apiError('neverIdle', error.count, toIso(clock.now()))
        if (error instanceof StalledError) throw apiError('jobStalled', toIso(clock.now()), error.message)
        throw error
      }
    },
  }
}

export type ClockControl = ReturnType<typeof createClockControl>
