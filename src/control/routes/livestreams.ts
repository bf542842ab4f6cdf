import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { toIso } from '../../core/iso-time.js'
import { OwnerSchema, ViewersSchema } from '../livestream-schemas.js'
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
    const params = LivestreamIdSchema
    app.post('/livestreams/:livestream_id/viewers', { schema: { params, body: ViewersSchema } }, (request) =>
      livestreams.setViewers(request.params.livestream_id, request.body),
    )
    for (const [path, change] of [
      ['disable', livestreams.disable],
      ['enable', livestreams.enable],
      ['reset-stream-key', livestreams.resetStreamKey],
    ] as const)
      app.post(`/livestreams/:livestream_id/${path}`, { schema: { params, body: OwnerSchema } }, (request) =>
        change(request.params.livestream_id, request.body),
      )
    done()
  }
