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
  /** All of them; those that were answered, and are not recorded yet, keep their lanes, and nobody waits for them. */
  const byWebhook = new Map<number, Set<InFlightRequest>>()
  const sending = new Set<InFlightRequest>()
  const waiters = new Set<() => void>()

  const add = (request: InFlightRequest) => {
    const requests = byWebhook.get(request.webhookPk) ?? new Set()
    byWebhook.set(request.webhookPk, requests.add(request))
  }
  const remove = (request: InFlightRequest) => {
    const requests = byWebhook.get(request.webhookPk)
    if (!requests?.delete(request)) return
    if (requests.size === 0) byWebhook.delete(request.webhookPk)
    sending.delete(request)
  }

  return {
    /** Note that a request was sent. */
    start(webhookPk: number, delivery: Delivery): InFlightRequest {
      const request = { webhookPk, delivery, isForgotten: false }
      add(request)
      sending.add(request)
      return request
    },
    remove,
    /** Find the delivery that is being sent to a webhook with a rtk-uuid. */
    find(webhookId: string, rtkUuid: string): Delivery | undefined {
      for (const { delivery } of sending)
        if (delivery.webhookId === webhookId && delivery.rtkUuid === rtkUuid) return delivery
      return undefined
    },
    /** Let an answered request keep its lane until it is recorded. */
    keepLane: add,
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
    /**
     * Resolves once every request has been answered; undefined when that is so now.
     * @param isAwaited whether to wait for the requests of an account; for all when left out
     */
    drained(isAwaited: (accountId: string) => boolean = () => true): Promise<void> | undefined {
      const isDrained = () => {
        for (const { delivery } of sending) if (isAwaited(delivery.accountId)) return false
        return true
      }
      if (isDrained()) return undefined
      return new Promise((resolve) => {
        const check = () => {
          if (!isDrained()) return
          waiters.delete(check)
          resolve()
        }
        waiters.add(check)
      })
    },
    /** Call it after the consequences of removed requests, which may have sent others. */
    checkDrained() {
      for (const check of [...waiters]) check()
    },
  }
}
