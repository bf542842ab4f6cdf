import { Type } from '@sinclair/typebox'
import { operation } from '../../../http/operation.js'
import { webhookParams } from '../../../http/params.js'
import { WebhookBodySchema } from '../schemas.js'
import { oneWebhook, path } from './common.js'

export const replaceWebhook = operation({
  id: 'replaceWebhook',
  summary: 'Replace a webhook',
  method: 'PUT',
  path: `${path}/:webhook_id`,
  status: 200,
  params: Type.Object(webhookParams),
  body: WebhookBodySchema,
  handle: ({ params, body }, { apps, webhooks }) =>
    webhooks.replace(apps.get(params), params.webhook_id, body),
  ...oneWebhook,
})
