import { type Static, Type } from '@sinclair/typebox'
import { operationIds } from '../api/operation-ids.js'
import { Nullable, OneOf, strict, Timestamp } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

export const RequestsQuerySchema = Type.Object(
  {
    operation: Type.Optional(OneOf(operationIds, { description: 'A published operationId.' })),
    ...scopeFields,
    status: Type.Optional(Type.Integer()),
    method: Type.Optional(OneOf(methods)),
    since: Type.Optional(
      Type.String({ format: 'date-time', description: 'Those that arrived then or later, on its clock.' }),
    ),
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'The cursor of an earlier answer.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: '100 unless told.' })),
  },
  strict,
)
export type RequestsQuery = Static<typeof RequestsQuerySchema>

const count = (description: string) => Type.Optional(Type.Integer({ minimum: 0, description }))

export const VerifySchema = Type.Object(
  {
    operation: OneOf(operationIds, { description: 'A published operationId.' }),
    ...scopeFields,
    status: Type.Optional(Type.Integer({ description: 'Count only those so answered.' })),
    body: Type.Optional(
      Type.Unknown({ description: 'What the body must have: other properties of objects are ignored.' }),
    ),
    at_least: count('1 when no count is given.'),
    at_most: count('No more than so many.'),
    exactly: count('Goes with neither of the others.'),
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
  fault: Nullable(Type.String({ description: 'The fault that had a part in the answer.' })),
}

/** A body: JSON where it is, else text; null when there was none. */
const kept = {
  body: Type.Unknown(),
  truncated: Type.Optional(Type.Boolean({ description: 'The body is longer than what is kept of it.' })),
  size: Type.Optional(Type.Integer({ description: 'Bytes of the whole body.' })),
}

export const RequestsAnswerSchema = Type.Object({
  requests: Type.Array(
    Type.Object({
      ...summary,
      request: Type.Object({ headers: Type.Record(Type.String(), Type.Unknown()), ...kept }),
      response: Type.Object(kept),
    }),
  ),
  cursor: Type.Integer({ description: 'Give it as `after` to go on from here.' }),
  more: Type.Boolean(),
  dropped: Type.Integer({ description: 'How many requests the journal no longer has.' }),
})

/** What `verify` answers when it holds. */
export const VerifiedSchema = Type.Object({ count: Type.Integer() })

/** What `verify` answers when it does not hold; only `error` when the journal is off. */
export const NotVerifiedSchema = Type.Object({
  success: Type.Literal(false),
  error: Type.Object({ code: Type.Integer(), message: Type.String() }),
  count: Type.Optional(Type.Integer({ description: 'How many requests match, of those in the journal.' })),
  unknown: Type.Optional(
    Type.Integer({ description: 'How many more there may be: the journal no longer has them.' }),
  ),
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
      { description: 'The requests that come nearest, when there were too few.' },
    ),
  ),
  matches: Type.Optional(
    Type.Array(Type.Object(summary), { description: 'The latest that match, when there were too many.' }),
  ),
})
