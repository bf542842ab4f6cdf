import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import { AccountQuerySchema } from '../control/schemas.js'
import type { Control } from '../control/service.js'
import { FaultRuleSchema } from './schemas.js'

const FaultIdSchema = Type.Object({ fault_id: Type.String({ minLength: 1 }) })

export const faultRoutes =
  ({ faults }: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post('/faults', { schema: { body: FaultRuleSchema } }, ({ body }, reply) => {
      reply.code(201).send(faults.add(body))
    })
    app.get('/faults', { schema: { querystring: AccountQuerySchema } }, ({ query }) => ({
      faults: faults.list(query),
    }))
    app.delete('/faults', { schema: { querystring: AccountQuerySchema } }, ({ query }) => ({
      removed: faults.clear(query),
    }))
    app.get('/faults/:fault_id', { schema: { params: FaultIdSchema } }, ({ params }) =>
      faults.get(params.fault_id),
    )
    app.delete('/faults/:fault_id', { schema: { params: FaultIdSchema } }, ({ params }) => {
      faults.remove(params.fault_id)
      return { removed: 1 }
    })
    done()
  }
