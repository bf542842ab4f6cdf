/** The log of webhook deliveries as methods of the emulator in process. */

import {
  type DeliveriesQuery,
  DeliveriesQuerySchema,
  type DeliveryOwner,
  DeliveryOwnerSchema,
  type DeliveryRuleBody,
  DeliveryRuleSchema,
  type WaitBody,
  WaitSchema,
} from '../../api/webhooks/deliveries/schemas.js'
import type { DescribedDelivery, DescribedDeliveryRule } from '../../api/webhooks/deliveries/service.js'
import type { Control } from '../service.js'
import { checked } from './checked.js'

export interface WebhooksFace {
  /** In the order in which they were made. */
  deliveries(query?: DeliveriesQuery): DescribedDelivery[]
  delivery(id: string, owner?: DeliveryOwner): DescribedDelivery
  /** Once more, as a delivery of its own with the same rtk-uuid. */
  resend(id: string, owner?: DeliveryOwner): DescribedDelivery
  /** Answers once so many have been delivered, or have come to another outcome; rejects after 10 real seconds. */
  wait(body: WaitBody): Promise<DescribedDelivery[]>
  /** Send some twice, late, out of order, with a bad signature or not at all. */
  readonly rules: {
    add(rule: DeliveryRuleBody): DescribedDeliveryRule
    list(owner?: DeliveryOwner): DescribedDeliveryRule[]
    remove(id: string): void
    /** Those that name an account, or all. Answers with how many there were. */
    clear(owner?: DeliveryOwner): number
  }
}

export const webhooksFace = ({ deliveries }: Control): WebhooksFace => ({
  deliveries: (query = {}) => deliveries.list(checked(DeliveriesQuerySchema, query)).deliveries,
  delivery: (id, owner = {}) => deliveries.get(id, checked(DeliveryOwnerSchema, owner)),
  resend: (id, owner = {}) => deliveries.resend(id, checked(DeliveryOwnerSchema, owner)),
  wait: async (body) => (await deliveries.wait(checked(WaitSchema, body))).deliveries,
  rules: {
    add: (rule) => deliveries.rules.add(checked(DeliveryRuleSchema, rule)),
    list: (owner = {}) => deliveries.rules.list(checked(DeliveryOwnerSchema, owner)),
    remove: deliveries.rules.remove,
    clear: (owner = {}) => deliveries.rules.clear(checked(DeliveryOwnerSchema, owner)),
  },
})
