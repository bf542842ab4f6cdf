/** The headers of a delivery's request. */

import { version } from '../../../version.js'
import type { Delivery } from './delivery.js'

/** The prefixes of the headers that name and sign a delivery. `dyte` is the one of before, which receivers still read. */
export const headerForms = { rtk: ['rtk'], dyte: ['dyte'], both: ['rtk', 'dyte'] } as const
export type HeaderForm = keyof typeof headerForms

/**
 * Make the headers of a delivery.
 * @param options.signature left out until the delivery was sent
 */
export const headersOf = (
  { webhookId, rtkUuid }: Delivery,
  { form, signature }: { form: HeaderForm; signature: string | undefined },
): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': `Greenroom/${version}`,
  ...Object.fromEntries(
    headerForms[form].flatMap((prefix) => [
      [`${prefix}-webhook-id`, webhookId],
      [`${prefix}-uuid`, rtkUuid],
      ...(signature === undefined ? [] : [[`${prefix}-signature`, signature]]),
    ]),
  ),
})
