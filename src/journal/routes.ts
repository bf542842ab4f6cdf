import { Type } from '@sinclair/typebox'
import { route } from '../http/route.js'
import { AccountScopeSchema } from '../http/scope-schema.js'
import {
  NotVerifiedSchema,
  RequestIdSchema,
  RequestSchema,
  RequestsAnswerSchema,
  RequestsQuerySchema,
  VerifiedSchema,
  VerifySchema,
} from './schemas.js'
import type { RequestsService, Verification } from './service.js'

/** Declare the operations on the journal of requests. */
export const createRequestRoutes = (requests: RequestsService) => ({
  list: route({
    id: 'listRequests',
    summary: 'List the requests that were made, oldest first',
    method: 'GET',
    path: '/requests',
    query: RequestsQuerySchema,
    answer: RequestsAnswerSchema,
    errors: ['journalOff'],
    handle: ({ query }) => requests.list(query),
  }),
  get: route({
    id: 'getRequest',
    summary: 'Show a request of the journal',
    method: 'GET',
    path: '/requests/:request_id',
    params: RequestIdSchema,
    query: AccountScopeSchema,
    answer: RequestSchema,
    errors: ['journalOff', 'noRequest'],
    handle: ({ params, query }) => requests.get(params.request_id, query),
  }),
  clear: route({
    id: 'clearRequests',
    summary: 'Forget the requests of an account, or all',
    method: 'DELETE',
    path: '/requests',
    query: AccountScopeSchema,
    answer: Type.Object({ removed: Type.Integer({ description: 'How many requests were removed.' }) }),
    errors: [],
    handle: ({ query }) => ({ removed: requests.clear(query) }),
  }),
  verify: route({
    id: 'verifyRequests',
    summary: 'Check that the expected requests were made; 409 shows the nearest misses',
    method: 'POST',
    path: '/requests/verify',
    body: VerifySchema,
    answer: VerifiedSchema,
    errors: ['journalOff'],
    refusals: { 409: NotVerifiedSchema },
    handle: ({ body }) => requests.verify(body),
    send(reply, { holds, count, unknown, message, misses, matches }) {
      if (holds) return reply.send({ count })
      const error = { code: 409, message }
      return reply.code(409).send({ success: false, error, count, unknown, misses, matches })
    },
    receive({ status, json }) {
      const { error, ...rest } = json as Partial<Verification> & { error?: { message: string } }
      const { count, unknown = 0, misses = [], matches = [] } = rest
      // A plain refusal: the journal is off.
      if (count === undefined) return undefined
      return { holds: status === 200, count, unknown, message: error?.message ?? '', misses, matches }
    },
  }),
})
