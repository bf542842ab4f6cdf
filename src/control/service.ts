/** What the control API and `createEmulator` can do, without HTTP. */

import { type Clock, earliestInstant, latestInstant, parseIso, toIso } from '../core/clock.js'
import type { Scheduler } from '../core/scheduler.js'
import { apiError } from '../http/errors.js'
import type { LivestreamsService } from '../livestreams/service.js'
import type { Fixtures } from '../store/fixtures.js'
import type { Job } from '../store/jobs.js'
import type { AdvanceBody, ClockBody, EventBody } from './schemas.js'

export interface ControlDeps {
  clock: Clock
  scheduler: Scheduler<Job>
  livestreams: LivestreamsService
  fixtures: Fixtures
  /** Undefined when requests can be answered. */
  notReady: () => string | undefined
  info: () => Record<string, unknown>
}

const readInstant = (field: string, text: string) => {
  const instant = parseIso(text)
  if (instant === undefined || instant < earliestInstant || instant > latestInstant)
    throw apiError('badRequest', `"${field}" must be a valid ISO 8601 date`)
  return instant
}

export function createControl(deps: ControlDeps) {
  const { clock, scheduler, livestreams, fixtures } = deps
  const describeClock = () => ({ mode: clock.mode, now: toIso(clock.now()) })

  /** Where an advance leads. ASSUMED: time can be set back by PUT, but not advanced backwards. */
  const target = ({ seconds, to }: AdvanceBody) => {
    if ((seconds === undefined) === (to === undefined))
      throw apiError('badRequest', '"seconds" or "to" is required, and not both')
    const now = clock.now()
    const instant = to === undefined ? now + Math.round((seconds ?? 0) * 1000) : readInstant('to', to)
    if (instant < now) throw apiError('badRequest', `"to" must not be before the clock, ${toIso(now)}`)
    if (instant > latestInstant) throw apiError('badRequest', '"seconds" must not lead past the year 9999')
    return instant
  }

  return {
    notReady: deps.notReady,
    info: () => ({ ...deps.info(), clock: describeClock() }),
    clock: describeClock,
    setClock({ mode, now }: ClockBody) {
      clock.set({ ...(mode && { mode }), ...(now !== undefined && { now: readInstant('now', now) }) })
      scheduler.catchUp()
      return describeClock()
    },
    /** Answers with what ran on the way, in order, each at its own time. */
    advance(body: AdvanceBody) {
      const ran = scheduler.advanceTo(target(body))
      return { ...describeClock(), ran: ran.map(({ kind, dueAt }) => ({ kind, at: toIso(dueAt) })) }
    },
    /** Back to the fixtures. The clock stays where it is. */
    reset() {
      fixtures.reset()
      return { fixtures: fixtures.summary() }
    },
    event(livestreamId: string, { event, err_message, account_id, app_id }: EventBody) {
      if (err_message !== undefined && event !== 'fail')
        throw apiError('badRequest', '"err_message" goes with the event fail only')
      scheduler.catchUp()
      return livestreams.event(
        livestreamId,
        { accountId: account_id, appId: app_id },
        { event, errMessage: err_message },
      )
    },
  }
}

export type Control = ReturnType<typeof createControl>
