/** Reads, sets and advances clocks: the shared one, and those that accounts have of their own. */

import { MAX_INSTANT } from '../core/bounds.js'
import type { Clocks } from '../core/clocks.js'
import { parseIso, toIso } from '../core/iso-time.js'
import { NeverIdleError, StalledError } from '../core/scheduler.js'
import type { Schedulers } from '../core/schedulers.js'
import { apiError } from '../http/errors.js'
import type { AccountScope } from '../http/scope-schema.js'
import type { AccountClocks } from '../store/account-clocks.js'
import type { Job } from '../store/jobs.js'
import type { AdvanceBody, ClockBody, ClockState } from './clock-schemas.js'
import { describeJob } from './scheduled.js'

const readInstant = (field: string, text: string) => {
  const instant = parseIso(text)
  if (instant === undefined) throw apiError('badRequest', `"${field}" must be a valid ISO 8601 date`)
  return instant
}

/** Create the control of the clocks. */
export function createClockControl(deps: {
  clock: Clocks
  accountClocks: AccountClocks
  scheduler: Schedulers<Job>
}) {
  const { clock: clocks, accountClocks, scheduler } = deps

  /** Describe the clock that an account follows; the shared one when none is named. */
  const describe = (accountId?: string): ClockState => {
    const { mode, now } = clocks.of(accountId)
    const isOwn = accountId !== undefined && clocks.has(accountId)
    return { mode, now: toIso(now()), ...(isOwn && { account_id: accountId }) }
  }

  /** Find the instant to advance to. ASSUMED: time can be set back by PUT, but not advanced backwards. */
  const target = ({ account_id, seconds, to, until }: AdvanceBody) => {
    if ([seconds, to, until].filter((given) => given !== undefined).length !== 1)
      throw apiError('badRequest', '"seconds", "to" or "until" is required, and only one of them')
    if (until !== undefined) return until
    const now = clocks.of(account_id).now()
    const instant = to === undefined ? now + Math.round((seconds ?? 0) * 1000) : readInstant('to', to)
    if (instant < now) throw apiError('badRequest', `"to" must not be before the clock, ${toIso(now)}`)
    if (instant > MAX_INSTANT) throw apiError('badRequest', '"seconds" must not lead past the year 9999')
    return instant
  }

  return {
    describe,
    /** Describe the clock of an account, or the shared one with all those that accounts have of their own. */
    get({ account_id }: AccountScope) {
      const owners = account_id === undefined ? clocks.owners() : []
      return { ...describe(account_id), ...(owners.length && { accounts: owners.map(describe) }) }
    },
    /** Set the mode, the time, or both; of an account, which gets a clock of its own. @throws ApiError badRequest */
    set({ account_id, mode, now }: ClockBody) {
      const change = { ...(mode && { mode }), ...(now !== undefined && { now: readInstant('now', now) }) }
      const clock = account_id === undefined ? clocks.shared : accountClocks.give(account_id)
      clock.set(change)
      return describe(account_id)
    },
    /** Let an account follow the shared clock again. @returns that clock */
    giveUp({ account_id }: { account_id: string }) {
      accountClocks.giveUp(account_id)
      return describe()
    },
    /**
     * Advance the clock, running each job at its own time; that of an account, which gets a clock of its own.
     * `until: 'idle'` advances until no job is pending, which includes the stop after 24 hours; with no job pending the
     * clock stays.
     * @returns the clock, and the jobs that ran, in order
     * @throws ApiError badRequest, neverIdle, jobStalled
     */
    async advance(body: AdvanceBody) {
      const { account_id } = body
      target(body)
      if (account_id !== undefined) accountClocks.give(account_id)
      const now = () => toIso(clocks.of(account_id).now())
      try {
        const ran = await scheduler.advanceTo(account_id, () => target(body))
        return { ...describe(account_id), ran: ran.map(describeJob) }
      } catch (error) {
        if (error instanceof NeverIdleError) throw apiError('neverIdle', error.count, now())
        if (error instanceof StalledError) throw apiError('jobStalled', now(), error.message)
        throw error
      }
    },
  }
}

export type ClockControl = ReturnType<typeof createClockControl>
