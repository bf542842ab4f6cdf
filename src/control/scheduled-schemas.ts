import { type Static, Type } from '@sinclair/typebox'

export const ScheduledQuerySchema = Type.Object(
  {
    account_id: Type.Optional(Type.String({ minLength: 1, description: 'Only what is of this account.' })),
    app_id: Type.Optional(Type.String({ minLength: 1, description: 'Only what is of this app.' })),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10_000, description: 'How many to list at most. Default: 1000.' }),
    ),
  },
  { additionalProperties: false },
)
export type ScheduledQuery = Static<typeof ScheduledQuerySchema>
