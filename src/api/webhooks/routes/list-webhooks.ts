import { Type } from '@sinclair/typebox'
import { apiError } from '../../../http/errors.js'
import { appParams } from '../../../http/params.js'
import { Answer } from '../../../http/schema-helpers.js'
import { operation } from '../../operation.js'
import { WebhookSchema } from '../schemas.js'
import type { Webhook } from '../webhook.js'
import { toWire } from '../wire.js'
import { path } from './common.js'

const ListSchema = Answer({ data: Type.Array(WebhookSchema) })
const render = ({ webhooks }: { webhooks: Webhook[] }) => ({ success: true, data: webhooks.map(toWire) })

export const listWebhooks = operation({
  id: 'getAllWebhooks',
  summary: 'Fetch all webhooks details',
  method: 'GET',
  path,
  status: 200,
  params: Type.Object(appParams),
  errors: ['noApp', 'noWebhooks'],
  handle({ params }, { apps, webhooks }) {
    const app = apps.get(params)
    return { app, webhooks: webhooks.list(app) }
  },
  documented: { schema: ListSchema, render },
  recorded: {
    schema: ListSchema,
    // The live service answers so; the documents publish an empty list. ASSUMED: the words.
    render({ app, webhooks }) {
      if (!webhooks.length) throw apiError('noWebhooks', app.id)
      return render({ webhooks })
    },
  },
})
