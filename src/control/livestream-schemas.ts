import { type Static, Type } from '@sinclair/typebox'
import { lifecycleEvents, statuses } from '../api/livestreams/lifecycle.js'
import { MAX_VIEWERS } from '../core/bounds.js'
import { OneOf, strict, Timestamp } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'

export const LivestreamIdSchema = Type.Object({ livestream_id: Type.String({ minLength: 1 }) }, strict)

export const EventSchema = Type.Object(
  {
    event: OneOf(lifecycleEvents),
    err_message: Type.Optional(
      Type.String({ maxLength: 10_000, description: 'Why it failed; for the event fail only.' }),
    ),
    ...scopeFields,
  },
  strict,
)
export type EventBody = Static<typeof EventSchema>

export const EventAnswerSchema = Type.Object({
  id: Type.String(),
  status: OneOf(statuses),
  updated_at: Timestamp('When the event happened.'),
})

export const ViewersSchema = Type.Object(
  {
    viewers: Type.Integer({
      minimum: 0,
      maximum: MAX_VIEWERS,
      description: 'How many people watch from now on.',
    }),
    ...scopeFields,
  },
  strict,
)
export type ViewersBody = Static<typeof ViewersSchema>

/** A livestream after it was adjusted. */
export const AdjustedSchema = Type.Object({
  id: Type.String(),
  account_id: Type.String(),
  app_id: Type.String(),
  status: OneOf(statuses),
  disabled: Type.Boolean(),
  stream_key: Type.String(),
  viewers: Type.Integer(),
  updated_at: Timestamp('When it was adjusted.'),
})
export type Adjusted = Static<typeof AdjustedSchema>
