import type { Database } from 'better-sqlite3'
import { type Page, type Paged, pageOf } from '../../core/page.js'
import type { Scope } from '../../core/scope.js'
import { onePage } from '../../store/page-clause.js'
import { createLivestreamCounter } from './count-repository.js'
import type { Status } from './lifecycle.js'
import type { Livestream, LivestreamFilter } from './livestream.js'

/** In the order of `columns`. A list reads rows as arrays in half the time that it reads them as objects. */
type LivestreamRow = [
  pk: number,
  accountId: string,
  appPk: number,
  id: string,
  uuid: string | null,
  meetingId: string | null,
  name: string | null,
  status: Status,
  disabled: 0 | 1,
  manualIngest: 0 | 1,
  streamKey: string,
  playbackId: string,
  width: number | null,
  height: number | null,
  viewers: number,
  createdAt: number,
  updatedAt: number,
]

const columns = `l.pk, a.account_id, l.app_pk, l.id, l.uuid, l.meeting_id, l.name, l.status, l.disabled, l.manual_ingest,
  l.stream_key, l.playback_id, l.width, l.height, l.viewers, l.created_at, l.updated_at`

const rowToLivestream = (row: LivestreamRow): Livestream => ({
  pk: row[0],
  accountId: row[1],
  appPk: row[2],
  id: row[3],
  uuid: row[4],
  meetingId: row[5],
  name: row[6],
  status: row[7],
  disabled: row[8] === 1,
  manualIngest: row[9] === 1,
  streamKey: row[10],
  playbackId: row[11],
  width: row[12],
  height: row[13],
  viewers: row[14],
  createdAt: row[15],
  updatedAt: row[16],
})

