/** The headers of a delivery's request. */

import { version } from '../../../version.js'
import type { Delivery } from './delivery.js'

/** @param signature left out until the delivery was sent */
export const headersOf = (
  { webhookId, rtkUuid }: Delivery,
  signature: string | undefined,
): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': `Greenroom/${version}`,
  'rtk-webhook-id': webhookId,
  'rtk-uuid': rtkUuid,
  ...(signature !== undefined && { 'rtk-signature': signature }),
})
