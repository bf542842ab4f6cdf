/** Sends what is ready: at once, in order within a lane, a few at a time to each webhook, and again when it fails. */

import type { Logger } from 'pino'
import type { Clock } from '../../../core/clock.js'
import type { UnitOfWork } from '../../../store/unit-of-work.js'
import { version } from '../../../version.js'
import type { Webhook, WebhooksRepository } from '../repository.js'
import type { DeliveryQueue } from './queue.js'
import type { Attempt, DeliveriesRepository, Delivery } from './repository.js'
import type { Sender, Sent } from './sender.js'
import type { Signer } from './signing.js'

const mostInFlight = 8

/** ASSUMED: after so many failed attempts in a row, each further delivery to that target is put off by a minute. */
const failuresUntilSlow = 20
const slowDelay = 60_000

/** How long what is in flight may take when all stops, in milliseconds; what does not end is sent again at the next start. */
const gracePeriod = 1000

interface Flight {
  accountId: string
  lane: string
  /** Its delivery was replaced by other means, such as a reset: what becomes of it concerns nobody. */
  isStale: boolean
}

/** The headers of a delivery. @param signature undefined when it was not sent yet */
export const headersOf = ({ webhookId, rtkUuid }: Delivery, signature: string | undefined) => ({
  'content-type': 'application/json',
  'user-agent': `Greenroom/${version}`,
  'rtk-webhook-id': webhookId,
  'rtk-uuid': rtkUuid,
  ...(signature !== undefined && { 'rtk-signature': signature }),
})

/** What names its lane among those of its webhook. */
const laneOf = ({ livestreamPk, sessionPk }: Delivery) => `${livestreamPk ?? 0}/${sessionPk ?? 0}`

const succeeded = ({ error, status }: Sent) =>
  error === null && status !== null && status >= 200 && status < 300

/** ASSUMED: an answer that breaks off, or does not end in time, is a network error whatever its status. */
const isWorthRetrying = ({ error, status }: Sent) => error !== null || status === null || status >= 500

/** What came of a flight. */
interface Landing {
  attempt: Attempt
  signature: string
}

export interface Attempted {
  delivery: Delivery
  attempt: Attempt
}

