/**
 * In which order deliveries go out, and when. All of it is in the database, written with what caused it: a process
 * that is killed finds on its next start what was still to be done. Call it in a transaction.
 */

import type { Clock } from '../core/clock.js'
import type { Jobs } from '../store/jobs.js'
import type { UnitOfWork } from '../store/unit-of-work.js'
import type { DeliveriesRepository, Delivery, NewDelivery, Outcome } from './delivery-repository.js'

/** A new delivery; the queue decides its state and its place. */
export type QueuedDelivery = Omit<NewDelivery, 'state' | 'dueAt' | 'place'>

export function createDeliveryQueue(deps: {
  repository: DeliveriesRepository
  jobs: Jobs
  clock: Clock
  atomically: UnitOfWork
}) {
  const { repository, jobs, clock, atomically } = deps
  const readyListeners: ((webhookPk: number) => void)[] = []
  const settledListeners = new Set<() => void>()

  const tellSettled = () =>
    atomically.afterCommit(() => {
      for (const listener of settledListeners) listener()
    })

  /** Its turn has come: send it, unless it is not its time yet. */
  const raise = (delivery: Delivery) => {
    const { earliestAt, webhookPk } = delivery
    if (earliestAt !== null && earliestAt > clock.now()) return wait(delivery, earliestAt)
    repository.update({ ...delivery, state: 'ready', dueAt: null, held: false })
    atomically.afterCommit(() => {
      if (webhookPk !== null) for (const listener of readyListeners) listener(webhookPk)
    })
  }

  /** Send it at an instant, in Unix milliseconds; until then it holds its lane back. */
  const wait = (delivery: Delivery, dueAt: number) => {
    repository.update({ ...delivery, state: 'waiting', dueAt })
    jobs.schedule({
      kind: 'webhook.attempt',
      dueAt,
      accountId: delivery.accountId,
      deliveryPk: delivery.pk,
    })
  }

  jobs.handle('webhook.attempt', ({ deliveryPk, dueAt }) => {
    const delivery = deliveryPk === null ? undefined : repository.get(deliveryPk)
    if (delivery?.state === 'waiting' && delivery.dueAt === dueAt) raise(delivery)
  })

  return {
    add(queued: QueuedDelivery) {
      const last = repository.last(queued)
      const delivery = repository.insert({
        ...queued,
        state: 'blocked',
        dueAt: null,
        place: (last?.place ?? 0) + 1,
      })
      if (!last) return raise(delivery)
      if (!last.held) return
      // The one before was told to let this one pass: they change places.
      repository.update({
        ...last,
        state: 'blocked',
        dueAt: null,
        earliestAt: null,
        held: false,
        place: delivery.place,
      })
      const ahead = { ...delivery, place: last.place }
      if (last.state === 'blocked') repository.update(ahead)
      else raise(ahead)
    },
    /** Keep one on the record that is never sent. */
    drop(queued: QueuedDelivery) {
      repository.insert({ ...queued, state: 'dropped', dueAt: null, place: 0 })
      tellSettled()
    },
    wait,
    /** It has come to its end: the next of its lane has its turn. */
    settle(delivery: Delivery, outcome: Exclude<Outcome, 'pending'>) {
      repository.update({ ...delivery, state: outcome, dueAt: null })
      const next = repository.next(delivery)
      if (next) raise(next)
      tellSettled()
    },
    /** Give up on all that is still to be sent to a webhook. */
    cancel(webhookPk: number) {
      for (const delivery of repository.pendingOfWebhook(webhookPk))
        repository.update({ ...delivery, state: 'cancelled', dueAt: null })
      tellSettled()
    },
    /** Hear of the webhooks for which there is something to be sent, after it was committed. */
    onReady: (listener: (webhookPk: number) => void) => void readyListeners.push(listener),
    /** Hear when some deliveries have come to an end, after it was committed. @returns the cancellation */
    onSettled(listener: () => void) {
      settledListeners.add(listener)
      return () => void settledListeners.delete(listener)
    },
  }
}

export type DeliveryQueue = ReturnType<typeof createDeliveryQueue>
