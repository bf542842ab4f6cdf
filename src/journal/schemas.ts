import { type Static, Type } from '@sinclair/typebox'
import { OneOf } from '../http/schema-helpers.js'

const strict = { additionalProperties: false }
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

export const RequestsQuerySchema = Type.Object(
  {
    operation: Type.Optional(Type.String({ description: 'A published operation id.' })),
    account_id: Type.Optional(Type.String()),
    app_id: Type.Optional(Type.String()),
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
    operation: Type.String({ description: 'A published operation id.' }),
    account_id: Type.Optional(Type.String()),
    app_id: Type.Optional(Type.String()),
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
