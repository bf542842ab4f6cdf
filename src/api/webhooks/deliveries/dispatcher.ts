/** Sends the deliveries that are ready: in order within a lane, a few requests at a time to each webhook. */

import type { Logger } from 'pino'
import { instantAfter } from '../../../core/bounds.js'
import type { Clocks } from '../../../core/clocks.js'
import { createSignal } from '../../../core/signal.js'
import type { UnitOfWork } from '../../../store/unit-of-work.js'
import type { WebhooksRepository } from '../repository.js'
import type { Webhook } from '../webhook.js'
import type { Attempt, Delivery } from './delivery.js'
import { type HeaderForm, headersOf } from './headers.js'
import { createInFlight, type InFlightRequest } from './in-flight.js'
import type { DeliveryQueue } from './queue.js'
import type { DeliveriesRepository } from './repository.js'
import { delayAfter, isSlow, isSuccess, SLOW_DELAY_MS } from './retry-policy.js'
import type { Sender } from './sender.js'
import type { Signer } from './signing.js'

/** ASSUMED: requests to one webhook at a time. */
const MAX_IN_FLIGHT = 8

/** Real milliseconds that requests in flight may take when all stops; what they send is sent again at the next start. */
const GRACE_PERIOD_MS = 1000

/** Real milliseconds until something is tried again that the store, or the signer, could not do. */
const RECOVERY_DELAY_MS = 1000

interface Completion {
  webhook: { pk: number; url: string }
  attempt: Attempt
  signature: string
}

export interface Attempted {
  delivery: Delivery
  attempt: Attempt
}

