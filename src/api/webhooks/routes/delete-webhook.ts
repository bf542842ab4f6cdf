import { Type } from '@sinclair/typebox'
import { webhookParams } from '../../../http/params.js'
import { operation } from '../../operation.js'
import { oneWebhook, path } from './common.js'

export const deleteWebhook = operation({
  id: 'deleteWebhook',
  summary: 'Delete a webhook',
  method: 'DELETE',
  path: `${path}/:webhook_id`,
  status: 200,
  params: Type.Object(webhookParams),
  errors: ['noApp', 'noWebhook'],
  handle: ({ params }, { apps, webhooks }) => webhooks.remove(apps.get(params), params.webhook_id),
  ...oneWebhook,
})
