import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import { strict } from '../../http/schema-helpers.js'
import { scopeFields } from '../../http/scope-schema.js'
import { type EmulatorEvent, readEventTypes } from '../event-stream.js'
import type { Control } from '../service.js'

/** Real milliseconds between heartbeats, which keep proxies and readers from giving the connection up. */
const HEARTBEAT_MS = 15_000

const EventsQuerySchema = Type.Object(
  {
    account_id: scopeFields.account_id,
    type: Type.Optional(
      Type.String({
        description:
          'Types, separated by commas: request, livestream, recording, session, delivery, inbox, clock, job, ingest, state. All but state without it.',
      }),
    ),
  },
  strict,
)

const schema = {
  operationId: 'streamEvents',
  summary: 'Stream events as they happen, as server-sent events',
  querystring: EventsQuerySchema,
  response: {
    200: {
      description: 'One event after another, until the connection ends.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    },
  },
}

const format = ({ id, type, data }: EmulatorEvent) =>
  `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`

/** Serve the event stream. Closing the application ends its connections. */
export const eventRoutes =
  ({ events, wait }: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const open = new Set<() => void>()

    app.get('/events', { schema }, (request, reply) => {
      const { account_id, type } = request.query
      const filter = { account_id, type: readEventTypes(type) }
      const { 'last-event-id': lastEventId } = request.headers
      // HEAD only tells that the stream exists.
      if (request.method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send()
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'close',
      })

      // A reader that loses the connection before the first event comes back with this id.
      if (lastEventId === undefined) raw.write(`id: ${events.lastId}\n\n`)
      const subscription = events.subscribe({
        filter,
        after: lastEventId === undefined ? undefined : String(lastEventId),
        deliver: (event) => raw.write(format(event)),
      })
      raw.on('drain', () => subscription.resume())

      let cancel = () => {}
      const beat = () => {
        if (!raw.writableNeedDrain) raw.write(': heartbeat\n\n')
        cancel = wait(HEARTBEAT_MS, beat)
      }
      const close = () => {
        subscription.close()
        cancel()
        open.delete(end)
      }
      // Unread data of a slow reader would keep the connection open and delay the shutdown.
      const end = () => (raw.writableNeedDrain ? raw.destroy() : raw.end())
      open.add(end)
      raw.once('close', close)
      beat()
      subscription.resume()
    })

    app.addHook('preClose', (closed) => {
      for (const end of open) end()
      closed()
    })
    done()
  }
