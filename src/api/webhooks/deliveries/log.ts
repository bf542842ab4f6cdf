/** The log of all deliveries, for tests to read, to wait upon, and to send again from. */

import type { Clocks } from '../../../core/clocks.js'
import type { Ids } from '../../../core/ids.js'
import { toIso } from '../../../core/iso-time.js'
import { apiError } from '../../../http/errors.js'
import type { UnitOfWork } from '../../../store/unit-of-work.js'
import type { Delivery, DeliveryRecord } from './delivery.js'
import { type Outcome, outcomes } from './lifecycle.js'
import type { DeliveryQueue } from './queue.js'
import type { DeliveriesRepository, DeliveryFilter } from './repository.js'
import type { Retention } from './retention.js'

/** Read the stored deliveries. */
export function createDeliveryLog(deps: {
  repository: DeliveriesRepository
  queue: DeliveryQueue
  retention: Pick<Retention, 'forgotten' | 'size'>
  clock: Clocks
  ids: Ids
  atomically: UnitOfWork
}) {
  const { repository, queue, retention, clock, ids, atomically } = deps
  const interrupts = new Set<() => void>()
  let isStopped = false

  const withAttempts = (delivery: Delivery): DeliveryRecord => ({
    delivery,
    attempts: repository.attempts(delivery.pk),
  })
  const list = (filter: DeliveryFilter, limit: number): DeliveryRecord[] =>
    repository.list(filter, limit).map(withAttempts)

  /** @throws ApiError noDelivery */
  const get = (id: string, accountId?: string) => {
    const delivery = repository.find(id, accountId)
    if (!delivery) throw apiError('noDelivery', id)
    return withAttempts(delivery)
  }

  /** Say which deliveries there are instead of those that a caller waited for. */
  const describeShortfall = (filter: DeliveryFilter) => {
    const counts = repository.counts({ ...filter, outcome: undefined })
    const seen = outcomes.filter((each) => counts[each]).map((each) => `${counts[each]} ${each}`)
    const [first] = list({ ...filter, outcome: 'pending' }, 1)
    const attempt = first?.attempts.at(-1)
    const hint = attempt
      ? `; the first pending was last answered ${attempt.error ?? attempt.status}, next attempt ${
          first?.delivery.dueAt ? toIso(first.delivery.dueAt) : 'under way'
        }`
      : ''
    const forgotten = retention.forgotten(filter.account_id)
    const doubt = forgotten
      ? `; ${forgotten} that ended earlier are no longer in the log: keep more with --webhook-log N`
      : ''
    return `${seen.join(', ') || 'no delivery of that kind'}${hint}${doubt}`
  }

  return {
    get,
    /** The first deliveries that a filter admits, oldest first. */
    list,
    /** Count the deliveries of an account, or of all, that have ended and are no longer in the log. */
    forgotten: retention.forgotten,
    /**
     * Send a delivery once more, as a new delivery with the same body and the same rtk-uuid. No rule applies to it.
     * @throws ApiError noDelivery, webhookGone
     */
    resend(id: string, accountId?: string): DeliveryRecord {
      const { delivery } = get(id, accountId)
      const sendAgain = () => {
        if (delivery.webhookPk === null) throw apiError('webhookGone', delivery.webhookId)
        const copy = ids.uuid(delivery.accountId)
        queue.add({
          ...delivery,
          id: copy,
          copyOf: delivery.copyOf ?? delivery.id,
          treatment: null,
          earliestAt: null,
          held: false,
          createdAt: clock.now(),
        })
        return get(copy, delivery.accountId)
      }
      return clock.within(delivery.accountId, () => atomically(sendAgain))
    },
    /**
     * Resolves with the first deliveries that have an outcome, once there are `count` of them.
     * @param options.timeout real seconds
     * @throws ApiError deliveriesMissing with what was seen, when they are too few in time; notReady when all stops
     */
    wait(filter: DeliveryFilter & { outcome: Outcome }, options: { count: number; timeout: number }) {
      const { count, timeout } = options
      let missing = count
      const isEnough = () => {
        missing = count - (repository.counts(filter)[filter.outcome] ?? 0)
        return missing <= 0
      }
      return new Promise<DeliveryRecord[]>((resolve, reject) => {
        const finish = (error?: Error) => {
          stopListening()
          cancel()
          interrupts.delete(interrupt)
          if (error) reject(error)
          else resolve(list(filter, count))
        }
        const finishIfEnough = () => {
          try {
            if (isEnough()) finish()
          } catch (error) {
            finish(error as Error)
          }
        }
        const interrupt = () => finish(apiError('notReady', 'Greenroom is stopping'))
        // Counting scans the log: it is done again only when enough deliveries may have ended.
        const stopListening = queue.onEnded((ended) => {
          missing -= ended
          if (missing <= 0) finishIfEnough()
        })
        const cancel = clock.wait(timeout * 1000, () =>
          finish(
            apiError('deliveriesMissing', { ...options, outcome: filter.outcome }, describeShortfall(filter)),
          ),
        )
        interrupts.add(interrupt)
        if (isStopped) interrupt()
        else finishIfEnough()
      })
    },
    /** Reject every wait, and those to come. */
    stop() {
      isStopped = true
      for (const interrupt of interrupts) interrupt()
    },
  }
}

export type DeliveryLog = ReturnType<typeof createDeliveryLog>
