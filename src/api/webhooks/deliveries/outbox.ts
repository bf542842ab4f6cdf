/** Writes deliveries in the transaction of the event that they tell of: neither is ever stored without the other. */

import { instantAfter } from '../../../core/bounds.js'
import type { Ids } from '../../../core/ids.js'
import type { App } from '../../apps/app.js'
import type { Change } from '../../changes.js'
import type { WebhooksRepository } from '../repository.js'
import type { Webhook } from '../webhook.js'
import { publishedId } from '../webhook.js'
import type { EventPayload, Payloads } from './payloads.js'
import type { DeliveryQueue, QueuedDelivery } from './queue.js'
import type { DeliveryRules } from './rules.js'

/** Milliseconds that a delivery out of order waits for the next one of its lane; then it is sent alone. */
const LONGEST_HOLD_MS = 60_000

/** Make a listener of domain events that writes one delivery for each subscribed webhook. */
export function createOutbox(deps: {
  webhooks: WebhooksRepository
  queue: DeliveryQueue
  payloads: Payloads
  rules: DeliveryRules
  app: (pk: number) => App | undefined
  ids: Ids
}) {
  const { webhooks, queue, rules, ids } = deps

  const write = (
    webhook: Webhook,
    { accountId, at }: Change,
    { payload, body }: { payload: EventPayload; body: string },
  ) => {
    const webhookId = publishedId(webhook)
    const app = deps.app(webhook.appPk)
    if (!app) throw new Error(`webhook ${webhook.id} belongs to no app`)
    const rule = rules.pick({
      event: payload.event,
      accountId,
      appIds: [app.id, app.uuid],
      webhookIds: [webhook.id, webhook.uuid],
      livestreamIds: [payload.livestreamId, payload.livestreamUuid],
    })
    const id = ids.uuid(accountId)
    const delivery: QueuedDelivery = {
      appPk: webhook.appPk,
      webhookPk: webhook.pk,
      livestreamPk: payload.livestreamPk,
      sessionPk: payload.sessionPk,
      accountId,
      appId: app.id,
      livestreamId: payload.livestreamId,
      sessionId: payload.sessionId,
      id,
      // ASSUMED: unique for each webhook that is told of the event: the documentation calls it the delivery's id.
      rtkUuid: id,
      copyOf: null,
      webhookId,
      event: payload.event,
      body,
      treatment: rule?.send ?? null,
      earliestAt: null,
      held: false,
      createdAt: at,
    }
    switch (rule?.send) {
      case 'never':
        return queue.drop(delivery)
      case 'late':
        return queue.add({ ...delivery, earliestAt: instantAfter(at, Math.round((rule.delay ?? 0) * 1000)) })
      case 'out_of_order':
        return queue.add({ ...delivery, held: true, earliestAt: instantAfter(at, LONGEST_HOLD_MS) })
      case 'twice':
        queue.add(delivery)
        return queue.add({ ...delivery, id: ids.uuid(accountId), copyOf: id })
      default:
        return queue.add(delivery)
    }
  }

  return (change: Change) => {
    const payload = deps.payloads(change)
    if (!payload) return
    const subscribed = webhooks.subscribed(payload.appPk, payload.event)
    if (!subscribed.length) return
    const body = JSON.stringify(payload.compose())
    for (const webhook of subscribed) write(webhook, change, { payload, body })
  }
}
