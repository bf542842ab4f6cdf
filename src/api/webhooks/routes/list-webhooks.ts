import { Type } from '@sinclair/typebox'
import { operation } from '../../../http/operation.js'
import { appParams } from '../../../http/params.js'
import { Answer } from '../../../http/wire.js'
import type { Webhook } from '../repository.js'
import { WebhookSchema } from '../schemas.js'
import { toWire } from '../wire.js'
import { path } from './common.js'

export const listWebhooks = operation({
  id: 'getAllWebhooks',
  summary: 'Fetch all webhooks details',
  method: 'GET',
  path,
  status: 200,
  params: Type.Object(appParams),
  handle: ({ params }, { apps, webhooks }) => webhooks.list(apps.get(params)),
  documented: {
    schema: Answer({ data: Type.Array(WebhookSchema) }),
    render: (webhooks: Webhook[]) => ({ success: true, data: webhooks.map(toWire) }),
  },
})
