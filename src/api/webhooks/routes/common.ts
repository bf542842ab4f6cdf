/** What the webhook operations share. */

import { Answer } from '../../../http/wire.js'
import type { Webhook } from '../repository.js'
import { WebhookSchema } from '../schemas.js'
import { toWire } from '../wire.js'

export const path = '/accounts/:account_id/realtime/kit/:app_id/webhooks'

/** An answer with one webhook; the wires agree. */
export const oneWebhook = {
  documented: {
    schema: Answer({ data: WebhookSchema }),
    render: (webhook: Webhook) => ({ success: true, data: toWire(webhook) }),
  },
}
