import { Type } from '@sinclair/typebox'
import { appParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { operation } from '../../operation.js'
import { webhookEvents } from '../events.js'
import { WebhookEventSchema } from '../schemas.js'
import { path } from './common.js'

export const listWebhookEvents = operation({
  id: 'getAllWebhookEvents',
  summary: 'Fetch all supported webhook events',
  method: 'GET',
  path: `${path}/all`,
  status: 200,
  params: Type.Object(appParams),
  errors: ['noApp'],
  handle: ({ params }, { apps }) => apps.get(params),
  documented: {
    schema: Answer({ data: Type.Array(WebhookEventSchema) }),
    render: () => ({ success: true, data: webhookEvents }),
  },
})