/** Send ready deliveries, and record the attempts with their consequences. */
export function createDispatcher(deps: {
  repository: DeliveriesRepository
  webhooks: WebhooksRepository
  queue: DeliveryQueue
  sender: Sender
  signer: Signer
  clock: Clocks
  atomically: UnitOfWork
  log: Logger
  /** Milliseconds after each failed attempt. */
  retries: readonly number[]
  headers: HeaderForm
}) {
  const { repository, webhooks, queue, sender, signer, clock, atomically, log, retries, headers } = deps
  const inFlight = createInFlight()
  /** Webhooks that may have more ready deliveries than were sent. */
  const backlogged = new Set<number>()
  /** Webhooks whose ready deliveries could not be sent. */
  const stalled = new Set<number>()
  const unrecorded = new Map<InFlightRequest, Completion>()
  const attempted = createSignal<Attempted>()
  let cancelRecovery: (() => void) | undefined
  let isStopped = false
  /** Requests were cut off: that they ended is not the receivers' doing. */
  let isCutOff = false

  const atomicallyFor = ({ accountId }: Delivery, work: () => void) =>
    clock.within(accountId, () => atomically(work))

  /** Record an attempt with its consequences, unless its delivery was replaced. */
  const record = (sent: Delivery, { webhook, attempt, signature }: Completion) =>
    atomicallyFor(sent, () => {
      const current = repository.get(sent.pk)
      // Replaced meanwhile, or recorded before: an error of a listener comes after the commit.
      if (current?.id !== sent.id || current.attempts > sent.attempts) return
      repository.addAttempt(current.pk, attempt)
      const delivery = { ...current, signature, attempts: current.attempts + 1 }
      const success = isSuccess(attempt)
      const failures = webhooks.count(webhook, success)
      const delay = delayAfter(attempt, { made: delivery.attempts, failures, retries })
      let after: Delivery
      if (success) after = queue.succeed(delivery)
      else if (delivery.state === 'cancelled') after = repository.update(delivery)
      else if (delay === undefined) after = queue.fail(delivery)
      else after = queue.postpone(delivery, instantAfter(clock.now(), delay))
      // A cancelled delivery has left its lane: the one that is ready there had to wait for this request.
      if (delivery.state === 'cancelled') backlogged.add(webhook.pk)
      atomically.afterCommit(() => attempted.emit({ delivery: after, attempt }))
    })

  const recoverLater = (error: unknown, problem: string, delivery?: Delivery) => {
    log.error({ err: error, delivery: delivery?.id }, `${problem}; trying again in ${RECOVERY_DELAY_MS} ms`)
    if (!isStopped) cancelRecovery ??= clock.wait(RECOVERY_DELAY_MS, recover)
  }

  /** @returns false when the store could not take it; it is tried again later */
  const complete = (request: InFlightRequest, completion: Completion): boolean => {
    // Before anybody hears of it, who may make a delivery of the same lane ready.
    inFlight.remove(request)
    try {
      record(request.delivery, completion)
      return true
    } catch (error) {
      unrecorded.set(request, completion)
      inFlight.keepLane(request)
      recoverLater(error, 'an attempt to deliver could not be recorded', request.delivery)
      return false
    }
  }

  const send = async (delivery: Delivery, webhook: Webhook): Promise<Completion> => {
    const startedAt = clock.now()
    const began = clock.elapsed()
    const { url } = webhook
    const { body, treatment } = delivery
    const signature = await signer.sign(treatment === 'bad_signature' ? `${body} ` : body)
    const sentHeaders = headersOf(delivery, { form: headers, signature })
    const sent = await sender.post({ url, headers: sentHeaders, body: Buffer.from(body) })
    return {
      webhook: { pk: webhook.pk, url },
      signature,
      attempt: { url, startedAt, duration: clock.elapsed() - began, ...sent },
    }
  }

  const start = (delivery: Delivery, webhook: Webhook) => {
    const request = inFlight.start(webhook.pk, delivery)
    clock
      .within(delivery.accountId, () => send(delivery, webhook))
      .then(
        (completion) => {
          if (request.isForgotten) return
          if (isCutOff) inFlight.remove(request)
          else if (complete(request, completion) && backlogged.has(webhook.pk)) sendReady(webhook.pk)
          inFlight.checkDrained()
        },
        (error) => {
          if (request.isForgotten) return
          inFlight.remove(request)
          stalled.add(webhook.pk)
          recoverLater(error, 'a delivery could not be sent', delivery)
          inFlight.checkDrained()
        },
      )
  }

  const sendTo = (webhook: Webhook) => {
    for (;;) {
      const lanes = inFlight.lanes(webhook.pk)
      const free = MAX_IN_FLIGHT - lanes.length
      const ready = free > 0 ? repository.ready(webhook.pk, lanes, free) : []
      if (ready.length === free) backlogged.add(webhook.pk)
      else backlogged.delete(webhook.pk)
      const later = isSlow(webhook.failures) ? ready.filter(({ slowed }) => !slowed) : []
      if (later[0])
        atomicallyFor(later[0], () => {
          for (const each of later)
            queue.postpone({ ...each, slowed: true }, instantAfter(clock.now(), SLOW_DELAY_MS))
        })
      for (const each of ready) if (!later.includes(each)) start(each, webhook)
      if (!later.length) return
    }
  }

  /** Send as many ready deliveries to a webhook as may be in flight. */
  const sendReady = (webhookPk: number) => {
    if (isStopped) return
    try {
      const webhook = webhooks.get(webhookPk)
      if (webhook) sendTo(webhook)
    } catch (error) {
      stalled.add(webhookPk)
      recoverLater(error, 'the deliveries that are ready could not be sent')
    }
  }
  queue.onReady(sendReady)

  const recover = () => {
    cancelRecovery = undefined
    for (const [request, completion] of [...unrecorded]) {
      unrecorded.delete(request)
      if (request.isForgotten) continue
      if (!complete(request, completion)) break
      backlogged.add(request.webhookPk)
    }
    const waiting = [...stalled, ...backlogged]
    stalled.clear()
    for (const webhookPk of waiting) sendReady(webhookPk)
  }

  const resume = (accountId?: string) => {
    for (const webhookPk of repository.webhooksWithReady(accountId)) sendReady(webhookPk)
  }

  return {
    /** Send what an earlier process left ready. @param accountId everybody's when left out */
    resume,
    /**
     * Call it after the stored deliveries were replaced, as by a reset or a restored snapshot: forget the requests
     * in flight, and send what is ready now.
     * @param accountId whose; everybody's when left out
     */
    reload(accountId?: string) {
      inFlight.forget(accountId)
      queue.replaced()
      resume(accountId)
      inFlight.checkDrained()
    },
    /** Resolves once no request is in flight; undefined when that is so now. */
    drained: inFlight.drained,
    /** Find the delivery whose request a receiver has just got. */
    findInFlight: inFlight.find,
    /** Emits every attempt, after its consequences were committed. */
    onAttempt: attempted.listen,
    /** Send nothing more, and drain: let requests in flight end, for a while. */
    async stop() {
      isStopped = true
      cancelRecovery?.()
      const drained = inFlight.drained()
      if (drained) {
        let cancel = () => {}
        const patience = new Promise<void>((resolve) => {
          cancel = clock.wait(GRACE_PERIOD_MS, resolve)
        })
        await Promise.race([drained, patience])
        cancel()
      }
      isCutOff = true
      sender.close()
    },
  }
}
