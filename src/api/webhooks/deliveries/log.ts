/** The record of all deliveries, for tests to read and to wait upon. */

import type { Clock } from '../../../core/clock.js'
import type { Ids } from '../../../core/ids.js'
import { toIso } from '../../../core/iso-time.js'
import { apiError } from '../../../http/errors.js'
import type { UnitOfWork } from '../../../store/unit-of-work.js'
import type { DeliveryQueue } from './queue.js'
import type { Attempt, DeliveriesRepository, Delivery, DeliveryFilter, Outcome } from './repository.js'

/** A delivery with its story. */
export interface Entry {
  delivery: Delivery
  attempts: Attempt[]
}

export const outcomeOf = ({ state }: Delivery): Outcome =>
  state === 'blocked' || state === 'waiting' || state === 'ready' ? 'pending' : state

export function createLedger(deps: {
  repository: DeliveriesRepository
  queue: DeliveryQueue
  clock: Clock
  ids: Ids
  atomically: UnitOfWork
}) {
  const { repository, queue, clock, ids, atomically } = deps
  const waiting = new Set<() => void>()
  let stopped = false

  const entry = (delivery: Delivery): Entry => ({ delivery, attempts: repository.attempts(delivery.pk) })

  /** @throws ApiError noDelivery */
  const get = (id: string, accountId?: string) => {
    const delivery = repository.find(id, accountId)
    if (!delivery) throw apiError('noDelivery', id)
    return entry(delivery)
  }

  /** What there is instead of what was waited for. */
  const describeShortfall = (filter: DeliveryFilter & { outcome: Outcome }) => {
    const counts = repository.counts({ ...filter, outcome: undefined })
    const seen = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`)
    const [last] = repository.list({ ...filter, outcome: 'pending' }, 1).map(entry)
    const attempt = last?.attempts.at(-1)
    const hint = attempt
      ? `; the first pending was last answered ${attempt.error ?? attempt.status}, next attempt ${
          last?.delivery.dueAt ? toIso(last.delivery.dueAt) : 'under way'
        }`
      : ''
    return `${seen.join(', ') || 'no delivery of that kind'}${hint}`
  }

  return {
    get,
    list: (filter: DeliveryFilter, limit: number): Entry[] => repository.list(filter, limit).map(entry),
    /**
     * Send it once more, as a delivery of its own that carries the same body and the same rtk-uuid. Rules do not
     * apply to it.
     * @throws ApiError noDelivery, webhookGone
     */
    resend: (id: string, accountId?: string): Entry =>
      atomically(() => {
        const { delivery } = get(id, accountId)
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
      }),
    /**
     * Answers once so many have come to an outcome, with the first of them; they may have done so before.
     * @param options.timeout real seconds
     * @throws ApiError deliveriesMissing with what was seen, when they do not in time; notReady when all stops
     */
    wait(filter: DeliveryFilter & { outcome: Outcome }, options: { count: number; timeout: number }) {
      const { count, timeout } = options
      let missing = count
      const enough = () => {
        missing = count - (repository.counts(filter)[filter.outcome] ?? 0)
        return missing <= 0
      }
      return new Promise<Entry[]>((resolve, reject) => {
        const finish = (error?: Error) => {
          stopListening()
          cancel()
          waiting.delete(interrupt)
          if (error) reject(error)
          else resolve(repository.list(filter, count).map(entry))
        }
        const interrupt = () => finish(apiError('notReady', 'Greenroom is stopping'))
        // To count walks the record: it is done again when so many have ended that it may be enough.
        const stopListening = queue.onSettled((ended) => {
          missing -= ended
          if (missing <= 0 && enough()) finish()
        })
        const cancel = clock.wait(timeout * 1000, () =>
          finish(
            apiError('deliveriesMissing', { ...options, outcome: filter.outcome }, describeShortfall(filter)),
          ),
        )
        waiting.add(interrupt)
        if (stopped) interrupt()
        else if (enough()) finish()
      })
    },
    /** Nobody waits any longer. */
    stop() {
      stopped = true
      for (const interrupt of waiting) interrupt()
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>
