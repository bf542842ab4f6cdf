/** Writes down what is to be sent, in the transaction of what happened: neither is ever without the other. */

import type { Ids } from '../../../core/ids.js'
import type { App } from '../../apps/repository.js'
import type { Change } from '../../changes.js'
import type { Webhook, WebhooksRepository } from '../repository.js'
import { publishedId } from '../wire.js'
import type { Composer, Events } from './payloads.js'
import type { DeliveryQueue, QueuedDelivery } from './queue.js'
import type { Treatments } from './rules.js'

/** How long one that is to be overtaken waits for another, in milliseconds; then it goes alone. */
const longestHold = 60_000

export function createOutbox(deps: {
  webhooks: WebhooksRepository
  queue: DeliveryQueue
  events: Events
  treatments: Treatments
  app: (pk: number) => App | undefined
  ids: Ids
}) {
  const { webhooks, queue, treatments, ids } = deps

  const write = (
    webhook: Webhook,
    change: Change,
    { composer, body }: { composer: Composer; body: string },
  ) => {
    const { accountId, at } = change
    const webhookId = publishedId(webhook)
    const app = deps.app(webhook.appPk)
    if (!app) throw new Error(`webhook ${webhook.id} is of no app`)
    const rule = treatments.pick({
      event: composer.event,
      accountId,
      appIds: [app.id, app.uuid],
      webhookIds: [webhook.id, webhook.uuid],
      livestreamIds: [composer.livestreamId, composer.livestreamUuid],
    })
    const id = ids.uuid(accountId)
    const delivery: QueuedDelivery = {
      appPk: webhook.appPk,
      webhookPk: webhook.pk,
      livestreamPk: composer.livestreamPk,
      sessionPk: composer.sessionPk,
      accountId,
      appId: app.id,
      livestreamId: composer.livestreamId,
      sessionId: composer.sessionId,
      id,
      // ASSUMED: unique for each webhook that hears of the event, as its documentation calls it an id of the delivery.
      rtkUuid: id,
      copyOf: null,
      webhookId,
      event: composer.event,
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
        return queue.add({ ...delivery, earliestAt: at + (rule.delay ?? 0) * 1000 })
      case 'out_of_order':
        return queue.add({ ...delivery, held: true, earliestAt: at + longestHold })
      case 'twice':
        queue.add(delivery)
        return queue.add({ ...delivery, id: ids.uuid(accountId), copyOf: id })
      default:
        return queue.add(delivery)
    }
  }

  return (change: Change) => {
    const composer = deps.events(change)
    if (!composer) return
    const subscribed = webhooks.subscribed(composer.appPk, composer.event)
    if (!subscribed.length) return
    const body = JSON.stringify(composer.compose())
    for (const webhook of subscribed) write(webhook, change, { composer, body })
  }
}
