/** Greenroom's own API, in one list. */

import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import { toIso } from '../core/clock.js'
import type { Deps } from '../deps.js'
import { apiError } from '../http/errors.js'
import { AdvanceSchema, ClockSchema, EventSchema, LivestreamIdSchema } from './schemas.js'

export function controlRoutes(deps: Deps): FastifyPluginCallbackTypebox {
  const { control } = deps
  return (app, _options, done) => {
    app.addHook('preValidation', (request, _reply, next) => {
      request.body ??= {}
      next()
    })

    app.get('/health/live', () => ({ status: 'live' }))
    app.get('/health/ready', () => {
      const problem = control.notReady()
      if (problem) throw apiError('notReady', problem)
      return { status: 'ready' }
    })
    app.get('/info', () => control.info())

    app.post('/reset', { schema: { body: Type.Object({}, { additionalProperties: false }) } }, () =>
      control.reset(),
    )

    app.get('/clock', () => control.clock())
    app.put('/clock', { schema: { body: ClockSchema } }, ({ body }) => control.setClock(body))
    app.post('/clock/advance', { schema: { body: AdvanceSchema } }, ({ body }) => control.advance(body))

    app.post(
      '/livestreams/:livestream_id/events',
      { schema: { params: LivestreamIdSchema, body: EventSchema } },
      ({ params, body }) => {
        const livestream = control.event(params.livestream_id, body)
        return { id: livestream.id, status: livestream.status, updated_at: toIso(livestream.updatedAt) }
      },
    )
    done()
  }
}
