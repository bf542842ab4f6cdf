import { type Static, Type } from '@sinclair/typebox'
import { lifecycleEvents, statuses } from '../api/recordings/lifecycle.js'
import { OneOf, strict, Timestamp } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'

export const RecordingIdSchema = Type.Object({ recording_id: Type.String({ minLength: 1 }) }, strict)

export const RecordingEventSchema = Type.Object(
  {
    event: OneOf(lifecycleEvents),
    err_message: Type.Optional(
      Type.String({ maxLength: 10_000, description: 'Why it failed; for the event fail only.' }),
    ),
    ...scopeFields,
  },
  strict,
)
export type RecordingEventBody = Static<typeof RecordingEventSchema>

export const RecordingEventAnswerSchema = Type.Object({
  id: Type.String(),
  account_id: Type.String(),
  app_id: Type.String(),
  status: OneOf(statuses),
  updated_at: Timestamp('When the event happened.'),
})
export type RecordingEventAnswer = Static<typeof RecordingEventAnswerSchema>
