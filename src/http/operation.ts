/** One emulated operation: its schemas, what it does, and how its answer looks on each wire. */

import type { Static, TObject, TSchema } from '@sinclair/typebox'
import type { FastifyInstance, FastifySchema, preValidationHookHandler } from 'fastify'
import type { Deps } from '../deps.js'
import { type View, type Wire, wires } from './wire.js'

interface Rendering<Result> {
  schema: TSchema
  render: (result: Result, view: View) => unknown
}

export interface OperationDefinition<
  Params extends TObject,
  Query extends TObject,
  Body extends TSchema,
  Result,
> {
  /** The published operationId. */
  id: string
  summary: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the API's base path. */
  path: string
  /** The status of success. */
  status: number
  params: Params
  query?: Query
  body?: Body
  /** Set where `handle` of a GET asks the clock; that `render` does is seen. */
  readsClock?: boolean
  handle: (
    request: { params: Static<Params>; query: Static<Query>; body: Static<Body> },
    deps: Deps,
  ) => Result
  documented: Rendering<Result>
  /** Where it differs from the documented one. */
  recorded?: Rendering<Result>
}

export interface Operation {
  id: string
  method: string
  path: string
  register(app: FastifyInstance, deps: Deps): void
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The published operationId, on routes of the emulated API. */
    operation?: string
  }
}

const withBody: preValidationHookHandler = (request, _reply, done) => {
  if (request.body === undefined) request.body = {}
  done()
}

/** Declare an operation; `register` adds one route per wire. */
export function operation<Params extends TObject, Query extends TObject, Body extends TSchema, Result>(
  definition: OperationDefinition<Params, Query, Body, Result>,
): Operation {
  const { id, summary, method, path, status, handle } = definition
  return {
    id,
    method,
    path,
    register(app, deps) {
      for (const wire of wires) {
        const { schema, render } = definition[wire] ?? definition.documented
        const routeSchema: FastifySchema = {
          params: definition.params,
          response: { [status]: schema },
          ...(definition.query && { querystring: definition.query }),
          ...(definition.body && { body: definition.body }),
        }
        app.route({
          method,
          url: path,
          constraints: { wire },
          schema: { ...routeSchema, operationId: id, summary } as FastifySchema,
          config: { operation: id },
          // No body is as good as an empty one: what it must have is then named as missing.
          ...(definition.body && { preValidation: withBody }),
          handler(request, reply) {
            const now = deps.clock.now()
            const key = method === 'GET' ? `${wire} ${request.headers.host ?? ''} ${request.url}` : undefined
            reply.code(status).type('application/json; charset=utf-8')
            const known = key && deps.answers.find(key, now)
            if (known) return reply.send(known)

            let depends = definition.readsClock ?? false
            const { params, query, body } = request
            const view: View = {
              get now() {
                depends = true
                return now
              },
              links: deps.urls.links(request.headers.host, (params as { account_id: string }).account_id),
            }
            const answer = render(handle({ params, query, body } as never, deps), view)
            const payload = reply.serialize(answer as object) as string
            if (key) deps.answers.keep(key, { payload, instant: depends ? now : undefined })
            return reply.send(payload)
          },
        })
      }
    },
  }
}

/** What find-my-way asks of a constraint; its own type cannot be named from here. */
type ConstraintStrategy = Parameters<FastifyInstance['addConstraintStrategy']>[0]

/** Chooses a route by wire: the header's, else the configured one. */
export const wireConstraint = (header: string, configured: Wire): ConstraintStrategy => ({
  name: 'wire',
  storage() {
    const handlers = new Map<unknown, never>()
    return {
      get: (wire: unknown) => handlers.get(wire) ?? null,
      set: (wire: unknown, handler: unknown) => void handlers.set(wire, handler as never),
    }
  },
  deriveConstraint: (request: { headers: Record<string, unknown> }) => request.headers[header] ?? configured,
  validate() {},
  mustMatchWhenDerived: false,
})