export function createDispatcher(deps: {
  repository: DeliveriesRepository
  webhooks: WebhooksRepository
  queue: DeliveryQueue
  sender: Sender
  signer: Signer
  clock: Clock
  atomically: UnitOfWork
  log: Logger
  /** Milliseconds after each failed attempt. */
  retries: readonly number[]
}) {
  const { repository, webhooks, queue, sender, signer, clock, atomically, log, retries } = deps
  /** By webhook, then by delivery. */
  const flights = new Map<number, Map<number, Flight>>()
  /** The webhooks that may have more to be sent than they were sent. */
  const crowded = new Set<number>()
  const listeners: ((attempted: Attempted) => void)[] = []
  let inFlight = 0
  let stopped = false
  /** What is on its way was cut off: what becomes of it is not the receiver's doing. */
  let cutOff = false
  let idle: { promise: Promise<void>; resolve: () => void } | undefined

  const land = (webhookPk: number, deliveryPk: number) => {
    const ofWebhook = flights.get(webhookPk)
    ofWebhook?.delete(deliveryPk)
    if (ofWebhook?.size === 0) flights.delete(webhookPk)
    inFlight--
  }
  const tellIdle = () => {
    if (inFlight > 0) return
    idle?.resolve()
    idle = undefined
  }

  /** Keep what came of an attempt, with its consequences. @param target where it went */
  const record = (target: { pk: number; url: string }, sent: Delivery, { attempt, signature }: Landing) =>
    atomically(() => {
      const current = repository.get(sent.pk)
      if (current?.id !== sent.id) return
      repository.addAttempt(current.pk, attempt)
      const delivery = { ...current, signature, attempts: current.attempts + 1 }
      const success = succeeded(attempt)
      const failures = webhooks.count(target, success)
      const delay = isWorthRetrying(attempt) ? retries[delivery.attempts - 1] : undefined
      const slow = failures >= failuresUntilSlow ? slowDelay : 0
      let after: Delivery
      if (delivery.state === 'cancelled') {
        // Another may have had its turn in its lane, and waited for this one to land.
        crowded.add(target.pk)
        after = success ? queue.arrive(delivery) : repository.update(delivery)
      } else if (success) after = queue.settle(delivery, 'delivered')
      else if (delay === undefined) after = queue.settle(delivery, 'failed')
      else after = queue.wait(delivery, clock.now() + Math.max(delay, slow))
      atomically.afterCommit(() => {
        for (const listener of listeners) listener({ delivery: after, attempt })
      })
    })

  const fly = async (delivery: Delivery, url: string): Promise<Landing> => {
    const startedAt = clock.now()
    const began = clock.elapsed()
    const { body, treatment } = delivery
    const signed = treatment === 'bad_signature' ? `${body} ` : body
    const signature = await signer.sign(signed)
    const headers = headersOf(delivery, signature)
    const sent = await sender.post({ url, headers, body: Buffer.from(body) })
    return { attempt: { url, startedAt, duration: clock.elapsed() - began, ...sent }, signature }
  }

  const start = (delivery: Delivery, { pk, url }: Webhook) => {
    const flight = { accountId: delivery.accountId, lane: laneOf(delivery), isStale: false }
    const ofWebhook = flights.get(pk) ?? new Map<number, Flight>()
    flights.set(pk, ofWebhook.set(delivery.pk, flight))
    inFlight++
    const goWrong = (error: unknown) =>
      log.error({ err: error, delivery: delivery.id }, 'a delivery went wrong')
    /** First it is no longer on its way: who hears of it may make it ready again. */
    const landed = (next: () => void) => {
      if (flight.isStale) return
      land(pk, delivery.pk)
      try {
        next()
      } catch (error) {
        // It stays ready; going on at once would only go wrong again.
        goWrong(error)
      }
      tellIdle()
    }
    fly(delivery, url).then(
      (landing) =>
        landed(() => {
          if (cutOff) return
          record({ pk, url }, delivery, landing)
          if (crowded.has(pk)) pump(pk)
        }),
      (error) => landed(() => goWrong(error)),
    )
  }

  const isSlow = ({ failures }: Webhook) => failures >= failuresUntilSlow

  /** Send as much to a webhook as it may have at a time. */
  const pump = (webhookPk: number) => {
    const webhook = stopped ? undefined : webhooks.get(webhookPk)
    if (!webhook) return
    for (;;) {
      const flying = [...(flights.get(webhookPk)?.values() ?? [])]
      const lanes = flying.map(({ lane }) => lane)
      const free = mostInFlight - flying.length
      const ready = free > 0 ? repository.ready(webhookPk, lanes, free) : []
      if (ready.length === free) crowded.add(webhookPk)
      else crowded.delete(webhookPk)
      const later = isSlow(webhook) ? ready.filter(({ slowed }) => !slowed) : []
      if (later.length)
        atomically(() => {
          for (const each of later) queue.wait({ ...each, slowed: true }, clock.now() + slowDelay)
        })
      for (const each of ready) if (!later.includes(each)) start(each, webhook)
      if (!later.length) return
    }
  }
  queue.onReady(pump)

  const resume = (accountId?: string) => {
    for (const webhookPk of repository.webhooksWithReady(accountId)) pump(webhookPk)
  }

  return {
    /** Send what an earlier process left, or what was written by other means. */
    resume,
    /**
     * Call it after deliveries were replaced by other means, such as a reset or a restored snapshot: what is on its
     * way is forgotten, and what is there now is sent.
     * @param accountId whose; everybody's when left out
     */
    reload(accountId?: string) {
      for (const [webhookPk, ofWebhook] of flights)
        for (const [pk, flight] of ofWebhook) {
          if (accountId !== undefined && flight.accountId !== accountId) continue
          flight.isStale = true
          land(webhookPk, pk)
        }
      queue.replaced()
      resume(accountId)
      tellIdle()
    },
    /** Undefined when nothing is on its way; else settled once that is so. */
    settled(): Promise<void> | undefined {
      if (inFlight === 0) return undefined
      if (!idle) {
        let resolve = () => {}
        const promise = new Promise<void>((done) => {
          resolve = done
        })
        idle = { promise, resolve }
      }
      return idle.promise
    },
    /** Hear of every attempt, after what came of it was committed. */
    onAttempt: (listener: (attempted: Attempted) => void) => void listeners.push(listener),
    /** Send nothing more, and let what is on its way end. */
    async stop() {
      stopped = true
      const settled = this.settled()
      if (settled) {
        let cancel = () => {}
        const patience = new Promise<void>((resolve) => {
          cancel = clock.wait(gracePeriod, resolve)
        })
        await Promise.race([settled, patience])
        cancel()
      }
      cutOff = true
      sender.close()
    },
  }
}

export type Dispatcher = ReturnType<typeof createDispatcher>
