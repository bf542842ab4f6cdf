import type { Database } from 'better-sqlite3'
import type { Participant } from './participant.js'

interface ParticipantRow {
  pk: number
  session_pk: number
  id: string
  name: string | null
  joined_at: number
  left_at: number | null
}

const rowToParticipant = (row: ParticipantRow): Participant => ({
  pk: row.pk,
  sessionPk: row.session_pk,
  id: row.id,
  name: row.name,
  joinedAt: row.joined_at,
  leftAt: row.left_at,
})

/** Create the repository of participants. */
export function createParticipantsRepository(db: Database) {
  const present = db.prepare<[number, string], ParticipantRow>(
    'SELECT * FROM participants WHERE session_pk = ? AND id = ? AND left_at IS NULL',
  )
  const longestPresent = db.prepare<[number, number], ParticipantRow>(
    'SELECT * FROM participants WHERE session_pk = ? AND left_at IS NULL ORDER BY pk LIMIT ?',
  )
  const insert = db.prepare(
    `INSERT INTO participants (session_pk, id, name, joined_at, left_at)
     VALUES (:sessionPk, :id, :name, :joinedAt, NULL)`,
  )
  const leave = db.prepare('UPDATE participants SET left_at = :leftAt WHERE pk = :pk')

  return {
    /** The one of that id who is in the session now. */
    present(sessionPk: number, id: string): Participant | undefined {
      const row = present.get(sessionPk, id)
      return row && rowToParticipant(row)
    },
    /** Those who are in the session now, the first to join first. */
    longestPresent: (sessionPk: number, limit: number): Participant[] =>
      longestPresent.all(sessionPk, limit).map(rowToParticipant),
    insert(participant: Omit<Participant, 'pk' | 'leftAt'>): Participant {
      return { ...participant, pk: Number(insert.run(participant).lastInsertRowid), leftAt: null }
    },
    /** @param leftAt Unix milliseconds */
    leave(participant: Participant, leftAt: number): Participant {
      leave.run({ pk: participant.pk, leftAt })
      return { ...participant, leftAt }
    },
  }
}

export type ParticipantsRepository = ReturnType<typeof createParticipantsRepository>
