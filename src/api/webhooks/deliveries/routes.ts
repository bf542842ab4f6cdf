import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import { DeliveriesQuerySchema, DeliveryOwnerSchema, DeliveryRuleSchema, WaitSchema } from './schemas.js'
import type { DeliveriesService } from './service.js'

const DeliveryIdSchema = Type.Object({ delivery_id: Type.String({ minLength: 1 }) })
const RuleIdSchema = Type.Object({ rule_id: Type.String({ minLength: 1 }) })

/** Mount the control API's operations on deliveries. */
export const deliveryRoutes =
  ({ deliveries }: { deliveries: DeliveriesService }): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const { rules } = deliveries
    app.get('/deliveries', { schema: { querystring: DeliveriesQuerySchema } }, ({ query }) =>
      deliveries.list(query),
    )
    app.post('/deliveries/wait', { schema: { body: WaitSchema } }, ({ body }) => deliveries.wait(body))

    const ofRules = { schema: { querystring: DeliveryOwnerSchema } }
    app.post('/deliveries/rules', { schema: { body: DeliveryRuleSchema } }, ({ body }, reply) => {
      reply.code(201).send(rules.add(body))
    })
    app.get('/deliveries/rules', ofRules, ({ query }) => ({ rules: rules.list(query) }))
    app.delete('/deliveries/rules', ofRules, ({ query }) => ({ removed: rules.clear(query) }))
    app.delete('/deliveries/rules/:rule_id', { schema: { params: RuleIdSchema } }, ({ params }) => {
      rules.remove(params.rule_id)
      return { removed: 1 }
    })

    app.get(
      '/deliveries/:delivery_id',
      { schema: { params: DeliveryIdSchema, querystring: DeliveryOwnerSchema } },
      ({ params, query }) => deliveries.get(params.delivery_id, query),
    )
    app.post(
      '/deliveries/:delivery_id/resend',
      { schema: { params: DeliveryIdSchema, body: DeliveryOwnerSchema } },
      ({ params, body }) => deliveries.resend(params.delivery_id, body),
    )
    done()
  }
