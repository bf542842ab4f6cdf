import type { Database } from 'better-sqlite3'
import { type Page, type Paged, pageOf } from '../../core/page.js'
import { onePage } from '../../store/page-clause.js'
import { type LivestreamSession, MAX_VIEWER_MS } from './livestream-session.js'

/** The columns of `selection`, in order; an array, as a row of livestreams is. */
type LivestreamSessionRow = [
  pk: number,
  livestreamPk: number,
  livestreamId: string,
  sessionPk: number | null,
  id: string,
  invokedAt: number,
  startedAt: number | null,
  stoppedAt: number | null,
  errMessage: string | null,
  viewers: number,
  viewerMs: number,
  viewersSince: number | null,
  createdAt: number,
  updatedAt: number,
  fedAt: number | null,
]

const rowToLivestreamSession = (row: LivestreamSessionRow): LivestreamSession => ({
  pk: row[0],
  livestreamPk: row[1],
  livestreamId: row[2],
  sessionPk: row[3],
  id: row[4],
  invokedAt: row[5],
  startedAt: row[6],
  stoppedAt: row[7],
  errMessage: row[8],
  viewers: row[9],
  viewerMs: row[10],
  viewersSince: row[11],
  createdAt: row[12],
  updatedAt: row[13],
  fedAt: row[14],
})

const selection = `
  SELECT s.pk, s.livestream_pk, l.id, s.session_pk, s.id, s.invoked_at, s.started_at, s.stopped_at, s.err_message,
    s.viewers, s.viewer_ms, s.viewers_since, s.created_at, s.updated_at, s.fed_at
  FROM livestream_sessions s JOIN livestreams l ON l.pk = s.livestream_pk`

/** Create the repository of livestream sessions. */
export function createLivestreamSessionsRepository(db: Database) {
  const select = <Parameters extends unknown[] | object>(rest: string) =>
    db.prepare<Parameters, LivestreamSessionRow>(`${selection} WHERE ${rest}`).raw()
  const byId = select<[number, string]>('s.app_pk = ? AND s.id = ?')
  const latest = select<[number]>('s.livestream_pk = ? ORDER BY s.created_at DESC, s.pk DESC LIMIT 1')
  const open = select<[number]>('s.livestream_pk = ? AND s.stopped_at IS NULL')
  const list = (column: string) => ({
    items: select<object>(`s.${column} = :pk ORDER BY s.created_at DESC, s.pk DESC ${onePage}`),
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
       viewer_ms = :viewerMs, viewers_since = :viewersSince, updated_at = :updatedAt, fed_at = :fedAt
     WHERE pk = :pk`,
  )

  const addWatched = db.prepare<{ pk: number; ms: number }>(
    `UPDATE livestream_sessions SET viewer_ms = min(viewer_ms + :ms, ${MAX_VIEWER_MS}) WHERE pk = :pk`,
  )
  const fed = db
    .prepare<[], number>(
      'SELECT livestream_pk FROM livestream_sessions WHERE fed_at IS NOT NULL AND stopped_at IS NULL ORDER BY pk',
    )
    .pluck()

  return {
    /** List the livestreams that an encoder feeds, or was feeding when the process ended. */
    fedLivestreams: (): number[] => fed.all(),
    find(appPk: number, id: string): LivestreamSession | undefined {
      const row = byId.get(appPk, id)
      return row && rowToLivestreamSession(row)
    },
    latest(livestreamPk: number): LivestreamSession | undefined {
      const row = latest.get(livestreamPk)
      return row && rowToLivestreamSession(row)
    },
    /** Find the session that is invoked or live. */
    open(livestreamPk: number): LivestreamSession | undefined {
      const row = open.get(livestreamPk)
      return row && rowToLivestreamSession(row)
    },
    /** Add to the time that all viewers together have watched. @param ms milliseconds */
    addWatched: (pk: number, ms: number) => void addWatched.run({ pk, ms }),
    insert: (session: Omit<LivestreamSession, 'pk' | 'livestreamId' | 'fedAt'> & { appPk: number }) =>
      void insert.run(session),
    update: (session: LivestreamSession) => void update.run(session),
    /** List the livestream sessions of a livestream or of a meeting session, newest first. */
    list(of: keyof typeof lists, pk: number, page: Page): Paged<LivestreamSession> {
      const { items, count } = lists[of]
      const found = items.all({ pk, ...page }).map(rowToLivestreamSession)
      return pageOf(found, page, () => count.get(pk) ?? 0)
    },
  }
}

export type LivestreamSessionsRepository = ReturnType<typeof createLivestreamSessionsRepository>
