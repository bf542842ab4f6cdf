import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { toIso } from '../../core/clock.js'
import { EventSchema, LivestreamIdSchema } from '../schemas.js'
import type { Control } from '../service.js'

export const livestreamRoutes =
  ({ livestreams }: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.post(
      '/livestreams/:livestream_id/events',
      { schema: { params: LivestreamIdSchema, body: EventSchema } },
      ({ params, body }) => {
        const livestream = livestreams.event(params.livestream_id, body)
        return { id: livestream.id, status: livestream.status, updated_at: toIso(livestream.updatedAt) }
      },
    )
    done()
  }
