import { toIso } from '../../../core/iso-time.js'
import { isoOrAbsent, isoOrNull, orAbsent, type View } from '../../../http/wire.js'
import { namedId } from '../session-participant.js'
import { attendanceMs, leftAt } from './attendee.js'
import { toMinutes, toPeerEvents, toRecordedPeerEvents } from './peer-events.js'
import type { Attended } from './service.js'

/** How to show attendees. */
export interface AttendeeOptions {
  view: View
  includePeerEvents: boolean
}

/**
 * The properties that look the same on both wires. ASSUMED: of somebody who was never added to the meeting, `user_id`
 * is the text by which they joined; the times are those of joining and leaving.
 */
const common = ({ attendee }: Attended, { now }: View) => {
  const { first } = attendee
  return {
    id: first.id,
    user_id: namedId(first),
    custom_participant_id: first.customParticipantId,
    display_name: first.name ?? '',
    joined_at: toIso(first.joinedAt),
    duration: toMinutes(attendanceMs(attendee, now)),
    created_at: toIso(first.joinedAt),
    updated_at: toIso(leftAt(attendee) ?? attendee.presences.at(-1)?.joinedAt ?? first.joinedAt),
  }
}

/** Show an attendee on the documented wire. */
export const toDocumented = (attended: Attended, { view, includePeerEvents }: AttendeeOptions) => ({
  ...common(attended, view),
  preset_name: orAbsent(attended.attendee.first.presetName),
  left_at: isoOrAbsent(leftAt(attended.attendee)),
  ...(includePeerEvents && { peer_events: toPeerEvents(attended) }),
})

/** Show an attendee on the recorded wire. */
export const toRecorded = (attended: Attended, { view, includePeerEvents }: AttendeeOptions) => ({
  ...common(attended, view),
  preset_name: attended.attendee.first.presetName,
  left_at: isoOrNull(leftAt(attended.attendee)),
  ...(includePeerEvents && { peer_events: toRecordedPeerEvents(attended) }),
})
