/**
 * The order in which deliveries are sent, and when. All of it is stored with the event that caused it, so that a
 * process that is killed finds at its next start what is still to be sent. Call these methods in a transaction.
 */

import type { Clock } from '../../../core/clock.js'
import { createSignal, type Signal } from '../../../core/signal.js'
import type { Jobs } from '../../../store/jobs.js'
import type { UnitOfWork } from '../../../store/unit-of-work.js'
import type { Delivery, NewDelivery } from './delivery.js'
import { type DeliveryState, transition } from './lifecycle.js'
import type { DeliveriesRepository } from './repository.js'
import type { Retention } from './retention.js'

/** A new delivery; the queue decides its state and its place. */
export type QueuedDelivery = Omit<NewDelivery, 'state' | 'dueAt' | 'place'>

/** Order the deliveries of each lane, and emit what becomes ready, ends, or is not sent. */
export function createDeliveryQueue(deps: {
  repository: DeliveriesRepository
  retention: Pick<Retention, 'ended' | 'replaced'>
  jobs: Jobs
  clock: Clock
  atomically: UnitOfWork
}) {
  const { repository, retention, jobs, clock, atomically } = deps
  const ready = createSignal<number>()
  const ended = createSignal<number>()
  const unsent = createSignal<Delivery>()

  const emitAfterCommit = <Value>(signal: Signal<Value>, value: Value) =>
    atomically.afterCommit(() => signal.emit(value))

  /** A delivery that is first in its lane: ready, or waiting when it may not be sent yet. */
  const atFront = <D extends QueuedDelivery>(delivery: D, from: DeliveryState | 'new') => {
    const { earliestAt } = delivery
    return earliestAt !== null && earliestAt > clock.now()
      ? { ...delivery, state: transition(from, 'postpone'), dueAt: earliestAt }
      : { ...delivery, state: transition(from, 'release'), dueAt: null, held: false }
  }

  /** Arrange that a stored delivery is sent: at once, or when it is due. */
  const arrange = (delivery: Delivery): Delivery => {
    const { pk, webhookPk, accountId, state, dueAt } = delivery
    if (state === 'waiting' && dueAt !== null)
      jobs.schedule({ kind: 'webhook.attempt', dueAt, accountId, deliveryPk: pk })
    if (state === 'ready' && webhookPk !== null) emitAfterCommit(ready, webhookPk)
    return delivery
  }

  /** Bound the log and emit that deliveries of one account have ended, once they are stored so. */
  const noteEnded = (accountId: string, deliveries: number) => {
    retention.ended(accountId, deliveries)
    emitAfterCommit(ended, deliveries)
  }

  const unschedule = (delivery: Delivery) => {
    if (delivery.state === 'waiting') jobs.cancelForDelivery(delivery)
  }

  const bringToFront = (delivery: Delivery) => arrange(repository.update(atFront(delivery, delivery.state)))

  /** End a delivery that was first in its lane, and bring the next one to the front. */
  const end = (delivery: Delivery, event: 'succeed' | 'fail') => {
    const done = repository.update({
      ...delivery,
      state: transition(delivery.state, event),
      dueAt: null,
    })
    // A cancelled delivery has left its lane, in which another may be ready already.
    const next = delivery.state === 'cancelled' ? undefined : repository.next(delivery)
    if (next) bringToFront(next)
    // One that was cancelled while it was in flight had ended before.
    if (delivery.state === 'cancelled') emitAfterCommit(ended, 1)
    else noteEnded(delivery.accountId, 1)
    return done
  }

  jobs.handle('webhook.attempt', ({ deliveryPk, dueAt }) => {
    const delivery = deliveryPk === null ? undefined : repository.get(deliveryPk)
    if (delivery?.state === 'waiting' && delivery.dueAt === dueAt) bringToFront(delivery)
  })

  return {
    /** Put a delivery at the end of its lane; when the last one there is held, it passes that one. */
    add(queued: QueuedDelivery) {
      const last = repository.last(queued)
      if (!last) return void arrange(repository.insert({ ...atFront(queued, 'new'), place: 1 }))
      const place = last.place + 1
      const state = transition('new', 'block')
      const delivery = repository.insert({ ...queued, state, dueAt: null, place })
      if (!last.held || last.state === 'ready') return
      unschedule(last)
      repository.update({
        ...last,
        state: last.state === 'blocked' ? last.state : transition(last.state, 'block'),
        dueAt: null,
        earliestAt: null,
        held: false,
        place: delivery.place,
      })
      const ahead = { ...delivery, place: last.place }
      if (last.state === 'blocked') repository.update(ahead)
      else bringToFront(ahead)
    },
    /** Record a delivery that is never sent. */
    drop(queued: QueuedDelivery) {
      const state = transition('new', 'drop')
      emitAfterCommit(unsent, repository.insert({ ...queued, state, dueAt: null, place: 0 }))
      noteEnded(queued.accountId, 1)
    },
    /** Send a delivery at an instant, in Unix milliseconds; until then it holds back its lane. */
    postpone: (delivery: Delivery, dueAt: number): Delivery =>
      arrange(repository.update({ ...delivery, state: transition(delivery.state, 'postpone'), dueAt })),
    succeed: (delivery: Delivery): Delivery => end(delivery, 'succeed'),
    fail: (delivery: Delivery): Delivery => end(delivery, 'fail'),
    /** Cancel everything that is still to be sent to a webhook. */
    cancel(webhookPk: number) {
      const pending = repository.pendingOfWebhook(webhookPk)
      for (const delivery of pending) {
        unschedule(delivery)
        const state = transition(delivery.state, 'cancel')
        emitAfterCommit(unsent, repository.update({ ...delivery, state, dueAt: null }))
      }
      if (pending[0]) noteEnded(pending[0].accountId, pending.length)
    },
    /** Call it after the stored deliveries were replaced, as by a reset: any number of them may have ended. */
    replaced() {
      retention.replaced()
      emitAfterCommit(ended, Number.POSITIVE_INFINITY)
    },
    /** Emits the key of a webhook for which a delivery became ready, after the commit. */
    onReady: ready.listen,
    /** Emits each delivery that was dropped or cancelled, after the commit. */
    onUnsent: unsent.listen,
    /** Emits how many deliveries have ended, after the commit. */
    onEnded: ended.listen,
  }
}

export type DeliveryQueue = ReturnType<typeof createDeliveryQueue>
