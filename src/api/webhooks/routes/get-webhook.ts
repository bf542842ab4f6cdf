import { Type } from '@sinclair/typebox'
import { webhookParams } from '../../../http/params.js'
import { operation } from '../../operation.js'
import { oneWebhook, path } from './common.js'

export const getWebhook = operation({
  id: 'getWebhook',
  summary: 'Fetch details of a webhook',
  method: 'GET',
  path: `${path}/:webhook_id`,
  status: 200,
  params: Type.Object(webhookParams),
  errors: ['noApp', 'noWebhook'],
  handle: ({ params }, { apps, webhooks }) => webhooks.get(apps.get(params), params.webhook_id),
  ...oneWebhook,
})
