import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { route } from '../http/route.js'
import { AccountScopeSchema } from '../http/scope-schema.js'
import { InboxAnswerSchema, InboxQuerySchema, MessageIdSchema, MessageSchema } from './schemas.js'
import type { InboxService } from './service.js'

/** Declare the operations on the messages of the inbox. */
export const createInboxRoutes = (inbox: InboxService) => ({
  list: route({
    id: 'listInbox',
    summary: 'List the messages that the inbox was sent, newest first',
    method: 'GET',
    path: '/inbox',
    query: InboxQuerySchema,
    answer: InboxAnswerSchema,
    errors: ['inboxOff'],
    handle: ({ query }) => inbox.list(query),
  }),
  get: route({
    id: 'getMessage',
    summary: 'Show a message of the inbox',
    method: 'GET',
    path: '/inbox/:message_id',
    params: MessageIdSchema,
    query: AccountScopeSchema,
    answer: MessageSchema,
    errors: ['inboxOff', 'noMessage'],
    handle: ({ params, query }) => inbox.get(params.message_id, query),
  }),
  clear: route({
    id: 'clearInbox',
    summary: 'Forget the messages of an account, or all',
    method: 'DELETE',
    path: '/inbox',
    query: AccountScopeSchema,
    answer: Type.Object({ removed: Type.Integer({ description: 'How many messages were removed.' }) }),
    errors: [],
    handle: ({ query }) => ({ removed: inbox.clear(query) }),
  }),
})

const receiveSchema = {
  operationId: 'receiveMessage',
  summary: 'Receive a webhook, or any other message; a name may follow the path, as in /inbox/shows',
  response: { 200: Type.Object({ id: Type.Integer() }) },
}

/** Receive messages with bodies of any type. It is mounted apart, since all other operations take JSON alone. */
export const receiveMessages =
  (inbox: InboxService): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, parsed) => parsed(null, bytes))
    // Fastify refuses a content type that it cannot read; `raw` keeps the header as it came.
    app.addHook('onRequest', (request, _reply, next) => {
      request.headers = { 'content-type': 'application/octet-stream' }
      next()
    })

    const receive = (request: FastifyRequest) => ({
      id: inbox.receive({
        name: (request.params as { '*'?: string })['*'],
        headers: request.raw.headers,
        body: (request.body as Buffer | undefined) ?? Buffer.alloc(0),
      }),
    })
    const config = { errors: ['inboxOff'] as const }
    app.post('/inbox', { schema: receiveSchema, config }, receive)
    app.post('/inbox/*', { schema: { ...receiveSchema, hide: true } as object, config }, receive)
    done()
  }
