/** What the webhook operations share. */

import { Answer } from '../../../http/schema-helpers.js'
import { appPath } from '../../operation.js'
import { WebhookSchema } from '../schemas.js'
import type { Webhook } from '../webhook.js'
import { toWire } from '../wire.js'
export const path = `${appPath}/webhooks`

/** An answer with one webhook; the wires agree. */
export const oneWebhook = {
  documented: {
    schema: Answer({ data: WebhookSchema }),
    render: (webhook: Webhook) => ({ success: true, data: toWire(webhook) }),
  },
}
