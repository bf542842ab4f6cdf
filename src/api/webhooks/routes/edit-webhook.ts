import { Type } from '@sinclair/typebox'
import { operation } from '../../../http/operation.js'
import { webhookParams } from '../../../http/params.js'
import { WebhookPatchSchema } from '../schemas.js'
import { oneWebhook, path } from './common.js'

export const editWebhook = operation({
  id: 'editWebhook',
  summary: 'Edit a webhook',
  method: 'PATCH',
  path: `${path}/:webhook_id`,
  status: 200,
  params: Type.Object(webhookParams),
  body: WebhookPatchSchema,
  handle: ({ params, body }, { apps, webhooks }) => webhooks.edit(apps.get(params), params.webhook_id, body),
  ...oneWebhook,
})
