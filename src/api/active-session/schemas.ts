import { type Static, Type } from '@sinclair/typebox'

/** How many participants one call may name. ASSUMED: published without a limit. */
const MAX_NAMED = 10_000

const ids = (description: string) =>
  Type.Optional(Type.Array(Type.String({ minLength: 1 }), { maxItems: MAX_NAMED, description }))

/** Published with both arrays required; clients send one of them, and the service checks at least one. */
export const NamedParticipantsSchema = Type.Object(
  {
    participant_ids: ids('IDs of participants.'),
    custom_participant_ids: ids('Custom IDs of participants.'),
  },
  { examples: [{ participant_ids: ['participant_id'] }] },
)
export type NamedParticipants = Static<typeof NamedParticipantsSchema>

export const MuteAllBodySchema = Type.Object({
  allow_unmute: Type.Boolean({
    description: "If false, participants won't be able to unmute themselves after they are muted.",
  }),
})

export const PollBodySchema = Type.Object({
  question: Type.String({ minLength: 1, description: 'Question of the poll' }),
  // ASSUMED: published without limits; a poll without an option is none.
  options: Type.Array(Type.String({ minLength: 1 }), {
    minItems: 1,
    maxItems: 1000,
    description: 'Different options for the question',
  }),
  anonymous: Type.Optional(Type.Boolean({ description: 'If voters on a poll are anonymous.' })),
  hide_votes: Type.Optional(
    Type.Boolean({ description: 'If votes on an option are visible before a person votes.' }),
  ),
})
export type PollBody = Static<typeof PollBodySchema>

export const NamedParticipantSchema = Type.Object({
  id: Type.String({ description: 'ID of the participant.' }),
  name: Type.Optional(Type.String()),
  picture: Type.Optional(Type.String()),
  created_at: Type.String(),
  updated_at: Type.String(),
})

export const PollSchema = Type.Object({
  id: Type.String(),
  question: Type.String(),
  options: Type.Array(
    Type.Object({
      text: Type.String(),
      count: Type.Integer(),
      votes: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
    }),
  ),
  anonymous: Type.Boolean(),
  hide_votes: Type.Boolean(),
  created_by: Type.String(),
  voted: Type.Array(Type.String()),
})
