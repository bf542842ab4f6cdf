import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { ScheduledQuerySchema } from '../scheduled-schemas.js'
import type { Control } from '../service.js'

export const scheduledRoutes =
  ({ scheduled }: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get('/scheduled', { schema: { querystring: ScheduledQuerySchema } }, ({ query }) =>
      scheduled.list(query),
    )
    done()
  }
