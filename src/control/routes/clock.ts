import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { AdvanceSchema, ClockSchema } from '../schemas.js'
import type { Control } from '../service.js'

export const clockRoutes =
  ({ clock }: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get('/clock', () => clock.describe())
    app.put('/clock', { schema: { body: ClockSchema } }, ({ body }) => clock.set(body))
    app.post('/clock/advance', { schema: { body: AdvanceSchema } }, ({ body }) => clock.advance(body))
    done()
  }
