import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { AccountQuerySchema } from '../control/schemas.js'
import type { Control } from '../control/service.js'
import { RequestsQuerySchema, VerifySchema } from './schemas.js'

export const requestRoutes =
  ({ requests }: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get('/requests', { schema: { querystring: RequestsQuerySchema } }, ({ query }) =>
      requests.list(query),
    )
    app.delete('/requests', { schema: { querystring: AccountQuerySchema } }, ({ query }) => ({
      removed: requests.clear(query),
    }))
    app.post('/requests/verify', { schema: { body: VerifySchema } }, ({ body }, reply) => {
      const { holds, count, unknown, message, misses, matches } = requests.verify(body)
      if (holds) return reply.send({ count })
      const error = { code: 409, message }
      return reply.code(409).send({ success: false, error, count, unknown, misses, matches })
    })
    done()
  }
