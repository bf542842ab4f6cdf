import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Control } from '../control/service.js'
import { OfAccountSchema, SnapshotNameSchema } from './schemas.js'

export const snapshotRoutes =
  ({ snapshots }: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const named = { schema: { params: SnapshotNameSchema, body: OfAccountSchema } }
    app.get('/snapshots', { schema: { querystring: OfAccountSchema } }, ({ query }) => ({
      snapshots: snapshots.list(query.account_id),
    }))
    app.post('/snapshots/:name', named, ({ params, body }) => snapshots.take(params.name, body.account_id))
    app.post('/snapshots/:name/restore', named, ({ params, body }) =>
      snapshots.restore(params.name, body.account_id),
    )
    app.delete(
      '/snapshots/:name',
      { schema: { params: SnapshotNameSchema, querystring: OfAccountSchema } },
      ({ params, query }) => snapshots.remove(params.name, query.account_id),
    )
    done()
  }
