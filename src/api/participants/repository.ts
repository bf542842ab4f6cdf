import type { Database } from 'better-sqlite3'
import type { Page, Paged } from '../../core/page.js'
import { onePage } from '../../store/page-clause.js'
import type { Participant } from './participant.js'

interface ParticipantRow {
  pk: number
  app_pk: number
  meeting_id: string
  preset_pk: number
  preset_id: string
  preset_name: string
  id: string
  uuid: string | null
  custom_participant_id: string
  name: string | null
  picture: string | null
  created_at: number
  updated_at: number
}

/** What identifies a meeting. */
interface MeetingKey {
  appPk: number
  id: string
}

const rowToParticipant = (row: ParticipantRow): Participant => ({
  pk: row.pk,
  appPk: row.app_pk,
  meetingId: row.meeting_id,
  id: row.id,
  uuid: row.uuid,
  customParticipantId: row.custom_participant_id,
  name: row.name,
  picture: row.picture,
  presetPk: row.preset_pk,
  presetId: row.preset_id,
  presetName: row.preset_name,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

/** Create the repository of the participants who were added to meetings. */
export function createParticipantsRepository(db: Database) {
  const select = (end: string) =>
    db.prepare<object, ParticipantRow>(
      `SELECT p.*, s.id AS preset_id, s.name AS preset_name
       FROM participants p JOIN presets s ON s.pk = p.preset_pk
       WHERE p.app_pk = :app AND ${end}`,
    )
  const byId = select('p.id = :id AND p.meeting_id = :meeting')
  const byUuid = select('p.uuid = :id AND p.meeting_id = :meeting')
  const byCustomId = select(
    'p.meeting_id = :meeting AND p.custom_participant_id = :id ORDER BY p.pk DESC LIMIT 1',
  )
  const insert = db.prepare(
    `INSERT INTO participants (app_pk, meeting_id, preset_pk, id, uuid, custom_participant_id, name, picture,
       created_at, updated_at)
     VALUES (:appPk, :meetingId, :presetPk, :id, :uuid, :customParticipantId, :name, :picture,
       :createdAt, :updatedAt)`,
  )
  const update = db.prepare(
    `UPDATE participants SET preset_pk = :presetPk, custom_participant_id = :customParticipantId, name = :name,
       picture = :picture, updated_at = :updatedAt WHERE pk = :pk`,
  )
  const remove = db.prepare<[number]>('DELETE FROM participants WHERE pk = ?')
  // The page is cut from the index before presets are looked at: a page far back costs no joins.
  const list = db.prepare<object, ParticipantRow>(
    `SELECT p.*, s.id AS preset_id, s.name AS preset_name
     FROM (SELECT pk, created_at FROM participants WHERE app_pk = :app AND meeting_id = :meeting
           ORDER BY created_at DESC, pk DESC ${onePage}) page
     CROSS JOIN participants p ON p.pk = page.pk
     CROSS JOIN presets s ON s.pk = p.preset_pk
     ORDER BY page.created_at DESC, page.pk DESC`,
  )
  const count = db
    .prepare<object, number>(
      'SELECT participants FROM participant_counts WHERE app_pk = :app AND meeting_id = :meeting',
    )
    .pluck()

  const of = ({ appPk, id }: MeetingKey) => ({ app: appPk, meeting: id })
  const found = (row: ParticipantRow | undefined) => row && rowToParticipant(row)

  return {
    find: (meeting: MeetingKey, id: string): Participant | undefined =>
      found(byId.get({ ...of(meeting), id }) ?? byUuid.get({ ...of(meeting), id })),
    /** Find the participant of a custom id; the one added last, if there are several. */
    findByCustomId: (meeting: MeetingKey, id: string): Participant | undefined =>
      found(byCustomId.get({ ...of(meeting), id })),
    insert: (participant: Omit<Participant, 'pk'>): Participant => ({
      ...participant,
      pk: Number(insert.run(participant).lastInsertRowid),
    }),
    update(participant: Participant): Participant {
      update.run(participant)
      return participant
    },
    remove: (pk: number) => void remove.run(pk),
    /** List a meeting's participants, newest first. Triggers keep the count. */
    list: (meeting: MeetingKey, { page }: { page: Page }): Paged<Participant> => ({
      items: list.all({ ...of(meeting), ...page }).map(rowToParticipant),
      page,
      total: count.get(of(meeting)) ?? 0,
    }),
  }
}

export type ParticipantsRepository = ReturnType<typeof createParticipantsRepository>
