import { type Static, Type } from '@sinclair/typebox'
import { strict, Timestamp } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'

export const ScheduledQuerySchema = Type.Object(
  {
    ...scopeFields,
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10_000, description: 'How many to list at most. Default: 1000.' }),
    ),
  },
  strict,
)
export type ScheduledQuery = Static<typeof ScheduledQuerySchema>

/** A scheduled job, or one that ran. */
export const ScheduledSchema = Type.Object({
  kind: Type.String({ examples: ['livestream.live'] }),
  at: Timestamp('When it is due.'),
  account_id: Type.String(),
  app_id: Type.Optional(Type.String()),
  meeting_id: Type.Optional(Type.String()),
  livestream_id: Type.Optional(Type.String()),
  session_id: Type.Optional(Type.String()),
  recording_id: Type.Optional(Type.String()),
  failure: Type.Optional(
    Type.Object(
      { error: Type.String(), will_retry: Type.Boolean() },
      { description: 'Why the last attempt failed, and whether it will be retried.' },
    ),
  ),
})
export type Scheduled = Static<typeof ScheduledSchema>

export const ScheduledAnswerSchema = Type.Object({
  scheduled: Type.Array(ScheduledSchema),
  total: Type.Integer({ description: 'Including the jobs beyond `limit`.' }),
})
