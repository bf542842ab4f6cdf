/** The service's limit on how often an account may call, on the emulator's clock. */

import type { Clock } from '../core/clock.js'
import type { Rate } from '../core/rate.js'

/** What an account may still do, for the headers of an answer. */
interface Allowance {
  /** Whole seconds after which a call may pass; undefined when this one may. */
  retryAfter: number | undefined
  /** How many more calls may pass now. */
  remaining: number
  /** Whole seconds until one more may. ASSUMED: what `t` means while calls remain is not published. */
  reset: number
}

/** An account's last accepted calls, as a ring: the one at `next` is the oldest. */
interface Window {
  accepted: Float64Array
  next: number
  latest: number
}

/**
 * Counts the accepted calls of each account in the span that ends now. A call is free again exactly one span after it.
 * ASSUMED: a sliding window, in which refused calls do not count; the documents say only "3,500 in 5 minutes".
 */
export function createRateLimit({ count, span }: Rate, clock: Clock) {
  const windows = new Map<string, Window>()

  /** Count the calls of a window that are not older than a span, by halving: the ring is in order of time. */
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
    /** Count a call, when it may pass. */
    take(accountId: string): Allowance {
      const now = clock.now()
      let window = windows.get(accountId)
      // A clock that was set back would otherwise refuse until it is again where it was.
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
