/** Declares the operations of Greenroom's own API, which run over HTTP and in process with the same schemas. */

import type { Readable } from 'node:stream'
import type { Static, TObject, TSchema } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply, FastifySchema } from 'fastify'
import { apiError, type ErrorName } from './errors.js'
import { describeError, jsonAjv } from './validation.js'

/** The parts of a request. */
export interface RouteInput<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
}

/** What `handle` gets besides the parts: the Host header of the request, for links; undefined in process. */
interface Caller {
  host?: string | undefined
}

interface RouteDefinition<
  Params extends TObject,
  Query extends TObject,
  Body extends TSchema,
  Answer extends TSchema,
  Result,
> {
  /** The operationId. */
  id: string
  summary: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the prefix of Greenroom's own API. */
  path: string
  params?: Params
  query?: Query
  body?: Body
  /** Bytes; Fastify's limit without it. */
  bodyLimit?: number
  /** The status of success; 200 without it. */
  status?: number
  /** The schema of the answer. */
  answer: Answer
  /** Whether the answer of success is a stream, which a client does not parse. */
  isStream?: boolean
  /** The errors it may answer, besides a bad request. */
  errors: readonly ErrorName[]
  /** The schemas of refusals with more than an error, by status. */
  refusals?: Record<number, TSchema>
  handle: (request: RouteInput<Static<Params>, Static<Query>, Static<Body>> & Caller) => Result
  /** Write the result when it is not simply the answer's body. */
  send?: (reply: FastifyReply, result: Awaited<Result>) => unknown
  /** Read the result from an answer that `send` wrote, in a client. Undefined for a plain refusal. */
  receive?: (answer: ReceivedAnswer) => Result | Promise<Awaited<Result>> | undefined
}

/** An answer as a client has it. Its body is read once: as JSON, or as a stream. */
export interface ReceivedAnswer {
  status: number
  json: unknown
  stream: () => Readable
}

/** Where a request names its account: a field of the query or of the body, or a field of the body's `match`. */
export type AccountPlace = 'query' | 'body' | 'match'

/** Runs the work of an operation, with the steps before and after it. */
export type Around = <T>(work: () => T) => T

export interface Route<Input, Result> {
  id: string
  method: string
  path: string
  /** Undefined when the operation cannot be limited to an account. */
  accountPlace: AccountPlace | undefined
  /** Validate the parts of a request; a body without a schema stays. @throws ApiError badRequest, naming the field */
  check(input: Input): { params?: object | undefined; query?: object | undefined; body?: unknown }
  /** Whether the answer of success is a stream, which is not parsed. */
  isStream: boolean
  receive?: ((answer: ReceivedAnswer) => unknown) | undefined
  mount(app: FastifyInstance, around: Around): void
  /** Run the operation in process, validated by the same schemas. @throws ApiError badRequest, naming the field */
  call(input: Input): Result
}

/** Leave out the properties that are undefined: in process they count as absent. */
const given = (value: object) =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined))

/** Validate a value given in process; undefined counts as `{}`. @throws ApiError badRequest, naming the field */
export function checkInput<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const input = value === undefined ? {} : isObject ? given(value) : value
  const validate = jsonAjv.compile(schema)
  const [error] = validate(input) ? [] : (validate.errors ?? [])
  if (error) throw apiError('badRequest', describeError(error, 'options'))
  return input as Static<Schema>
}

type Fields = { properties?: Record<string, Fields> } | undefined

/** Find where a request names its account. */
function findAccountPlace(query: Fields, body: Fields): AccountPlace | undefined {
  if (query?.properties?.account_id) return 'query'
  if (body?.properties?.account_id) return 'body'
  return body?.properties?.match?.properties?.account_id && 'match'
}

/** Declare an operation of Greenroom's own API. */
export function route<
  Params extends TObject,
  Query extends TObject,
  Body extends TSchema,
  Answer extends TSchema,
  Result,
>(
  definition: RouteDefinition<Params, Query, Body, Answer, Result>,
): Route<Partial<RouteInput<Static<Params>, Static<Query>, Static<Body>>>, Result> {
  const { id, summary, method, path, params, query, body, bodyLimit, errors, refusals, handle, send } =
    definition
  const { status = 200, answer, receive, isStream = false } = definition
  const check = (input: Partial<RouteInput<unknown, unknown, unknown>>) => ({
    params: params && checkInput(params, input.params),
    query: query && checkInput(query, input.query),
    body: body ? checkInput(body, input.body) : input.body,
  })
  const run = (input: unknown) => handle(input as Parameters<typeof handle>[0])
  return {
    id,
    method,
    path,
    accountPlace: findAccountPlace(query as Fields, body as Fields),
    check,
    isStream,
    receive,
    mount(app, around) {
      app.route({
        method,
        url: path,
        schema: {
          operationId: id,
          summary,
          ...(params && { params }),
          ...(query && { querystring: query }),
          ...(body && { body }),
          response: { [status]: answer, ...refusals },
        } as FastifySchema,
        config: { errors },
        ...(bodyLimit && { bodyLimit }),
        // A request without a body counts as one with an empty body.
        ...(body && {
          preValidation: (request, _reply, next) => {
            if (request.body === undefined) request.body = {}
            next()
          },
        }),
        handler(request, reply) {
          const answerWith = (result: unknown) => {
            reply.code(status)
            return send ? send(reply, result as Awaited<Result>) : reply.send(result)
          }
          const result: unknown = around(() =>
            run({
              params: request.params,
              query: request.query,
              body: request.body,
              host: request.headers.host,
            }),
          )
          return result instanceof Promise ? result.then(answerWith) : answerWith(result)
        },
      })
    },
    call: (input) => run(check(input)),
  }
}
