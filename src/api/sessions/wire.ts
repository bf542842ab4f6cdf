import { toIso } from '../../core/iso-time.js'
import { isoOrAbsent, isoOrNull, type View } from '../../http/wire.js'
import { type Session, sessionMs } from './session.js'

/** ASSUMED: the minutes from the start to the end, or to now; not multiplied by the participants. */
const minutesConsumed = (session: Session, view: View) =>
  sessionMs(session, session.endedAt ?? view.now) / 60_000

const common = (session: Session, view: View) => ({
  id: session.id,
  associated_id: session.meetingId,
  meeting_display_name: session.meetingTitle ?? '',
  type: 'meeting',
  status: session.status,
  live_participants: session.liveParticipants,
  max_concurrent_participants: session.maxConcurrentParticipants,
  minutes_consumed: minutesConsumed(session, view),
  organization_id: session.organizationId,
  started_at: toIso(session.startedAt),
  created_at: toIso(session.createdAt),
  updated_at: toIso(session.updatedAt),
})

/** Show a session on the documented wire. */
export const toDocumented = (session: Session, view: View) => ({
  ...common(session, view),
  ended_at: isoOrAbsent(session.endedAt),
})

/** Show a session on the recorded wire. */
export const toRecorded = (session: Session, view: View) => ({
  ...common(session, view),
  ended_at: isoOrNull(session.endedAt),
})
