import type { Database } from 'better-sqlite3'
import { type Page, type Paged, pageOf } from '../../core/page.js'
import { createListStatements } from './list-repository.js'
import type { Session, SessionFilter, SessionOrder } from './session.js'

interface SessionRow {
  pk: number
  app_pk: number
  account_id: string
  id: string
  meeting_id: string
  meeting_title: string | null
  organization_id: string
  status: 'LIVE' | 'ENDED'
  live_participants: number
  max_concurrent_participants: number
  started_at: number
  ended_at: number | null
  created_at: number
  updated_at: number
}

const rowToSession = (row: SessionRow): Session => ({
  pk: row.pk,
  appPk: row.app_pk,
  accountId: row.account_id,
  id: row.id,
  meetingId: row.meeting_id,
  meetingTitle: row.meeting_title,
  organizationId: row.organization_id,
  status: row.status,
  liveParticipants: row.live_participants,
  maxConcurrentParticipants: row.max_concurrent_participants,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const selection = `
  SELECT s.*, a.account_id, m.title AS meeting_title, coalesce(a.uuid, a.id) AS organization_id
  FROM sessions s
  JOIN apps a ON a.pk = s.app_pk
  JOIN meetings m ON m.app_pk = s.app_pk AND m.id = s.meeting_id`

/** Create the repository of meeting sessions. */
export function createSessionsRepository(db: Database) {
  const byId = db.prepare<[number, string], SessionRow>(`${selection} WHERE s.app_pk = ? AND s.id = ?`)
  const byPk = db.prepare<[number], SessionRow>(`${selection} WHERE s.pk = ?`)
  const live = db.prepare<[number, string], SessionRow>(
    `${selection} WHERE s.app_pk = ? AND s.meeting_id = ? AND s.status = 'LIVE'`,
  )
  const insert = db.prepare(
    `INSERT INTO sessions (app_pk, id, meeting_id, status, live_participants, max_concurrent_participants,
       started_at, ended_at, created_at, updated_at)
     VALUES (:appPk, :id, :meetingId, :status, :liveParticipants, :maxConcurrentParticipants,
       :startedAt, :endedAt, :createdAt, :updatedAt)`,
  )
  const setParticipants = db.prepare(
    `UPDATE sessions SET live_participants = :live, max_concurrent_participants = :most, updated_at = :at
     WHERE pk = :pk`,
  )
  const end = db.prepare(
    `UPDATE sessions SET status = 'ENDED', live_participants = 0, ended_at = :at, updated_at = :at WHERE pk = :pk`,
  )

  const lists = createListStatements<SessionRow>(db, selection)

  return {
    find(appPk: number, id: string): Session | undefined {
      const row = byId.get(appPk, id)
      return row && rowToSession(row)
    },
    get(pk: number): Session | undefined {
      const row = byPk.get(pk)
      return row && rowToSession(row)
    },
    live(appPk: number, meetingId: string): Session | undefined {
      const row = live.get(appPk, meetingId)
      return row && rowToSession(row)
    },
    insert: <T extends Omit<Session, 'pk' | 'accountId' | 'meetingTitle' | 'organizationId'>>(
      session: T,
    ) => ({
      ...session,
      pk: Number(insert.run(session).lastInsertRowid),
    }),
    /** @param at Unix milliseconds */
    setParticipants(session: Session, live: number, at: number): Session {
      const most = Math.max(session.maxConcurrentParticipants, live)
      setParticipants.run({ pk: session.pk, live, most, at })
      return { ...session, liveParticipants: live, maxConcurrentParticipants: most, updatedAt: at }
    },
    /** @param at Unix milliseconds */
    end(session: Session, at: number): Session {
      end.run({ pk: session.pk, at })
      return { ...session, status: 'ENDED', liveParticipants: 0, endedAt: at, updatedAt: at }
    },
    /** @param now Unix milliseconds: until when a live session has consumed minutes */
    list(
      appPk: number,
      query: { filter: SessionFilter; order: SessionOrder; page: Page; now: number },
    ): Paged<Session> {
      const { filter, order, page, now } = query
      const where = {
        app: appPk,
        search: filter.search ?? null,
        associatedId: filter.associatedId ?? null,
        least: filter.leastParticipants ?? null,
        most: filter.mostParticipants ?? null,
        startTime: filter.startTime ?? null,
        endTime: filter.endTime ?? null,
      }
      const items = lists.page(filter, order, { ...where, ...page, now }).map(rowToSession)
      return pageOf(items, page, () => lists.count(filter, where))
    },
  }
}

export type SessionsRepository = ReturnType<typeof createSessionsRepository>
