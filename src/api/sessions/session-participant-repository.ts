import type { Database } from 'better-sqlite3'
import type { SessionParticipant } from './session-participant.js'

export interface SessionParticipantRow {
  pk: number
  session_pk: number
  id: string
  user_id: string | null
  custom_participant_id: string
  name: string | null
  picture: string | null
  preset_name: string | null
  joined_at: number
  left_at: number | null
}

/** Read a presence from its row. */
export const rowToSessionParticipant = (row: SessionParticipantRow): SessionParticipant => ({
  pk: row.pk,
  sessionPk: row.session_pk,
  id: row.id,
  userId: row.user_id,
  customParticipantId: row.custom_participant_id,
  name: row.name,
  picture: row.picture,
  presetName: row.preset_name,
  joinedAt: row.joined_at,
  leftAt: row.left_at,
})

/** Create the repository of who is, and was, in sessions. */
export function createSessionParticipantsRepository(db: Database) {
  const select = (condition: string) =>
    db.prepare<object, SessionParticipantRow>(
      `SELECT * FROM session_participants WHERE session_pk = :session AND left_at IS NULL AND ${condition}`,
    )
  const byIdentity = select(
    `coalesce('u/' || user_id, 'c/' || custom_participant_id) IN ('u/' || :id, 'c/' || :id)`,
  )
  const byPeer = select('id = :id')
  const byCustomId = select('custom_participant_id = :id ORDER BY pk')
  const ofSession = db.prepare<object, SessionParticipantRow>(
    `SELECT * FROM session_participants WHERE session_pk = :session
       AND (:customIds IS NULL OR custom_participant_id IN (SELECT value FROM json_each(:customIds)))
     ORDER BY pk LIMIT :limit`,
  )
  const longestPresent = select('true ORDER BY joined_at, pk LIMIT :limit')
  const insert = db.prepare(
    `INSERT INTO session_participants
       (session_pk, id, user_id, custom_participant_id, name, picture, preset_name, joined_at, left_at)
     VALUES (:sessionPk, :id, :userId, :customParticipantId, :name, :picture, :presetName, :joinedAt, NULL)`,
  )
  const leave = db.prepare('UPDATE session_participants SET left_at = :leftAt WHERE pk = :pk')

  return {
    /** Find who is in the session now, by `namedId` or by peer id. */
    present(session: number, id: string): SessionParticipant | undefined {
      const row = byIdentity.get({ session, id }) ?? byPeer.get({ session, id })
      return row && rowToSessionParticipant(row)
    },
    /** Find everybody of a custom id who is in the session now, the first to join first. */
    presentByCustomId: (session: number, id: string): SessionParticipant[] =>
      byCustomId.all({ session, id }).map(rowToSessionParticipant),
    /** List those who are or were in the session, the first to join first. @param of.customIds all when left out */
    ofSession: (
      session: number,
      of: { customIds?: string[] | undefined; limit: number },
    ): SessionParticipant[] =>
      ofSession
        .all({ session, customIds: of.customIds ? JSON.stringify(of.customIds) : null, limit: of.limit })
        .map(rowToSessionParticipant),
    /** List those who are in the session now, the first to join first. */
    longestPresent: (session: number, limit: number): SessionParticipant[] =>
      longestPresent.all({ session, limit }).map(rowToSessionParticipant),
    insert(participant: Omit<SessionParticipant, 'pk' | 'leftAt'>): SessionParticipant {
      return { ...participant, pk: Number(insert.run(participant).lastInsertRowid), leftAt: null }
    },
    /** @param leftAt Unix milliseconds */
    leave(participant: SessionParticipant, leftAt: number): SessionParticipant {
      leave.run({ pk: participant.pk, leftAt })
      return { ...participant, leftAt }
    },
  }
}

export type SessionParticipantsRepository = ReturnType<typeof createSessionParticipantsRepository>
