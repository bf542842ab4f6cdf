import type { Database } from 'better-sqlite3'
import type { Page, Paged } from '../../core/page.js'
import { onePage } from '../../store/page-clause.js'
import type { LivestreamSession } from './livestream-session.js'

interface LivestreamSessionRow {
  pk: number
  livestream_pk: number
  livestream_id: string
  session_pk: number | null
  id: string
  invoked_at: number
  started_at: number | null
  stopped_at: number | null
  err_message: string | null
  viewers: number
  viewer_ms: number
  viewers_since: number | null
  created_at: number
  updated_at: number
}

const rowToLivestreamSession = (row: LivestreamSessionRow): LivestreamSession => ({
  pk: row.pk,
  livestreamPk: row.livestream_pk,
  livestreamId: row.livestream_id,
  sessionPk: row.session_pk,
  id: row.id,
  invokedAt: row.invoked_at,
  startedAt: row.started_at,
  stoppedAt: row.stopped_at,
  errMessage: row.err_message,
  viewers: row.viewers,
  viewerMs: row.viewer_ms,
  viewersSince: row.viewers_since,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const selection = `SELECT s.*, l.id AS livestream_id FROM livestream_sessions s JOIN livestreams l ON l.pk = s.livestream_pk`

export function createLivestreamSessionsRepository(db: Database) {
  const byId = db.prepare<[number, string], LivestreamSessionRow>(
    `${selection} WHERE s.app_pk = ? AND s.id = ?`,
  )
  const latest = db.prepare<[number], LivestreamSessionRow>(
    `${selection} WHERE s.livestream_pk = ? ORDER BY s.created_at DESC, s.pk DESC LIMIT 1`,
  )
  const open = db.prepare<[number], LivestreamSessionRow>(
    `${selection} WHERE s.livestream_pk = ? AND s.stopped_at IS NULL`,
  )
  const list = (column: string) => ({
    items: db.prepare<object, LivestreamSessionRow>(
      `${selection} WHERE s.${column} = :pk ORDER BY s.created_at DESC, s.pk DESC ${onePage}`,
    ),
    count: db
      .prepare<[number], number>(`SELECT count(*) FROM livestream_sessions WHERE ${column} = ?`)
      .pluck(),
  })
  const lists = { livestream: list('livestream_pk'), session: list('session_pk') }
  const insert = db.prepare(
    `INSERT INTO livestream_sessions (app_pk, livestream_pk, session_pk, id, invoked_at, started_at, stopped_at,
       err_message, viewers, viewer_ms, viewers_since, created_at, updated_at)
     VALUES (:appPk, :livestreamPk, :sessionPk, :id, :invokedAt, :startedAt, :stoppedAt,
       :errMessage, :viewers, :viewerMs, :viewersSince, :createdAt, :updatedAt)`,
  )
  const update = db.prepare(
    `UPDATE livestream_sessions
     SET started_at = :startedAt, stopped_at = :stoppedAt, err_message = :errMessage, viewers = :viewers,
       viewer_ms = :viewerMs, viewers_since = :viewersSince, updated_at = :updatedAt
     WHERE pk = :pk`,
  )

  return {
    find(appPk: number, id: string): LivestreamSession | undefined {
      const row = byId.get(appPk, id)
      return row && rowToLivestreamSession(row)
    },
    latest(livestreamPk: number): LivestreamSession | undefined {
      const row = latest.get(livestreamPk)
      return row && rowToLivestreamSession(row)
    },
    /** The broadcast going on or invoked. */
    open(livestreamPk: number): LivestreamSession | undefined {
      const row = open.get(livestreamPk)
      return row && rowToLivestreamSession(row)
    },
    insert: (session: Omit<LivestreamSession, 'pk' | 'livestreamId'> & { appPk: number }) =>
      void insert.run(session),
    update: (session: LivestreamSession) => void update.run(session),
    /** The sessions of a livestream or of a meeting session, newest first. */
    list(of: keyof typeof lists, pk: number, page: Page): Paged<LivestreamSession> {
      const { items, count } = lists[of]
      return {
        items: items.all({ pk, ...page }).map(rowToLivestreamSession),
        page,
        total: count.get(pk) ?? 0,
      }
    },
  }
}

export type LivestreamSessionsRepository = ReturnType<typeof createLivestreamSessionsRepository>
