import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Control } from '../control/service.js'
import { OfAccountSchema } from './schemas.js'

export const stateRoutes =
  ({ state }: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    // A document is read piece by piece, so its length has no limit.
    app.removeContentTypeParser('application/json')
    app.addContentTypeParser('application/json', (_request, payload, parsed) => parsed(null, payload))

    app.get('/state', { schema: { querystring: OfAccountSchema } }, ({ query }, reply) => {
      reply.type('application/json; charset=utf-8').send(state.export(query.account_id))
    })
    app.put('/state', { schema: { querystring: OfAccountSchema } }, async ({ query, body }) => {
      if (!(body instanceof Readable)) return state.import([], query.account_id)
      try {
        return await state.import(body.iterator({ destroyOnReturn: false }), query.account_id)
      } finally {
        // Many clients read a refusal only after they have sent everything, and fail when the connection ends before.
        await finished(body.resume()).catch(() => {})
      }
    })
    done()
  }
