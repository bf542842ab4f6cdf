import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import { type EmulatorEvent, readEventTypes } from '../event-stream.js'
import type { Control } from '../service.js'

/** Real milliseconds between signs of life, for what stands between and for readers that watch for them. */
const heartbeat = 15_000

const EventsQuerySchema = Type.Object(
  {
    account_id: Type.Optional(Type.String({ minLength: 1 })),
    type: Type.Optional(
      Type.String({
        description: 'request, livestream, session, delivery, clock, job: with commas between.',
      }),
    ),
  },
  { additionalProperties: false },
)

const schema = {
  operationId: 'streamEvents',
  summary: 'Stream what happens, as server-sent events',
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

export const eventRoutes =
  ({ events, wait }: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const open = new Set<() => void>()

    app.get('/events', { schema }, (request, reply) => {
      const { account_id, type } = request.query
      const filter = { account_id, type: readEventTypes(type) }
      const { 'last-event-id': lastEventId } = request.headers
      // There is nothing to say but that there are events.
      if (request.method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send()
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'close',
      })

      // Whoever loses the connection before the first event comes back with this.
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
        cancel = wait(heartbeat, beat)
      }
      const close = () => {
        subscription.close()
        cancel()
        open.delete(end)
      }
      // What a slow reader has not taken would keep the connection, and so the shutdown, waiting.
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
