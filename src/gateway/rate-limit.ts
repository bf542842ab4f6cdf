/** The service's limit on how often an account may call, on the emulator's clock. */

import type { Clock } from '../core/clock.js'
import type { Rate } from '../core/rate.js'

/** An account's last accepted calls, as a ring: the one at `next` is the oldest. */
interface Window {
  accepted: Float64Array
  next: number
  latest: number
}

/**
 * Counts the accepted calls of each account in the span that ends now. A call is free again exactly one span after it.
 * ASSUMED: a sliding window, in which refused calls do not count; the documents say only "250 in 10 seconds".
 */
export function createRateLimit({ count, span }: Rate, clock: Clock) {
  const windows = new Map<string, Window>()

  return {
    /** Count a call. @returns undefined when it may pass, else the whole seconds after which one may */
    take(accountId: string): number | undefined {
      const now = clock.now()
      let window = windows.get(accountId)
      // A clock that was set back would otherwise refuse until it is again where it was.
      if (!window || window.latest > now) {
        window = { accepted: new Float64Array(count).fill(Number.NEGATIVE_INFINITY), next: 0, latest: now }
        windows.set(accountId, window)
      }
      const free = (window.accepted[window.next] as number) + span
      if (free > now) return Math.ceil((free - now) / 1000)
      window.accepted[window.next] = now
      window.next = (window.next + 1) % count
      window.latest = now
      return undefined
    },
    /** Forget the calls of one account, or of all. */
    clear(accountId?: string) {
      if (accountId === undefined) windows.clear()
      else windows.delete(accountId)
    },
  }
}

export type RateLimit = ReturnType<typeof createRateLimit>
