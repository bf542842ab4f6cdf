/**
 * In which order deliveries go out, and when. All of it is in the database, written with what caused it: a process
 * that is killed finds on its next start what was still to be done. Call it in a transaction.
 */

import type { Clock } from '../../../core/clock.js'
import type { Jobs } from '../../../store/jobs.js'
import type { UnitOfWork } from '../../../store/unit-of-work.js'
import type { DeliveriesRepository, Delivery, NewDelivery, Outcome } from './repository.js'

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
  const settledListeners = new Set<(count: number) => void>()

  const unsentListeners: ((delivery: Delivery) => void)[] = []
  const tellUnsent = (delivery: Delivery) =>
    atomically.afterCommit(() => {
      for (const listener of unsentListeners) listener(delivery)
    })

  const tellSettled = (count: number) =>
    atomically.afterCommit(() => {
      for (const listener of settledListeners) listener(count)
    })

  /** What one is whose turn has come: ready, unless it is not its time yet. */
  const atItsTurn = <D extends QueuedDelivery>(delivery: D) =>
    delivery.earliestAt !== null && delivery.earliestAt > clock.now()
      ? { ...delivery, state: 'waiting' as const, dueAt: delivery.earliestAt }
      : { ...delivery, state: 'ready' as const, dueAt: null, held: false }

  /** Have it sent, at once or when it is due. It is stored so. */
  const go = (delivery: Delivery): Delivery => {
    const { pk, webhookPk, accountId, state, dueAt } = delivery
    if (state === 'waiting' && dueAt !== null)
      jobs.schedule({ kind: 'webhook.attempt', dueAt, accountId, deliveryPk: pk })
    if (state === 'ready' && webhookPk !== null)
      atomically.afterCommit(() => {
        for (const listener of readyListeners) listener(webhookPk)
      })
    return delivery
  }

  const forgetTime = ({ pk, state }: Delivery) => {
    if (state === 'waiting') jobs.cancelForDelivery(pk)
  }

  const raise = (delivery: Delivery) => go(repository.update(atItsTurn(delivery)))

  jobs.handle('webhook.attempt', ({ deliveryPk, dueAt }) => {
    const delivery = deliveryPk === null ? undefined : repository.get(deliveryPk)
    if (delivery?.state === 'waiting' && delivery.dueAt === dueAt) raise(delivery)
  })

  return {
    add(queued: QueuedDelivery) {
      const last = repository.last(queued)
      if (!last) return void go(repository.insert({ ...atItsTurn(queued), place: 1 }))
      const place = last.place + 1
      const delivery = repository.insert({ ...queued, state: 'blocked', dueAt: null, place })
      if (!last.held) return
      // The one before was told to let this one pass: they change places.
      forgetTime(last)
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
      tellUnsent(repository.insert({ ...queued, state: 'dropped', dueAt: null, place: 0 }))
      tellSettled(1)
    },
    /** Send it at an instant, in Unix milliseconds; until then it holds its lane back. */
    wait: (delivery: Delivery, dueAt: number): Delivery =>
      go(repository.update({ ...delivery, state: 'waiting', dueAt })),
    /** It has come to its end: the next of its lane has its turn. */
    settle(delivery: Delivery, outcome: Exclude<Outcome, 'pending'>): Delivery {
      const settled = repository.update({ ...delivery, state: outcome, dueAt: null })
      const next = repository.next(delivery)
      if (next) raise(next)
      tellSettled(1)
      return settled
    },
    /** It was given up, and has arrived all the same. The next of its lane has had its turn already. */
    arrive(delivery: Delivery): Delivery {
      tellSettled(1)
      return repository.update({ ...delivery, state: 'delivered' })
    },
    /** Give up on all that is still to be sent to a webhook. */
    cancel(webhookPk: number) {
      const pending = repository.pendingOfWebhook(webhookPk)
      for (const delivery of pending) {
        forgetTime(delivery)
        tellUnsent(repository.update({ ...delivery, state: 'cancelled', dueAt: null }))
      }
      tellSettled(pending.length)
    },
    /** Hear of the webhooks for which there is something to be sent, after it was committed. */
    onReady: (listener: (webhookPk: number) => void) => void readyListeners.push(listener),
    /** The deliveries are others now: so many as there may be have come to an end. */
    replaced: () => tellSettled(Number.POSITIVE_INFINITY),
    /** Hear of each that was dropped or given up, after it was committed. */
    onUnsent: (listener: (delivery: Delivery) => void) => void unsentListeners.push(listener),
    /** Hear how many deliveries have come to an end, after it was committed. @returns the cancellation */
    onSettled(listener: (count: number) => void) {
      settledListeners.add(listener)
      return () => void settledListeners.delete(listener)
    },
  }
}

export type DeliveryQueue = ReturnType<typeof createDeliveryQueue>
