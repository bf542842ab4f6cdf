/** Derives the peer events of attendees from their presences: nothing about them is stored. */

import { standInUuid } from '../../../core/ids.js'
import { toIso } from '../../../core/iso-time.js'
import { orAbsent } from '../../../http/wire.js'
import { namedId, type SessionParticipant } from '../session-participant.js'
import type { PeerEventName } from './schemas.js'
import type { Attended } from './service.js'

const MINUTE_MS = 60_000

/** Minutes with four decimals, as recorded. */
export const toMinutes = (milliseconds: number) => Math.round(milliseconds * (10_000 / MINUTE_MS)) / 10_000

const eventOf = (presence: SessionParticipant, name: PeerEventName, at: number) => ({
  id: standInUuid(`peer-event/${presence.id}/${name}`),
  event_name: name,
  peer_id: presence.id,
  created_at: toIso(at),
  updated_at: toIso(at),
})

/** Give the events of a presence. ASSUMED: a peer is created at the instant at which it joins. */
const eventsOf = (presence: SessionParticipant) => [
  eventOf(presence, 'PEER_CREATED', presence.joinedAt),
  eventOf(presence, 'PEER_JOINING', presence.joinedAt),
  ...(presence.leftAt === null ? [] : [eventOf(presence, 'PEER_LEAVING', presence.leftAt)]),
]

/** Give the peer events of an attendee in the order in which they happened. ASSUMED: minutes are consumed on leaving. */
export const toPeerEvents = ({ attendee, session, viewType }: Attended) =>
  attendee.presences.flatMap((presence) =>
    eventsOf(presence).map((event) => ({
      ...event,
      participant_id: namedId(presence),
      session_id: session.id,
      socket_session_id: null,
      // Published as nullable, but null is not among its values.
      preset_view_type: orAbsent(viewType),
      minutes_consumed:
        event.event_name === 'PEER_LEAVING'
          ? toMinutes((presence.leftAt ?? presence.joinedAt) - presence.joinedAt)
          : 0,
    })),
  )

/** Give the peer events as they were recorded: of joining and leaving, with fewer properties. */
export const toRecordedPeerEvents = ({ attendee }: Attended) =>
  attendee.presences.flatMap(eventsOf).filter(({ event_name }) => event_name !== 'PEER_CREATED')
