import { type Static, Type } from '@sinclair/typebox'
import { lifecycleEvents } from '../api/livestreams/lifecycle.js'
import { OneOf } from '../http/schema-helpers.js'

const strict = { additionalProperties: false }

export const ClockSchema = Type.Object(
  {
    mode: Type.Optional(OneOf(['real', 'offset', 'frozen'])),
    now: Type.Optional(Type.String({ format: 'date-time' })),
  },
  strict,
)
export type ClockBody = Static<typeof ClockSchema>

export const AdvanceSchema = Type.Object(
  {
    seconds: Type.Optional(Type.Number({ minimum: 0, description: 'How far, in seconds.' })),
    to: Type.Optional(Type.String({ format: 'date-time', description: 'To which instant.' })),
    until: Type.Optional(
      Type.Unsafe<'idle'>({
        type: 'string',
        enum: ['idle'],
        description: 'Until nothing is pending, however far off that is.',
      }),
    ),
  },
  strict,
)
export type AdvanceBody = Static<typeof AdvanceSchema>

export const LivestreamIdSchema = Type.Object({ livestream_id: Type.String({ minLength: 1 }) })

export const EventSchema = Type.Object(
  {
    event: OneOf(lifecycleEvents),
    err_message: Type.Optional(Type.String({ description: 'Why it failed; for the event fail only.' })),
    account_id: Type.Optional(Type.String()),
    app_id: Type.Optional(Type.String()),
  },
  strict,
)
export type EventBody = Static<typeof EventSchema>

/** Which account an operation is about; all of them without it. */
export const AccountQuerySchema = Type.Object(
  { account_id: Type.Optional(Type.String({ minLength: 1 })) },
  strict,
)
export type AccountQuery = Static<typeof AccountQuerySchema>
