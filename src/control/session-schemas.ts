import { type Static, Type } from '@sinclair/typebox'
import { MAX_COUNT } from '../core/bounds.js'
import { strict, Timestamp } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'

export const SessionIdSchema = Type.Object({ session_id: Type.String({ minLength: 1 }) }, strict)

/** The longest text of a message or a line. */
const MAX_TEXT = 10_000
const MAX_SUMMARY = 100_000

const participant_id = Type.String({
  minLength: 1,
  maxLength: 255,
  description: 'Who says it: the peer id, or the id of a participant, who is or was in the session.',
})
const milliseconds = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_COUNT, description }))

/** A message, in the control API and in fixtures. */
export const messageFields = {
  participant_id,
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: 'Drawn when left out.' })),
  // ASSUMED: the values of payloadType are not published.
  payload_type: Type.Optional(
    Type.String({ minLength: 1, maxLength: 255, description: 'Default: TEXT_MESSAGE.' }),
  ),
  payload: Type.String({ maxLength: MAX_TEXT, description: 'The text, or what stands for a file.' }),
  pinned: Type.Optional(Type.Boolean()),
  is_edited: Type.Optional(Type.Boolean()),
}

/** A line of a transcript, in the control API and in fixtures. */
export const LineSchema = Type.Object(
  {
    participant_id,
    text: Type.String({ minLength: 1, maxLength: MAX_TEXT }),
    start_ms: milliseconds('Since the session began. Default: now.'),
    end_ms: milliseconds('Since the session began. Default: 1500 after start_ms.'),
  },
  strict,
)

export const summaryText = Type.String({
  minLength: 1,
  maxLength: MAX_SUMMARY,
  description: 'The text of the summary that will be made.',
})

const atMost = { minItems: 1, maxItems: 1000 }

export const ChatSchema = Type.Object(
  {
    messages: Type.Array(
      Type.Object(
        {
          ...messageFields,
          created_at: Type.Optional(Timestamp('Default: now, or the end of the session.')),
        },
        strict,
      ),
      atMost,
    ),
    ...scopeFields,
  },
  strict,
)
export type ChatBody = Static<typeof ChatSchema>

export const TranscriptSchema = Type.Object({ lines: Type.Array(LineSchema, atMost), ...scopeFields }, strict)
export type TranscriptBody = Static<typeof TranscriptSchema>

export const SummarySchema = Type.Object({ text: summaryText, ...scopeFields }, strict)
export type SummaryBody = Static<typeof SummarySchema>

/** What has been put into a session. */
export const SaidSchema = Type.Object({
  account_id: Type.String(),
  app_id: Type.String(),
  meeting_id: Type.String(),
  session_id: Type.String(),
  messages: Type.Integer({ description: 'How many messages the session has.' }),
  lines: Type.Integer({ description: 'How many lines its transcript has.' }),
  summary: Type.Boolean({ description: 'Whether it has the text of a summary.' }),
})
export type Said = Static<typeof SaidSchema>
