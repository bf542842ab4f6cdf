import { Type } from '@sinclair/typebox'
import { webhookParams } from '../../../http/params.js'
import { operation } from '../../operation.js'
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
  errors: ['noApp', 'noWebhook', 'duplicateWebhook'],
  handle: ({ params, body }, { apps, webhooks }) =>
    webhooks.replace(apps.get(params), params.webhook_id, body),
  ...oneWebhook,
})
