import { Type } from '@sinclair/typebox'
import { pageQuery } from '../../../http/paging.js'
import { Nullable, OneOf, Timestamp } from '../../../http/schema-helpers.js'
import { attendeeViews } from './attendee.js'

const include_peer_events = Type.Optional(
  Type.Boolean({ default: false, description: 'Whether the answer has the peer events.' }),
)

export const ListAttendeesQuerySchema = Type.Object({
  ...pageQuery,
  search: Type.Optional(
    Type.String({ description: 'Part of the participant id, the custom participant id or the name.' }),
  ),
  sort_by: Type.Optional(OneOf(['joinedAt', 'duration'])),
  sort_order: Type.Optional(OneOf(['ASC', 'DESC'])),
  include_peer_events,
  view: Type.Optional(
    OneOf(attendeeViews, { description: 'Each presence by itself, or each participant once.' }),
  ),
})

export const GetAttendeeQuerySchema = Type.Object({ include_peer_events })

/** The published filters of a peer report. */
export const peerReportFilters = [
  'device_info',
  'ip_information',
  'precall_network_information',
  'events',
  'quality_stats',
] as const
export type PeerReportFilter = (typeof peerReportFilters)[number]

export const PeerReportQuerySchema = Type.Object({
  filters: Type.Optional(
    Type.String({
      description: `The parts of the report to give, with commas between: ${peerReportFilters.join(', ')}.`,
    }),
  ),
  include_peer_events,
})

const times = (description: string) => ({
  created_at: Timestamp(`When ${description}.`),
  updated_at: Timestamp(`When ${description}, or was last changed.`),
})

export const peerEventNames = ['PEER_CREATED', 'PEER_JOINING', 'PEER_LEAVING'] as const
export type PeerEventName = (typeof peerEventNames)[number]

const peerEvent = {
  id: Type.String(),
  event_name: OneOf(peerEventNames),
  peer_id: Type.String(),
  ...times('the event happened'),
}
const PeerEventSchema = Type.Object({
  ...peerEvent,
  participant_id: Nullable(Type.String()),
  session_id: Nullable(Type.String()),
  socket_session_id: Nullable(Type.String()),
  preset_view_type: Type.Optional(OneOf(['GROUP_CALL', 'WEBINAR', 'AUDIO_ROOM', 'LIVESTREAM', 'CHAT'])),
  minutes_consumed: Type.Number(),
})

const attendee = {
  id: Type.String({ description: 'The peer id.' }),
  user_id: Type.String({ description: 'ID of the participant.' }),
  custom_participant_id: Type.String(),
  display_name: Type.String(),
  joined_at: Timestamp('When they joined.'),
  duration: Type.Number({ description: 'Minutes in the session.' }),
  ...times('they joined'),
}

export const AttendeeSchema = Type.Object({
  ...attendee,
  preset_name: Type.Optional(Type.String()),
  left_at: Type.Optional(Timestamp('When they left; absent while they are there.')),
  peer_events: Type.Optional(Type.Array(PeerEventSchema)),
})

export const RecordedAttendeeSchema = Type.Object({
  ...attendee,
  preset_name: Nullable(Type.String()),
  left_at: Nullable(Timestamp('When they left; null while they are there.')),
  peer_events: Type.Optional(Type.Array(Type.Object(peerEvent))),
})
