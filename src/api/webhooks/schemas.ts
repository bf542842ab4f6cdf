import { type Static, Type } from '@sinclair/typebox'
import { Timestamp } from '../../http/schema-helpers.js'
import { type WebhookEvent, webhookEvents } from './events.js'

export const WebhookEventSchema = Type.Unsafe<WebhookEvent>({ type: 'string', enum: webhookEvents })

const enabled = (description: string) => Type.Boolean({ description, default: true })
const events = Type.Array(WebhookEventSchema, {
  description: 'Events that this webhook will get triggered by',
  examples: [webhookEvents],
})
// ASSUMED: published without a least length; an empty name is refused as an app's is.
const name = Type.String({
  minLength: 1,
  description: 'Name of the webhook',
  examples: ['All events webhook'],
})
const url = Type.String({
  format: 'uri',
  description: 'URL this webhook will send events to',
  examples: ['https://webhook.site/b23a5bbd-c7b0-4ced-a9e2-78ae7889897e'],
})

export const WebhookBodySchema = Type.Object({
  name,
  url,
  events,
  enabled: Type.Optional(enabled('Set whether or not the webhook should be active when created')),
})
export type WebhookBody = Static<typeof WebhookBodySchema>

export const WebhookPatchSchema = Type.Partial(WebhookBodySchema)
export type WebhookPatch = Static<typeof WebhookPatchSchema>

export const WebhookSchema = Type.Object({
  id: Type.String({ format: 'uuid', description: 'ID of the webhook' }),
  name: Type.String({ description: 'Name of the webhook' }),
  url: Type.String({ format: 'uri', description: 'URL the webhook will send events to' }),
  events: Type.Array(WebhookEventSchema, { description: 'Events this webhook will send updates for' }),
  enabled: Type.Boolean({ description: 'Set to true if the webhook is active' }),
  created_at: Timestamp('When this webhook was created.'),
  updated_at: Timestamp('When this webhook was updated.'),
})
