/** What follows an attempt: success, another attempt after a delay, or failure. */

import type { Attempt } from './delivery.js'

/** ASSUMED: after this many failed attempts in a row, a webhook is slow. */
const FAILURES_UNTIL_SLOW = 20
/** ASSUMED: each delivery to a slow webhook, and each retry, is put off by at least a minute. */
export const SLOW_DELAY_MS = 60_000

/** Whether a webhook has failed so often in a row that its deliveries are put off. */
export const isSlow = (failures: number) => failures >= FAILURES_UNTIL_SLOW

/** Whether the receiver accepted the delivery: it answered 2xx, to the end of its body and in time. */
export const isSuccess = ({ error, status }: Pick<Attempt, 'error' | 'status'>) =>
  error === null && status !== null && status >= 200 && status < 300

/** ASSUMED: an answer that breaks off, or does not end in time, is a network error whatever its status. */
const isWorthRetrying = ({ error, status }: Attempt) => error !== null || status === null || status >= 500

/**
 * Milliseconds until the next attempt; undefined when there is none.
 * @param options.made how many attempts were made, this one included
 * @param options.failures of the webhook in a row
 * @param options.retries milliseconds after each failed attempt
 */
export function delayAfter(
  attempt: Attempt,
  { made, failures, retries }: { made: number; failures: number; retries: readonly number[] },
): number | undefined {
  const delay = isWorthRetrying(attempt) ? retries[made - 1] : undefined
  return delay === undefined ? undefined : Math.max(delay, isSlow(failures) ? SLOW_DELAY_MS : 0)
}
