import { type Static, Type } from '@sinclair/typebox'
import { operationIds } from '../api/operation-ids.js'
import { Nullable, OneOf, strict, Timestamp } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

export const RequestsQuerySchema = Type.Object(
  {
    operation: Type.Optional(OneOf(operationIds, { description: 'A published operationId.' })),
    ...scopeFields,
    status: Type.Optional(
      Type.Unsafe<number | string>({
        type: ['integer', 'string'],
        format: 'status',
        description: 'A status such as 404, or a class such as 5xx.',
      }),
    ),
    search: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1000,
        description: 'Part of the URL or of a body, in any case of letters.',
      }),
    ),
    method: Type.Optional(OneOf(methods)),
    since: Type.Optional(
      Type.String({
        format: 'date-time',
        description: "Requests that arrived at this time or later, by the emulator's clock.",
      }),
    ),
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'The cursor of an earlier answer.' })),
    order: Type.Optional(OneOf(['asc', 'desc'], { description: 'asc: oldest first; desc: newest first.' })),
    before: Type.Optional(
      Type.Integer({ minimum: 0, description: 'The cursor of an earlier answer, newest first.' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: '100 when left out.' })),
  },
  strict,
)
export type RequestsQuery = Static<typeof RequestsQuerySchema>

const count = (description: string) => Type.Optional(Type.Integer({ minimum: 0, description }))

export const VerifySchema = Type.Object(
  {
    operation: OneOf(operationIds, { description: 'A published operationId.' }),
    ...scopeFields,
    status: Type.Optional(Type.Integer({ description: 'Count only requests answered with this status.' })),
    body: Type.Optional(
      Type.Unknown({ description: 'The properties that the body must have; its others are ignored.' }),
    ),
    at_least: count('The least number of requests; 1 when no count is given.'),
    at_most: count('The largest number of requests.'),
    exactly: count('The exact number of requests; not together with the other counts.'),
  },
  strict,
)
export type VerifyBody = Static<typeof VerifySchema>

/** One request of the journal, without its headers and bodies. */
const summary = {
  id: Type.Integer({ description: 'Counts up in the order of answers.' }),
  operation: Nullable(Type.String()),
  account_id: Nullable(Type.String()),
  app_id: Nullable(Type.String()),
  method: Type.String(),
  url: Type.String(),
  status: Nullable(Type.Integer()),
  time: Timestamp("When it arrived, on the emulator's clock."),
  duration_ms: Type.Number({ description: 'Real milliseconds until the answer.' }),
  fault: Nullable(Type.String({ description: 'The id of the fault rule that was applied.' })),
}

/** A field that the operation does not know. */
const IgnoredFieldSchema = Type.Object({
  in: OneOf(['query', 'body']),
  name: Type.String({ description: 'Such as `name` or `recording_config.video_config.width`.' }),
  did_you_mean: Type.Optional(Type.String({ description: 'The nearest field that it knows there.' })),
})
export type IgnoredField = Static<typeof IgnoredFieldSchema>

/** A body: parsed when it is JSON, else text; null without a body. */
const kept = {
  body: Type.Unknown(),
  truncated: Type.Optional(
    Type.Boolean({ description: 'Whether the body was too long and only its beginning is kept.' }),
  ),
  size: Type.Optional(Type.Integer({ description: 'Bytes of the whole body.' })),
}

export const RequestSchema = Type.Object({
  ...summary,
  ignored: Type.Array(IgnoredFieldSchema, {
    description: 'The fields of the query and of the JSON body that the operation does not know.',
  }),
  ignored_more: Type.Optional(Type.Integer({ description: 'How many such fields are not listed.' })),
  request: Type.Object({ headers: Type.Record(Type.String(), Type.Unknown()), ...kept }),
  response: Type.Object(kept),
})
export const RequestIdSchema = Type.Object({ request_id: Type.Integer({ minimum: 1 }) }, strict)
export type RequestEntry = Static<typeof RequestSchema>

export const RequestsAnswerSchema = Type.Object({
  requests: Type.Array(RequestSchema),
  cursor: Type.Integer({
    description: 'Pass it as `after` to continue from here; with order desc, as `before`.',
  }),
  more: Type.Boolean(),
  dropped: Type.Integer({
    description:
      'How many requests of the account and operation asked for, or of all, were dropped to make room.',
  }),
})

/** The answer of `verify` when the expected requests were made. */
export const VerifiedSchema = Type.Object({ count: Type.Integer() })

/** The answer of `verify` when they were not made; only `error` when the journal is off. */
export const NotVerifiedSchema = Type.Object({
  success: Type.Literal(false),
  error: Type.Object({ code: Type.Integer(), message: Type.String() }),
  count: Type.Optional(Type.Integer({ description: 'How many requests match, of those in the journal.' })),
  unknown: Type.Optional(Type.Integer({ description: 'How many dropped requests may match as well.' })),
  misses: Type.Optional(
    Type.Array(
      Type.Object({
        ...summary,
        differences: Type.Array(
          Type.Object({
            field: Type.String(),
            expected: Type.Unknown(),
            got: Type.Optional(Type.Unknown()),
          }),
        ),
      }),
      { description: 'The nearest misses, when too few requests match.' },
    ),
  ),
  matches: Type.Optional(
    Type.Array(Type.Object(summary), { description: 'The latest matching requests, when too many match.' }),
  ),
})
