import { toIso } from '../../core/iso-time.js'
import { orAbsent } from '../../http/wire.js'
import { namedId, type SessionParticipant } from '../sessions/session-participant.js'
import type { Poll } from './service.js'

/** Give a participant who was kicked or muted. ASSUMED: the times are those of the presence; an email is known of nobody. */
export const toNamed = (participant: SessionParticipant) => ({
  id: namedId(participant),
  name: orAbsent(participant.name),
  picture: orAbsent(participant.picture),
  created_at: toIso(participant.joinedAt),
  updated_at: toIso(participant.leftAt ?? participant.joinedAt),
})

/** Give a poll that has just begun. */
export const toPoll = (poll: Poll) => ({
  id: poll.id,
  question: poll.question,
  options: poll.options.map((text) => ({ text, count: 0, votes: [] })),
  anonymous: poll.anonymous,
  hide_votes: poll.hideVotes,
  created_by: poll.createdBy,
  voted: [],
})
