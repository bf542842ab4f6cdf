/** The service's limit on how often an account may call, on the emulator's clock. */

import type { Clock } from '../core/clock.js'

export interface Rate {
  count: number
  /** Milliseconds. */
  span: number
}

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
/** Every account's last calls are kept, so the count is bounded. */
const mostCounted = 100_000

/** `250/10s`: 250 calls in any 10 seconds; ms, s, m or h. Undefined when it is no rate. */
export function parseRate(text: string): Rate | undefined {
  const [, count, amount, unit] = /^(\d{1,6})\/(\d{1,6})(ms|s|m|h)$/.exec(text) ?? []
  const rate = { count: Number(count), span: Number(amount) * units[unit as keyof typeof units] }
  return rate.count >= 1 && rate.count <= mostCounted && rate.span >= 1 ? rate : undefined
}

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
