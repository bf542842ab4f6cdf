import { createWebhook } from './create-webhook.js'
import { deleteWebhook } from './delete-webhook.js'
import { editWebhook } from './edit-webhook.js'
import { getWebhook } from './get-webhook.js'
import { listWebhookEvents } from './list-webhook-events.js'
import { listWebhooks } from './list-webhooks.js'
import { replaceWebhook } from './replace-webhook.js'

export const webhookOperations = [
  listWebhooks,
  createWebhook,
  listWebhookEvents,
  getWebhook,
  replaceWebhook,
  editWebhook,
  deleteWebhook,
]
