import { type Static, Type } from '@sinclair/typebox'
import { pageQuery } from '../../http/paging.js'
import { Nullable, Timestamp } from '../../http/schema-helpers.js'

// ASSUMED: published without limits; an empty id or name of a preset names nothing.
const customParticipantId = Type.String({
  minLength: 1,
  maxLength: 255,
  description: 'A unique participant ID. It must be given, for example a UUID or an email address.',
})
const presetName = (options: object = {}) =>
  Type.String({
    minLength: 1,
    description: 'Name of the preset to apply to this participant.',
    ...options,
  })
const optional = {
  name: Type.Optional(Nullable(Type.String({ description: 'Name of the participant.' }))),
  picture: Type.Optional(
    Nullable(Type.String({ format: 'uri', description: 'A URL to a picture of the participant.' })),
  ),
}

/** The preset of a participant for whom none is named. Source: the published default. */
export const DEFAULT_PRESET_NAME = 'group_call_host'

export const ParticipantBodySchema = Type.Object({
  custom_participant_id: customParticipantId,
  // Published as required and with a default. ASSUMED: the default counts, as clients that leave it out were answered.
  preset_name: Type.Optional(presetName({ default: DEFAULT_PRESET_NAME })),
  ...optional,
})
export type ParticipantBody = Static<typeof ParticipantBodySchema>

export const ParticipantReplacementSchema = Type.Object({
  custom_participant_id: customParticipantId,
  preset_name: presetName(),
  ...optional,
})
export type ParticipantReplacement = Static<typeof ParticipantReplacementSchema>

export const ParticipantPatchSchema = Type.Object({
  preset_name: Type.Optional(Nullable(presetName())),
  ...optional,
})
export type ParticipantPatch = Static<typeof ParticipantPatchSchema>

export const ListParticipantsQuerySchema = Type.Object(pageQuery)

const times = {
  created_at: Timestamp('When the participant was added.'),
  updated_at: Timestamp('When the participant was last changed.'),
}

const participant = {
  id: Type.String({ format: 'uuid', description: 'ID of the participant.' }),
  custom_participant_id: Type.String(),
  preset_name: Type.String(),
  ...times,
}

export const ParticipantSchema = Type.Object({
  ...participant,
  name: Type.Optional(Type.String()),
  picture: Type.Optional(Type.String()),
})
export const RecordedParticipantSchema = Type.Object({
  ...participant,
  name: Nullable(Type.String()),
  picture: Nullable(Type.String()),
})

export const token = Type.String({ description: 'The token with which the participant joins.' })

export const DeletedParticipantSchema = Type.Object({
  custom_participant_id: Type.String(),
  preset_id: Type.String(),
  ...times,
})
