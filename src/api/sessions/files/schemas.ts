/** How what is said in a session is put in, by the control API and by fixtures. */

import { Type } from '@sinclair/typebox'
import { MAX_COUNT } from '../../../core/bounds.js'
import { strict } from '../../../http/schema-helpers.js'

/** The type of a message whose type was not given. ASSUMED: the values of `payloadType` are not published. */
export const DEFAULT_PAYLOAD_TYPE = 'TEXT_MESSAGE'

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

/** The fields of a message, without its time. */
export const messageFields = {
  participant_id,
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: 'Drawn when left out.' })),
  payload_type: Type.Optional(
    Type.String({ minLength: 1, maxLength: 255, description: `Default: ${DEFAULT_PAYLOAD_TYPE}.` }),
  ),
  payload: Type.String({ maxLength: MAX_TEXT, description: 'The text, or what stands for a file.' }),
  pinned: Type.Optional(Type.Boolean()),
  is_edited: Type.Optional(Type.Boolean()),
}

/** A line of a transcript. */
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