/** Create the repository of livestreams. */
export function createLivestreamsRepository(db: Database) {
  const select = <Parameters extends unknown[] | object>(where: string) =>
    db
      .prepare<Parameters, LivestreamRow>(
        `SELECT ${columns} FROM livestreams l JOIN apps a ON a.pk = l.app_pk WHERE ${where}`,
      )
      .raw()
  const byId = select<[number, string]>('l.app_pk = ? AND l.id = ?')
  const byUuid = select<[number, string]>('l.app_pk = ? AND l.uuid = ?')
  const byPk = select<[number]>('l.pk = ?')
  const byStreamKey = select<[string]>('l.stream_key = ?')
  const byPlaybackId = select<[string]>('l.playback_id = ?')
  // A cross join, so that apps are walked and not all of what they have: ids are indexed by app.
  const named = db
    .prepare<
      { id: string; account: string | null; app: string | null },
      [appId: string, ...livestream: LivestreamRow]
    >(
      `SELECT a.id, ${columns} FROM apps a CROSS JOIN livestreams l ON l.pk = coalesce(
         (SELECT pk FROM livestreams WHERE app_pk = a.pk AND id = :id),
         (SELECT pk FROM livestreams WHERE app_pk = a.pk AND uuid = :id))
       WHERE (:account IS NULL OR a.account_id = :account)
         AND (:app IS NULL OR :app IN (a.id, a.uuid))
       LIMIT 100`,
    )
    .raw()
  const active = select<[number, string]>(
    `l.app_pk = ? AND l.meeting_id = ? AND l.status IN ('INVOKED', 'LIVE')`,
  )
  const insert = db.prepare(
    `INSERT INTO livestreams (app_pk, id, uuid, meeting_id, name, status, disabled, manual_ingest, stream_key, playback_id,
       width, height, viewers, created_at, updated_at)
     VALUES (:appPk, :id, :uuid, :meetingId, :name, :status, :disabled, :manualIngest, :streamKey, :playbackId,
       :width, :height, :viewers, :createdAt, :updatedAt)`,
  )
  const setStatus = db.prepare('UPDATE livestreams SET status = :status, updated_at = :at WHERE pk = :pk')
  const update = db.prepare(
    `UPDATE livestreams
     SET disabled = :disabled, stream_key = :streamKey, viewers = :viewers, updated_at = :updatedAt WHERE pk = :pk`,
  )
  const ofMeeting = select<object>(
    `l.app_pk = :app AND l.meeting_id = :meeting ORDER BY l.created_at DESC, l.pk DESC ${onePage}`,
  )
  const countOfMeeting = db
    .prepare<[number, string], number>('SELECT count(*) FROM livestreams WHERE app_pk = ? AND meeting_id = ?')
    .pluck()

  const count = createLivestreamCounter(db)
  const lists = new Map<string, (where: object) => LivestreamRow[]>()
  /** One statement per combination of filters, so that each walks the index that is in its order. */
  const list = (filter: LivestreamFilter, order: 'ASC' | 'DESC') => {
    const conditions = [
      'l.app_pk = :app',
      ...(filter.status ? ['l.status = :status'] : []),
      ...(filter.excludeMeetings ? ['l.meeting_id IS NULL'] : []),
      ...(filter.startTime !== undefined ? ['l.created_at >= :startTime'] : []),
      ...(filter.endTime !== undefined ? ['l.created_at <= :endTime'] : []),
    ].join(' AND ')
    const key = `${conditions} ${order}`
    let all = lists.get(key)
    if (!all) {
      const statement = select<object>(
        `${conditions} ORDER BY l.created_at ${order}, l.pk ${order} ${onePage}`,
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
    /** Find the livestream, of whichever account, that is watched at a playback id. */
    playedAt(playbackId: string): Livestream | undefined {
      const row = byPlaybackId.get(playbackId)
      return row && rowToLivestream(row)
    },
    /** Find the livestream, of whichever account, that an encoder feeds by a stream key. */
    fedBy(streamKey: string): Livestream | undefined {
      const row = byStreamKey.get(streamKey)
      return row && rowToLivestream(row)
    },
    /** Every livestream with the id, or with that UUID standing for its id; at most 100. */
    named: (id: string, scope: Scope) =>
      named
        .all({ id, account: scope.account_id ?? null, app: scope.app_id ?? null })
        .map(([appId, ...row]) => ({ livestream: rowToLivestream(row), appId })),
    active(appPk: number, meetingId: string): Livestream | undefined {
      const row = active.get(appPk, meetingId)
      return row && rowToLivestream(row)
    },
    insert(livestream: Omit<Livestream, 'pk'>): Livestream {
      const { lastInsertRowid } = insert.run({
        ...livestream,
        disabled: livestream.disabled ? 1 : 0,
        manualIngest: livestream.manualIngest ? 1 : 0,
      })
      return { ...livestream, pk: Number(lastInsertRowid) }
    },
    /** @param at Unix milliseconds */
    setStatus(livestream: Livestream, status: Status, at: number): Livestream {
      setStatus.run({ pk: livestream.pk, status, at })
      return { ...livestream, status, updatedAt: at }
    },
    /** Store the flag, the key and the viewers; the status has its own function. */
    update: ({ pk, disabled, streamKey, viewers, updatedAt }: Livestream) =>
      void update.run({ pk, disabled: disabled ? 1 : 0, streamKey, viewers, updatedAt }),
    list(
      appPk: number,
      { filter, order, page }: { filter: LivestreamFilter; order: 'ASC' | 'DESC'; page: Page },
    ): Paged<Livestream> {
      const rows = list(filter, order)({ app: appPk, ...filter, ...page })
      return pageOf(rows.map(rowToLivestream), page, () => count(appPk, filter))
    },
    /** A meeting's livestreams, newest first. */
    listOfMeeting({ appPk, id }: { appPk: number; id: string }, page: Page): Paged<Livestream> {
      const items = ofMeeting.all({ app: appPk, meeting: id, ...page }).map(rowToLivestream)
      return pageOf(items, page, () => countOfMeeting.get(appPk, id) ?? 0)
    },
  }
}

export type LivestreamsRepository = ReturnType<typeof createLivestreamsRepository>
