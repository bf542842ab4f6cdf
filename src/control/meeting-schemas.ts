import { type Static, Type } from '@sinclair/typebox'
import { Nullable, strict, Timestamp } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'

const text = (description: string) => Type.String({ minLength: 1, maxLength: 255, description })
const count = (description: string) => Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description }))

export const MeetingIdSchema = Type.Object({ meeting_id: Type.String({ minLength: 1 }) }, strict)

export const JoinSchema = Type.Object(
  {
    participant: Type.Optional(
      Type.Object(
        {
          id: Type.Optional(text('Generated when left out.')),
          name: Type.Optional(text('The name of the participant.')),
        },
        strict,
      ),
    ),
    count: count('How many participants without a name join. Default: 1.'),
    ...scopeFields,
  },
  strict,
)
export type JoinBody = Static<typeof JoinSchema>

export const LeaveSchema = Type.Object(
  {
    participant: Type.Optional(Type.Object({ id: text('The participant who leaves.') }, strict)),
    count: count('How many participants leave, the earliest first. Default: 1.'),
    ...scopeFields,
  },
  strict,
)
export type LeaveBody = Static<typeof LeaveSchema>

/** A meeting session after somebody joined or left it. */
export const AttendanceSchema = Type.Object({
  account_id: Type.String(),
  app_id: Type.String(),
  meeting_id: Type.String(),
  session_id: Type.String(),
  live_participants: Type.Integer(),
  max_concurrent_participants: Type.Integer(),
  participants: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Nullable(Type.String()),
      joined_at: Timestamp('When they joined.'),
      left_at: Nullable(Timestamp('When they left.')),
    }),
    { description: 'The participants who joined or left.' },
  ),
  session_ends_at: Type.Optional(
    Timestamp('When the session ends unless somebody joins; only while nobody is in it.'),
  ),
})
export type Attendance = Static<typeof AttendanceSchema>
