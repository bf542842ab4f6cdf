import { type Static, Type } from '@sinclair/typebox'
import { LineSchema, messageFields, summaryText } from '../api/sessions/files/schemas.js'
import { fileKinds, transcriptFormats } from '../api/sessions/files/session-file.js'
import { pageQuery } from '../http/paging.js'
import { Nullable, OneOf, strict, Timestamp } from '../http/schema-helpers.js'
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

export const SaidQuerySchema = Type.Object({ ...scopeFields, ...pageQuery }, strict)
export type SaidQuery = Static<typeof SaidQuerySchema>

/** Who wrote or spoke. */
const who = {
  peer_id: Type.String(),
  participant_id: Nullable(
    Type.String({ description: 'Null for somebody who was never added to the meeting.' }),
  ),
  custom_participant_id: Type.String(),
  name: Nullable(Type.String()),
}

/** What was said in a session, and the files that were made of it. */
export const SaidDetailsSchema = Type.Object({
  account_id: Type.String(),
  app_id: Type.String(),
  session_id: Type.String(),
  messages: Type.Array(
    Type.Object({
      id: Type.String(),
      ...who,
      payload_type: Type.String(),
      payload: Type.String(),
      pinned: Type.Boolean(),
      is_edited: Type.Boolean(),
      created_at: Timestamp('When it was written.'),
    }),
    { description: 'A page of its messages, oldest first.' },
  ),
  message_count: Type.Integer({ description: 'How many messages it has.' }),
  lines: Type.Array(
    Type.Object({
      ...who,
      start_ms: Type.Integer({ description: 'Since the session began.' }),
      end_ms: Type.Integer(),
      text: Type.String(),
    }),
    { description: 'A page of its lines, in the order in which they were spoken.' },
  ),
  line_count: Type.Integer({ description: 'How many lines its transcript has.' }),
  summary: Nullable(Type.String({ description: 'The text of its summary.' })),
  files: Type.Array(
    Type.Object({
      kind: OneOf(fileKinds),
      format: Nullable(OneOf(transcriptFormats, { description: 'Of a transcript.' })),
      url: Type.String(),
      expires_at: Timestamp('When the link expires.'),
    }),
    { description: 'The files that were made after its end.' },
  ),
})
export type SaidDetails = Static<typeof SaidDetailsSchema>
