import { Type } from '@sinclair/typebox'
import { appParams } from '../../../http/params.js'
import { operation } from '../../operation.js'
import { WebhookBodySchema } from '../schemas.js'
import { oneWebhook, path } from './common.js'

export const createWebhook = operation({
  id: 'addWebhook',
  summary: 'Add a webhook',
  method: 'POST',
  path,
  status: 201,
  params: Type.Object(appParams),
  body: WebhookBodySchema,
  errors: ['noApp', 'duplicateWebhook'],
  handle: ({ params, body }, { apps, webhooks }) => webhooks.create(apps.get(params), body),
  ...oneWebhook,
})
