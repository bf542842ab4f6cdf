import { Type } from '@sinclair/typebox'
import { webhookParams } from '../../../http/params.js'
import { operation } from '../../operation.js'
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
  errors: ['noApp', 'noWebhook', 'duplicateWebhook'],
  handle: ({ params, body }, { apps, webhooks }) => webhooks.edit(apps.get(params), params.webhook_id, body),
  ...oneWebhook,
})
