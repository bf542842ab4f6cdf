import { Type } from '@sinclair/typebox'
import { operation } from '../../../http/operation.js'
import { appParams } from '../../../http/params.js'
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
  handle: ({ params, body }, { apps, webhooks }) => webhooks.create(apps.get(params), body),
  ...oneWebhook,
})
