/** One emulated operation: its schemas, what it does, and how its answer looks on each wire. */

import type { Static, TObject, TSchema } from '@sinclair/typebox'
import type { FastifyInstance, FastifySchema, preValidationHookHandler } from 'fastify'
import type { Clocks } from '../core/clocks.js'
import type { Links } from '../core/public-url.js'
import type { ErrorName } from './errors.js'
import { type View, type Wire, wires } from './wire.js'

interface Rendering<Result> {
  schema: TSchema
  /** Where the status of success differs from the operation's. */
  status?: number
  render: (result: Result, view: View) => unknown
}

export interface OperationDefinition<
  Services,
  Id extends string,
  Params extends TObject,
  Query extends TObject,
  Body extends TSchema,
  Result,
> {
  /** The published operationId. */
  id: Id
  summary: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the API's base path. */
  path: string
  /** The status of success. */
  status: number
  params: Params
  query?: Query
  body?: Body
  /**
   * Refuse unknown properties and wrong types with 422 in the flat form: on the recorded wire, and on both with
   * `--strict-bodies`.
   */
  strictBody?: boolean
  /** Why an operation is emulated that the service does not publish. */
  unpublished?: string
  /** What it may be refused with, besides what every operation may: a bad request, credentials, the rate limit. */
  errors: readonly ErrorName[]
  /**
   * Do it. `now` is the emulator's time in Unix milliseconds, the same for the whole request. A promise is for what
   * takes long and changes nothing, such as a signature; reads give none, as their answers are kept.
   */
  handle: (
    request: { params: Static<Params>; query: Static<Query>; body: Static<Body>; now: number },
    services: Services,
  ) => Result | Promise<Result>
  documented: Rendering<Result>
  /** Where it differs from the documented one. */
  recorded?: Rendering<Result>
}

/** What operations are given when they are registered. */
export interface OperationContext<Services> {
  services: Services
  /** The emulator's time, which an account may have of its own. */
  clock: Pick<Clocks, 'now' | 'within'>
  /** Whether strict bodies are strict on the documented wire too. */
  strictBodies: boolean
  links: (host: string | undefined, accountId: string) => Links
  /** Give the kept answer to a read, or make it and keep it. The key tells one read from another. */
  answerOnce: (key: string, now: number, make: () => string) => string
}

export interface Operation<Services> {
  id: string
  method: string
  path: string
  /** The schemas of the query and of the body, where it has them. */
  query?: TObject | undefined
  body?: TSchema | undefined
  /** Add one route for each wire. */
  register(app: FastifyInstance, context: OperationContext<Services>): void
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The published operationId, on routes of the emulated API. */
    operation?: string
    /** What the operation may be refused with. */
    errors?: readonly ErrorName[]
  }
}

const withBody: preValidationHookHandler = (request, _reply, done) => {
  if (request.body === undefined) request.body = {}
  done()
}

/** Marks the schema of a body whose refusals have the flat form. */
export const FLAT_REFUSALS = 'x-flat-refusals'

/** The schema with unknown properties refused at every depth, and refusals in the flat form. */
function strictly(schema: TSchema): TSchema {
  const close = (part: TSchema): TSchema =>
    part.type === 'object'
      ? {
          ...part,
          additionalProperties: false,
          properties: Object.fromEntries(
            Object.entries((part as TObject).properties).map(([name, property]) => [name, close(property)]),
          ),
        }
      : part
  return { ...close(schema), [FLAT_REFUSALS]: true }
}

/** @returns a function that declares operations on the given services, with ids of the given names */
export const defineOperations =
  <Services, Id extends string>() =>
  <Params extends TObject, Query extends TObject, Body extends TSchema, Result>(
    definition: OperationDefinition<Services, Id, Params, Query, Body, Result>,
  ): Operation<Services> => {
    const { id, summary, method, path, errors, handle } = definition
    return {
      id,
      method,
      path,
      query: definition.query,
      body: definition.body,
      register(app, { services, clock, strictBodies, links, answerOnce }) {
        for (const wire of wires) {
          const { schema, render, status = definition.status } = definition[wire] ?? definition.documented
          const isStrict = definition.strictBody && (wire === 'recorded' || strictBodies)
          const routeSchema: FastifySchema = {
            params: definition.params,
            response: { [status]: schema },
            ...(definition.query && { querystring: definition.query }),
            ...(definition.body && { body: isStrict ? strictly(definition.body) : definition.body }),
          }
          app.route({
            method,
            url: path,
            constraints: { wire },
            schema: {
              ...routeSchema,
              operationId: id,
              summary,
              ...(definition.unpublished && { description: `Unpublished. ${definition.unpublished}` }),
            } as FastifySchema,
            config: { operation: id, errors: isStrict ? [...errors, 'unprocessableBody'] : errors },
            // A request without a body counts as one with an empty body, so that the refusal names the missing field.
            ...(definition.body && { preValidation: withBody }),
            handler(request, reply) {
              const { params, query, body } = request
              const { host } = request.headers
              const { account_id: accountId } = params as { account_id: string }
              const now = clock.within(accountId, clock.now)
              const work = () =>
                clock.within(accountId, () => handle({ params, query, body, now } as never, services))
              const write = (result: Result) => {
                const view = { now, links: links(host, accountId) }
                return reply.serialize(render(result, view) as object) as string
              }
              const send = (text: string) => reply.type('application/json; charset=utf-8').send(text)
              // First of all: the status chooses the schema by which the answer is written.
              reply.code(status)
              if (method === 'GET')
                return send(
                  answerOnce(`${wire} ${host ?? ''} ${request.url}`, now, () => write(work() as Result)),
                )
              const result = work()
              return result instanceof Promise
                ? result.then((value) => send(write(value)))
                : send(write(result))
            },
          })
        }
      },
    }
  }

/** What find-my-way asks of a constraint; its own type cannot be named from here. */
type ConstraintStrategy = Parameters<FastifyInstance['addConstraintStrategy']>[0]

/** Chooses a route by wire: the header's, else the one of the request's target. */
export const wireConstraint = (header: string, wireOf: (target: string) => Wire): ConstraintStrategy => ({
  name: 'wire',
  storage() {
    const handlers = new Map<unknown, never>()
    return {
      get: (wire: unknown) => handlers.get(wire) ?? null,
      set: (wire: unknown, handler: unknown) => void handlers.set(wire, handler as never),
    }
  },
  // Fastify keeps the target under this name when it was rewritten.
  deriveConstraint: (request: { headers: Record<string, unknown>; url?: string; originalUrl?: string }) =>
    request.headers[header] ?? wireOf(request.originalUrl ?? request.url ?? '/'),
  validate() {},
  mustMatchWhenDerived: false,
})
