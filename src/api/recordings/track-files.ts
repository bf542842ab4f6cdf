import type { SessionParticipantsRepository } from '../sessions/session-participant-repository.js'
import type { Recording } from './recording.js'

/** Published: at most this many participants are recorded. */
const MAX_TRACKS = 100

/**
 * Name the files of a track recording by layer: one for each participant of its session who was to be recorded. Source:
 * the form of the names in the documentation.
 */
export function trackFilesOf(
  { tracks, sessionPk, invokedAt }: Recording,
  participants: Pick<SessionParticipantsRepository, 'ofSession'>,
): Record<string, string[]> {
  if (!tracks || sessionPk === null) return {}
  const recorded = participants.ofSession(sessionPk, { customIds: tracks.user_ids, limit: MAX_TRACKS })
  return Object.fromEntries(
    Object.entries(tracks.layers).map(([name, { file_name_prefix: prefix }]) => [
      name,
      recorded.map(({ customParticipantId, id }) =>
        [...(prefix ? [prefix] : []), customParticipantId, id, 'peer', 'audio', `${invokedAt}.webm`].join(
          '_',
        ),
      ),
    ]),
  )
}
