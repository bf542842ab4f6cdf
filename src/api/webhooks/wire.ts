import { toIso } from '../../core/iso-time.js'
import type { Webhook } from './repository.js'

/** The id as it is published, where only a UUID may stand. */
export const publishedId = (webhook: Webhook) => webhook.uuid ?? webhook.id

export const toWire = (webhook: Webhook) => ({
  id: publishedId(webhook),
  name: webhook.name,
  url: webhook.url,
  events: webhook.events,
  enabled: webhook.enabled,
  created_at: toIso(webhook.createdAt),
  updated_at: toIso(webhook.updatedAt),
})
