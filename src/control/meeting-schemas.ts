import { type Static, Type } from '@sinclair/typebox'
import { Nullable, strict, Timestamp } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'

const text = (description: string) => Type.String({ minLength: 1, maxLength: 255, description })
const count = (description: string) => Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description }))

export const MeetingIdSchema = Type.Object({ meeting_id: Type.String({ minLength: 1 }) }, strict)

/** Who it is: one of these. */
const who = {
  id: Type.Optional(
    text(
      'A participant of the meeting; or any text but a UUID, for somebody who was never added to the meeting.',
    ),
  ),
  custom_participant_id: Type.Optional(
    text('A participant of the meeting, by the id that the application gave.'),
  ),
  token: Type.Optional(
    Type.String({ minLength: 1, maxLength: 8192, description: 'The token of a participant of the meeting.' }),
  ),
}

export const JoinSchema = Type.Object(
  {
    participant: Type.Optional(
      Type.Object(
        {
          ...who,
          name: Type.Optional(text("The name that they show; the participant's own when left out.")),
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
    participant: Type.Optional(Type.Object(who, { ...strict, description: 'Who leaves.' })),
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
      id: Type.String({ description: 'ID of the participant, or what stands for it.' }),
      peer_id: Type.String({ description: 'Another one at each join.' }),
      custom_participant_id: Type.String(),
      preset_name: Nullable(Type.String()),
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
