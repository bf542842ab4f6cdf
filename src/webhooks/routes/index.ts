import { createWebhook } from './create.js'
import { deleteWebhook } from './delete.js'
import { editWebhook } from './edit.js'
import { listWebhookEvents } from './events.js'
import { getWebhook } from './get.js'
import { listWebhooks } from './list.js'
import { replaceWebhook } from './replace.js'

export const webhookOperations = [
  listWebhooks,
  createWebhook,
  listWebhookEvents,
  getWebhook,
  replaceWebhook,
  editWebhook,
  deleteWebhook,
]
