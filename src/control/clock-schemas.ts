import { type Static, Type } from '@sinclair/typebox'
import { clockModes } from '../core/clock.js'
import { OneOf, strict, Timestamp } from '../http/schema-helpers.js'
import { ScheduledSchema } from './scheduled-schemas.js'

export const ClockSchema = Type.Object(
  {
    mode: Type.Optional(OneOf(clockModes)),
    now: Type.Optional(Type.String({ format: 'date-time' })),
  },
  strict,
)
export type ClockBody = Static<typeof ClockSchema>

export const ClockStateSchema = Type.Object({
  mode: OneOf(clockModes),
  now: Timestamp("The emulator's time."),
})

export const AdvanceSchema = Type.Object(
  {
    seconds: Type.Optional(Type.Number({ minimum: 0, description: 'Seconds to advance by.' })),
    to: Type.Optional(Type.String({ format: 'date-time', description: 'Instant to advance to.' })),
    until: Type.Optional(
      OneOf(['idle'], { description: 'Advance until no job is pending, however long that takes.' }),
    ),
  },
  strict,
)
export type AdvanceBody = Static<typeof AdvanceSchema>

export const AdvanceAnswerSchema = Type.Object({
  ...ClockStateSchema.properties,
  ran: Type.Array(ScheduledSchema, { description: 'The jobs that ran on the way, in order.' }),
})
