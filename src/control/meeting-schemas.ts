import { type Static, Type } from '@sinclair/typebox'
import { ownerFields } from './livestream-schemas.js'

const strict = { additionalProperties: false }
const text = (description: string) => Type.String({ minLength: 1, maxLength: 255, description })
const count = (description: string) => Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description }))

export const MeetingIdSchema = Type.Object({ meeting_id: Type.String({ minLength: 1 }) })

export const JoinSchema = Type.Object(
  {
    participant: Type.Optional(
      Type.Object(
        {
          id: Type.Optional(text('Drawn when left out.')),
          name: Type.Optional(text('The name that they show.')),
        },
        strict,
      ),
    ),
    count: count('How many join, of whom no more is told. Default: 1.'),
    ...ownerFields,
  },
  strict,
)
export type JoinBody = Static<typeof JoinSchema>

export const LeaveSchema = Type.Object(
  {
    participant: Type.Optional(Type.Object({ id: text('Who leaves.') }, strict)),
    count: count('How many leave, those who have been there longest first. Default: 1.'),
    ...ownerFields,
  },
  strict,
)
export type LeaveBody = Static<typeof LeaveSchema>
