import type { Database } from 'better-sqlite3'
import type { Page, Paged } from '../../core/page.js'
import type { Scope } from '../../core/scope.js'
import { onePage } from '../../store/page-clause.js'
import { createLivestreamCounter } from './count-repository.js'
import type { Status } from './lifecycle.js'
import type { Livestream, LivestreamFilter } from './livestream.js'

interface LivestreamRow {
  pk: number
  app_pk: number
  id: string
  uuid: string | null
  meeting_id: string | null
  name: string | null
  status: Status
  disabled: 0 | 1
  stream_key: string
  playback_id: string
  width: number | null
  height: number | null
  viewers: number
  created_at: number
  updated_at: number
}

const rowToLivestream = (row: LivestreamRow): Livestream => ({
  pk: row.pk,
  appPk: row.app_pk,
  id: row.id,
  uuid: row.uuid,
  meetingId: row.meeting_id,
  name: row.name,
  status: row.status,
  disabled: row.disabled === 1,
  streamKey: row.stream_key,
  playbackId: row.playback_id,
  width: row.width,
  height: row.height,
  viewers: row.viewers,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

export function createLivestreamsRepository(db: Database) {
  const byId = db.prepare<[number, string], LivestreamRow>(
    'SELECT * FROM livestreams WHERE app_pk = ? AND id = ?',
  )
  const byUuid = db.prepare<[number, string], LivestreamRow>(
    'SELECT * FROM livestreams WHERE app_pk = ? AND uuid = ?',
  )
  const byPk = db.prepare<[number], LivestreamRow>('SELECT * FROM livestreams WHERE pk = ?')
  // A cross join, so that apps are walked and not all of what they have: ids are indexed by app.
  const named = db.prepare<
    { id: string; account: string | null; app: string | null },
    LivestreamRow & { account_id: string; app_id: string }
  >(
    `SELECT l.*, a.account_id, a.id AS app_id FROM apps a CROSS JOIN livestreams l ON l.pk = coalesce(
       (SELECT pk FROM livestreams WHERE app_pk = a.pk AND id = :id),
       (SELECT pk FROM livestreams WHERE app_pk = a.pk AND uuid = :id))
     WHERE (:account IS NULL OR a.account_id = :account)
       AND (:app IS NULL OR :app IN (a.id, a.uuid))
     LIMIT 100`,
  )
  const active = db.prepare<[number, string], LivestreamRow>(
    `SELECT * FROM livestreams WHERE app_pk = ? AND meeting_id = ? AND status IN ('INVOKED', 'LIVE')`,
  )
  const insert = db.prepare(
    `INSERT INTO livestreams (app_pk, id, uuid, meeting_id, name, status, disabled, stream_key, playback_id,
       width, height, viewers, created_at, updated_at)
     VALUES (:appPk, :id, :uuid, :meetingId, :name, :status, :disabled, :streamKey, :playbackId,
       :width, :height, :viewers, :createdAt, :updatedAt)`,
  )
  const setStatus = db.prepare('UPDATE livestreams SET status = :status, updated_at = :at WHERE pk = :pk')
  const update = db.prepare(
    `UPDATE livestreams
     SET disabled = :disabled, stream_key = :streamKey, viewers = :viewers, updated_at = :updatedAt WHERE pk = :pk`,
  )
  const ofMeeting = db.prepare<object, LivestreamRow>(
    `SELECT * FROM livestreams WHERE app_pk = :app AND meeting_id = :meeting
     ORDER BY created_at DESC, pk DESC ${onePage}`,
  )
  const countOfMeeting = db
    .prepare<[number, string], number>('SELECT count(*) FROM livestreams WHERE app_pk = ? AND meeting_id = ?')
    .pluck()

  const count = createLivestreamCounter(db)
  const lists = new Map<string, (where: object) => LivestreamRow[]>()
  /** One statement per combination of filters, so that each walks the index that is in its order. */
  const list = (filter: LivestreamFilter, order: 'ASC' | 'DESC') => {
    const conditions = [
      'app_pk = :app',
      ...(filter.status ? ['status = :status'] : []),
      ...(filter.excludeMeetings ? ['meeting_id IS NULL'] : []),
      ...(filter.startTime !== undefined ? ['created_at >= :startTime'] : []),
      ...(filter.endTime !== undefined ? ['created_at <= :endTime'] : []),
    ].join(' AND ')
    const key = `${conditions} ${order}`
    let all = lists.get(key)
    if (!all) {
      const statement = db.prepare<object, LivestreamRow>(
        `SELECT * FROM livestreams WHERE ${conditions}
         ORDER BY created_at ${order}, pk ${order} ${onePage}`,
      )
      all = (where) => statement.all(where)
      lists.set(key, all)
    }
    return all
  }

  return {
    find(appPk: number, id: string): Livestream | undefined {
      const row = byId.get(appPk, id) ?? byUuid.get(appPk, id)
      return row && rowToLivestream(row)
    },
    get(pk: number): Livestream | undefined {
      const row = byPk.get(pk)
      return row && rowToLivestream(row)
    },
    /** Every livestream of that id, or for which it stands, at most 100. */
    named: (id: string, scope: Scope) =>
      named
        .all({ id, account: scope.account_id ?? null, app: scope.app_id ?? null })
        .map((row) => ({ livestream: rowToLivestream(row), accountId: row.account_id, appId: row.app_id })),
    active(appPk: number, meetingId: string): Livestream | undefined {
      const row = active.get(appPk, meetingId)
      return row && rowToLivestream(row)
    },
    insert(livestream: Omit<Livestream, 'pk'>): Livestream {
      const { lastInsertRowid } = insert.run({ ...livestream, disabled: livestream.disabled ? 1 : 0 })
      return { ...livestream, pk: Number(lastInsertRowid) }
    },
    /** @param at Unix milliseconds */
    setStatus(livestream: Livestream, status: Status, at: number): Livestream {
      setStatus.run({ pk: livestream.pk, status, at })
      return { ...livestream, status, updatedAt: at }
    },
    /** Keep what may change besides the status. */
    update: ({ pk, disabled, streamKey, viewers, updatedAt }: Livestream) =>
      void update.run({ pk, disabled: disabled ? 1 : 0, streamKey, viewers, updatedAt }),
    list(
      appPk: number,
      filter: LivestreamFilter,
      { order, page }: { order: 'ASC' | 'DESC'; page: Page },
    ): Paged<Livestream> {
      const rows = list(filter, order)({ app: appPk, ...filter, ...page })
      return { items: rows.map(rowToLivestream), page, total: count(appPk, filter) }
    },
    /** A meeting's livestreams, newest first. */
    listOfMeeting: (appPk: number, meetingId: string, page: Page): Paged<Livestream> => ({
      items: ofMeeting.all({ app: appPk, meeting: meetingId, ...page }).map(rowToLivestream),
      page,
      total: countOfMeeting.get(appPk, meetingId) ?? 0,
    }),
  }
}

export type LivestreamsRepository = ReturnType<typeof createLivestreamsRepository>
