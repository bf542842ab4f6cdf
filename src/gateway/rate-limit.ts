/** Limits how often an account may call, by the emulator's clock. */

import type { Clock } from '../core/clock.js'
import type { Rate } from '../core/rate.js'

/** How many calls an account has left, for the headers of an answer. */
interface Allowance {
  /** Whole seconds until a call is accepted again; undefined when this call is accepted. */
  retryAfter: number | undefined
  /** How many more calls are accepted now. */
  remaining: number
  /** Whole seconds until one more call is accepted. ASSUMED: what `t` means while calls remain is not published. */
  reset: number
}

/** The times of an account's latest accepted calls, as a ring: the time at `next` is the oldest. */
interface Window {
  accepted: Float64Array
  next: number
  latest: number
}

/**
 * Create the rate limit, which counts each account's accepted calls in the span that ends now.
 * ASSUMED: the window slides, and refused calls do not count; the documents say only "3,500 in 5 minutes".
 */
export function createRateLimit({ count, span }: Rate, clock: Clock) {
  const windows = new Map<string, Window>()

  /** Count the calls after an instant by binary search: the ring is in order of time. */
  const countSince = ({ accepted, next }: Window, instant: number) => {
    let [from, to] = [0, count]
    while (from < to) {
      const middle = (from + to) >> 1
      if ((accepted[(next + middle) % count] as number) > instant) to = middle
      else from = middle + 1
    }
    return count - from
  }

  return {
    /** The header Ratelimit-Policy: the count, and the span in whole seconds. */
    policy: `"default";q=${count};w=${Math.ceil(span / 1000)}`,
    /** Accept and count a call, or refuse it. */
    take(accountId: string): Allowance {
      const now = clock.now()
      let window = windows.get(accountId)
      // After the clock was set back, the old window would refuse calls until the clock catches up.
      if (!window || window.latest > now) {
        window = { accepted: new Float64Array(count).fill(Number.NEGATIVE_INFINITY), next: 0, latest: now }
        windows.set(accountId, window)
      }
      const secondsUntil = (instant: number) => Math.ceil((instant - now) / 1000)
      const free = (window.accepted[window.next] as number) + span
      if (free > now) return { retryAfter: secondsUntil(free), remaining: 0, reset: secondsUntil(free) }
      window.accepted[window.next] = now
      window.next = (window.next + 1) % count
      window.latest = now
      const used = countSince(window, now - span)
      const oldest = window.accepted[(window.next + count - used) % count] as number
      return { retryAfter: undefined, remaining: count - used, reset: secondsUntil(oldest + span) }
    },
    /** Forget the calls of one account, or of all. */
    clear(accountId?: string) {
      if (accountId === undefined) windows.clear()
      else windows.delete(accountId)
    },
  }
}

export type RateLimit = ReturnType<typeof createRateLimit>
