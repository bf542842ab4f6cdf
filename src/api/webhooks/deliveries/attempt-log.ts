/** One line in Greenroom's log for each failed attempt. */

import type { Logger } from 'pino'
import { toIso } from '../../../core/iso-time.js'
import { maskPassword } from '../../../core/masked-url.js'
import type { Attempted } from './dispatcher.js'
import { isSuccess } from './retry-policy.js'

/** Make a listener that logs a failed attempt: at info when another follows, at warn when the delivery is given up. */
export const createAttemptLog =
  (log: Logger) =>
  ({ delivery, attempt }: Attempted) => {
    if (isSuccess(attempt)) return
    const { id, webhookId, event, state, dueAt, attempts } = delivery
    const answer = attempt.error ?? `answered ${attempt.status}`
    const details = {
      delivery: id,
      webhook: webhookId,
      event,
      url: maskPassword(attempt.url),
      attempt: attempts,
      status: attempt.status,
    }
    if (state === 'waiting' && dueAt !== null) {
      const next_attempt_at = toIso(dueAt)
      log.info(
        { ...details, next_attempt_at },
        `webhook not delivered: ${answer}; next attempt at ${next_attempt_at}`,
      )
    } else log.warn(details, `webhook not delivered: ${answer}; it is not tried again`)
  }
