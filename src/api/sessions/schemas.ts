import { Type } from '@sinclair/typebox'
import { pageQuery } from '../../http/paging.js'
import { Nullable, OneOf, Timestamp } from '../../http/schema-helpers.js'

export const ListSessionsQuerySchema = Type.Object({
  ...pageQuery,
  sort_by: Type.Optional(OneOf(['minutesConsumed', 'createdAt'])),
  sort_order: Type.Optional(OneOf(['ASC', 'DESC'])),
  start_time: Type.Optional(Type.String({ format: 'date-time' })),
  end_time: Type.Optional(Type.String({ format: 'date-time' })),
  participants: Type.Optional(
    Type.String({
      // ASSUMED: "least:most" of the most participants at once; the document has only the example 1:10.
      pattern: '^\\d{1,9}(:\\d{1,9})?$',
      description: 'How many participants a session had at once: a number, or least:most.',
    }),
  ),
  status: Type.Optional(OneOf(['LIVE', 'ENDED'])),
  search: Type.Optional(
    Type.String({ description: 'Part of the meeting title, the meeting id or the session id.' }),
  ),
  associated_id: Type.Optional(Type.String({ description: 'ID of the meeting.' })),
})

export const GetSessionQuerySchema = Type.Object({
  include_breakout_rooms: Type.Optional(
    Type.Boolean({ description: 'Accepted; there are no breakout rooms here.' }),
  ),
})

const session = {
  id: Type.String(),
  associated_id: Type.String({ description: 'ID of the meeting' }),
  meeting_display_name: Type.String(),
  type: Type.Literal('meeting'),
  status: OneOf(['LIVE', 'ENDED']),
  live_participants: Type.Integer(),
  max_concurrent_participants: Type.Integer(),
  minutes_consumed: Type.Number(),
  organization_id: Type.String({ description: 'ID of the app' }),
  started_at: Timestamp('When the session started.'),
  created_at: Timestamp('When the session was created.'),
  updated_at: Timestamp('When the session was last changed.'),
}

export const SessionSchema = Type.Object({
  ...session,
  ended_at: Type.Optional(Timestamp('When the session ended.')),
})
export const RecordedSessionSchema = Type.Object({
  ...session,
  ended_at: Nullable(Timestamp('When the session ended.')),
})
