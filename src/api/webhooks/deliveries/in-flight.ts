/** The requests that are in flight: which lanes they keep, and when all of them have been answered. */

import type { Delivery, Lane } from './delivery.js'

export interface InFlightRequest {
  readonly webhookPk: number
  readonly delivery: Delivery
  /** Its delivery was replaced, as by a reset: its answer concerns nobody. */
  isForgotten: boolean
}

/** Keep count of requests. */
export function createInFlight() {
  const byWebhook = new Map<number, Set<InFlightRequest>>()
  /** Answered, but not recorded yet: they keep their lanes, and nobody waits for them. */
  const answered = new Set<InFlightRequest>()
  let sending = 0
  let drained: { promise: Promise<void>; resolve: () => void } | undefined

  const add = (request: InFlightRequest) => {
    const requests = byWebhook.get(request.webhookPk) ?? new Set()
    byWebhook.set(request.webhookPk, requests.add(request))
  }
  const remove = (request: InFlightRequest) => {
    const requests = byWebhook.get(request.webhookPk)
    if (!requests?.delete(request)) return
    if (requests.size === 0) byWebhook.delete(request.webhookPk)
    if (!answered.delete(request)) sending--
  }

  return {
    /** Note that a request was sent. */
    start(webhookPk: number, delivery: Delivery): InFlightRequest {
      const request = { webhookPk, delivery, isForgotten: false }
      add(request)
      sending++
      return request
    },
    remove,
    /** Let an answered request keep its lane until it is recorded. */
    keepLane(request: InFlightRequest) {
      answered.add(request)
      add(request)
    },
    /** The lanes of a webhook's requests. */
    lanes: (webhookPk: number): Lane[] =>
      [...(byWebhook.get(webhookPk) ?? [])].map(({ delivery: { livestreamPk, sessionPk } }) => ({
        webhookPk,
        livestreamPk,
        sessionPk,
      })),
    /** Forget the requests of an account, or of all. */
    forget(accountId?: string) {
      for (const requests of [...byWebhook.values()])
        for (const request of [...requests]) {
          if (accountId !== undefined && request.delivery.accountId !== accountId) continue
          request.isForgotten = true
          remove(request)
        }
    },
    /** Resolves once every request has been answered; undefined when that is so now. */
    drained(): Promise<void> | undefined {
      if (sending === 0) return undefined
      if (!drained) {
        let resolve = () => {}
        const promise = new Promise<void>((done) => {
          resolve = done
        })
        drained = { promise, resolve }
      }
      return drained.promise
    },
    /** Call it after the consequences of removed requests, which may have sent others. */
    checkDrained() {
      if (sending > 0) return
      drained?.resolve()
      drained = undefined
    },
  }
}
