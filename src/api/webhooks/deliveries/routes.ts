import { Type } from '@sinclair/typebox'
import { route } from '../../../http/route.js'
import { strict } from '../../../http/schema-helpers.js'
import { AccountScopeSchema } from '../../../http/scope-schema.js'
import {
  ActiveDeliveryRuleSchema,
  DeliveriesAnswerSchema,
  DeliveriesQuerySchema,
  DeliveryRuleSchema,
  DeliverySchema,
  WaitSchema,
} from './schemas.js'
import type { DeliveriesService } from './service.js'

const DeliveryIdSchema = Type.Object({ delivery_id: Type.String({ minLength: 1 }) }, strict)
const RuleIdSchema = Type.Object({ rule_id: Type.String({ minLength: 1 }) }, strict)
const RemovedSchema = Type.Object({ removed: Type.Integer({ description: 'How many rules there were.' }) })

/** Declare the control API's operations on deliveries and delivery rules. */
export const createDeliveryRoutes = (deliveries: DeliveriesService) => ({
  list: route({
    id: 'listDeliveries',
    summary: 'List webhook deliveries, oldest first',
    method: 'GET',
    path: '/deliveries',
    query: DeliveriesQuerySchema,
    answer: DeliveriesAnswerSchema,
    errors: [],
    handle: ({ query }) => deliveries.list(query),
  }),
  wait: route({
    id: 'waitForDeliveries',
    summary: 'Wait until deliveries have come to an outcome',
    method: 'POST',
    path: '/deliveries/wait',
    body: WaitSchema,
    answer: DeliveriesAnswerSchema,
    errors: ['deliveriesMissing'],
    handle: ({ body }) => deliveries.wait(body),
  }),
  addRule: route({
    id: 'addDeliveryRule',
    summary: 'Send deliveries twice, late, out of order, with a bad signature, or never',
    method: 'POST',
    path: '/deliveries/rules',
    body: DeliveryRuleSchema,
    status: 201,
    answer: ActiveDeliveryRuleSchema,
    errors: [],
    handle: ({ body }) => deliveries.rules.add(body),
  }),
  listRules: route({
    id: 'listDeliveryRules',
    summary: 'List the delivery rules',
    method: 'GET',
    path: '/deliveries/rules',
    query: AccountScopeSchema,
    answer: Type.Object({ rules: Type.Array(ActiveDeliveryRuleSchema) }),
    errors: [],
    handle: ({ query }) => ({ rules: deliveries.rules.list(query) }),
  }),
  clearRules: route({
    id: 'clearDeliveryRules',
    summary: 'Remove the delivery rules of an account, or all',
    method: 'DELETE',
    path: '/deliveries/rules',
    query: AccountScopeSchema,
    answer: RemovedSchema,
    errors: [],
    handle: ({ query }) => ({ removed: deliveries.rules.clear(query) }),
  }),
  removeRule: route({
    id: 'removeDeliveryRule',
    summary: 'Remove a delivery rule',
    method: 'DELETE',
    path: '/deliveries/rules/:rule_id',
    params: RuleIdSchema,
    query: AccountScopeSchema,
    answer: RemovedSchema,
    errors: ['noDeliveryRule'],
    handle({ params, query }) {
      deliveries.rules.remove(params.rule_id, query)
      return { removed: 1 }
    },
  }),
  get: route({
    id: 'getDelivery',
    summary: 'Fetch a delivery with its attempts',
    method: 'GET',
    path: '/deliveries/:delivery_id',
    params: DeliveryIdSchema,
    query: AccountScopeSchema,
    answer: DeliverySchema,
    errors: ['noDelivery'],
    handle: ({ params, query }) => deliveries.get(params.delivery_id, query),
  }),
  resend: route({
    id: 'resendDelivery',
    summary: 'Send a delivery once more, as a new one with the same rtk-uuid',
    method: 'POST',
    path: '/deliveries/:delivery_id/resend',
    params: DeliveryIdSchema,
    body: AccountScopeSchema,
    answer: DeliverySchema,
    errors: ['noDelivery', 'webhookGone'],
    handle: ({ params, body }) => deliveries.resend(params.delivery_id, body),
  }),
})
