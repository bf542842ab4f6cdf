import { type Static, Type } from '@sinclair/typebox'
import { LineSchema, messageFields, summaryText } from '../api/sessions/files/schemas.js'
import { strict, Timestamp } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'

export const SessionIdSchema = Type.Object({ session_id: Type.String({ minLength: 1 }) }, strict)

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
