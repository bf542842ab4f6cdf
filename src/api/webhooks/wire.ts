import { toIso } from '../../core/iso-time.js'
import { publishedId, type Webhook } from './webhook.js'

/** How both wires give a webhook. */
export const toWire = (webhook: Webhook) => ({
  id: publishedId(webhook),
  name: webhook.name,
  url: webhook.url,
  events: webhook.events,
  enabled: webhook.enabled,
  created_at: toIso(webhook.createdAt),
  updated_at: toIso(webhook.updatedAt),
})
