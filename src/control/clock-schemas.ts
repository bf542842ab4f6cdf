import { type Static, Type } from '@sinclair/typebox'
import { clockModes } from '../core/clock.js'
import { accountParams } from '../http/params.js'
import { OneOf, strict, Timestamp } from '../http/schema-helpers.js'
import { ScheduledSchema } from './scheduled-schemas.js'

const accountId = (description: string) =>
  Type.Optional(Type.String({ ...accountParams.account_id, description }))
const ofAccount = accountId(
  'The account whose own clock it is, which it gets if it has none. Without it, the shared clock.',
)

export const ClockSchema = Type.Object(
  {
    account_id: ofAccount,
    mode: Type.Optional(OneOf(clockModes)),
    now: Type.Optional(Type.String({ format: 'date-time' })),
  },
  strict,
)
export type ClockBody = Static<typeof ClockSchema>

export const ClockStateSchema = Type.Object({
  mode: OneOf(clockModes),
  now: Timestamp("The emulator's time."),
  account_id: accountId('The account whose own clock it is; not there for the shared clock.'),
})
export type ClockState = Static<typeof ClockStateSchema>

export const ClockAnswerSchema = Type.Object({
  ...ClockStateSchema.properties,
  accounts: Type.Optional(
    Type.Array(ClockStateSchema, {
      description:
        'The clocks that accounts have of their own, if any has; not there when one account was asked for.',
    }),
  ),
})
export type ClockAnswer = Static<typeof ClockAnswerSchema>

export const AdvanceSchema = Type.Object(
  {
    account_id: ofAccount,
    seconds: Type.Optional(Type.Number({ minimum: 0, description: 'Seconds to advance by.' })),
    to: Type.Optional(Type.String({ format: 'date-time', description: 'Instant to advance to.' })),
    until: Type.Optional(
      OneOf(['idle'], { description: 'Advance until no job is pending, however long that takes.' }),
    ),
  },
  { ...strict, examples: [{ seconds: 90 }] },
)
export type AdvanceBody = Static<typeof AdvanceSchema>

export const AdvanceAnswerSchema = Type.Object({
  ...ClockStateSchema.properties,
  ran: Type.Array(ScheduledSchema, { description: 'The jobs that ran on the way, in order.' }),
})
