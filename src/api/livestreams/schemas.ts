import { type Static, Type } from '@sinclair/typebox'
import { MAX_PIXELS } from '../../core/bounds.js'
import { pageQuery } from '../../http/paging.js'
import { Nullable, OneOf, Timestamp } from '../../http/schema-helpers.js'
import { statuses } from './lifecycle.js'

const StatusSchema = OneOf(statuses)
/** Published: 0 × 0 is allowed. */
const pixels = Type.Integer({ minimum: 0, maximum: MAX_PIXELS })

export const CreateLivestreamSchema = Type.Object({
  name: Type.Optional(Nullable(Type.String({ description: 'Name of the livestream' }))),
})
export type CreateLivestreamBody = Static<typeof CreateLivestreamSchema>

export const StartLivestreamSchema = Type.Object({
  name: Type.Optional(Nullable(Type.String())),
  video_config: Type.Optional(Type.Object({ height: Type.Optional(pixels), width: Type.Optional(pixels) })),
  // Unpublished: the client SDK sends it.
  manual_ingest: Type.Optional(Type.Boolean({ description: 'Whether the livestream waits for an encoder.' })),
})
export type StartLivestreamBody = Static<typeof StartLivestreamSchema>

export const PageQuerySchema = Type.Object(pageQuery)

export const ListLivestreamsQuerySchema = Type.Object({
  ...pageQuery,
  exclude_meetings: Type.Optional(Type.Boolean({ default: false })),
  status: Type.Optional(StatusSchema),
  start_time: Type.Optional(Type.String({ format: 'date-time' })),
  end_time: Type.Optional(Type.String({ format: 'date-time' })),
  sort_order: Type.Optional(OneOf(['ASC', 'DSC'])),
})

// What both wires agree on.
const addresses = {
  ingest_server: Type.String({ description: 'Where the encoder sends to.' }),
  playback_url: Type.String({ description: 'Where viewers watch.' }),
  stream_key: Type.String(),
}
const times = {
  created_at: Timestamp('When it was created.'),
  updated_at: Timestamp('When it was last changed.'),
}

/** Unpublished: the client SDK reads it from a start and from the active livestream. */
const manualIngest = Type.Boolean({ description: 'Whether the livestream waits for an encoder.' })

export const StartedLivestreamSchema = Type.Object({
  id: Type.String(),
  status: StatusSchema,
  ...addresses,
  manual_ingest: manualIngest,
})

// The documented wire: optional where there may be none.
const documented = { id: Type.String(), status: StatusSchema, ...addresses, ...times }

/** In the list, in the details and among the active ones, `disabled` is a string. */
const documentedListed = {
  ...documented,
  name: Type.Optional(Type.String()),
  meeting_id: Type.Optional(Type.String()),
  disabled: Type.String(),
}
export const DocumentedListedSchema = Type.Object(documentedListed)
/** The same fields spread among others; none of them when the page is empty. */
export const documentedFirstListed = Type.Partial(DocumentedListedSchema).properties

export const DocumentedActiveSchema = Type.Object({
  ...documented,
  name: Nullable(Type.String()),
  meeting_id: Type.Optional(Type.String()),
  disabled: Type.String(),
  manual_ingest: manualIngest,
})
export const DocumentedOfMeetingSchema = Type.Object({
  ...documented,
  name: Nullable(Type.String()),
  meeting_id: Type.Optional(Type.String()),
  disabled: Type.Boolean(),
})
export const DocumentedCreatedSchema = Type.Object({
  id: Type.String(),
  status: StatusSchema,
  ...addresses,
  name: Type.Optional(Type.String()),
  meeting_id: Nullable(Type.String()),
  disabled: Type.Boolean(),
})

const sessionTimes = {
  invoked_time: Type.Optional(Timestamp('When it was invoked.')),
  started_time: Type.Optional(Timestamp('When it went live.')),
  stopped_time: Type.Optional(Timestamp('When it stopped.')),
}
const documentedSession = {
  id: Type.String(),
  livestream_id: Type.String(),
  err_message: Type.Optional(Type.String()),
  ...times,
  ...sessionTimes,
}
export const DocumentedSessionSchema = Type.Object({
  ...documentedSession,
  ingest_seconds: Type.Number(),
  viewer_seconds: Type.Number(),
})
/** Seconds as strings: in the active session and in a meeting's sessions. */
export const DocumentedTextSessionSchema = Type.Object({
  ...documentedSession,
  ingest_seconds: Type.String(),
  viewer_seconds: Type.String(),
})
/** Seconds as integers: by the livestream session's id. */
export const DocumentedWholeSessionSchema = Type.Object({
  ...documentedSession,
  ingest_seconds: Type.Integer(),
  viewer_seconds: Type.Integer(),
})

/** A session's fields spread among others; none of them when the page is empty. */
export const documentedFirstSession = Type.Partial(DocumentedSessionSchema).properties

// The recorded wire: null where there is none.
export const RecordedLivestreamSchema = Type.Object({
  ...documented,
  name: Nullable(Type.String()),
  meeting_id: Nullable(Type.String()),
  disabled: Type.Boolean(),
})
export const RecordedActiveSchema = Type.Object({
  id: Type.String(),
  name: Nullable(Type.String()),
  status: StatusSchema,
  meeting_id: Nullable(Type.String()),
  playback_url: Type.String(),
  ...times,
  disabled: Type.Boolean(),
  manual_ingest: manualIngest,
})
export const RecordedCreatedSchema = Type.Object({
  status: StatusSchema,
  name: Nullable(Type.String()),
  meeting_id: Nullable(Type.String()),
  ...addresses,
  id: Type.String(),
  disabled: Type.Boolean(),
})
export const RecordedSessionSchema = Type.Object({
  id: Type.String(),
  livestream_id: Type.String(),
  err_message: Nullable(Type.String()),
  invoked_time: Nullable(Timestamp('When it was invoked.')),
  started_time: Nullable(Timestamp('When it went live.')),
  stopped_time: Nullable(Timestamp('When it stopped.')),
  ...times,
  ingest_seconds: Type.Number(),
  viewer_seconds: Type.Number(),
})
