import type { Database } from 'better-sqlite3'
import { type Page, type Paged, pageOf } from '../../core/page.js'
import type { Scope } from '../../core/scope.js'
import { onePage } from '../../store/page-clause.js'
import {
  conditionsOf,
  createRecordingCounter,
  expiryConditions,
  statusCondition,
} from './count-repository.js'
import { activeStatuses, type Status } from './lifecycle.js'
import type {
  AudioCodec,
  Recording,
  RecordingFilter,
  RecordingType,
  StartReason,
  StopReason,
} from './recording.js'

interface RecordingRow {
  pk: number
  account_id: string
  app_pk: number
  id: string
  uuid: string | null
  meeting_id: string
  session_pk: number | null
  session_id: string | null
  type: RecordingType
  status: Status
  output_file_name: string
  download_key: string
  has_video: 0 | 1
  audio_codec: AudioCodec | null
  kept_here: 0 | 1
  tracks: string | null
  storage_config: string | null
  max_seconds: number
  start_reason: StartReason
  stop_reason: StopReason | null
  err_message: string | null
  file_size: number | null
  recorded_ms: number
  recorded_since: number | null
  invoked_at: number
  started_at: number | null
  stopped_at: number | null
  expires_at: number | null
  updated_at: number
}

const parsed = (json: string | null) => (json === null ? null : JSON.parse(json))
const json = (value: unknown) => (value === null ? null : JSON.stringify(value))

const rowToRecording = (row: RecordingRow): Recording => ({
  pk: row.pk,
  accountId: row.account_id,
  appPk: row.app_pk,
  id: row.id,
  uuid: row.uuid,
  meetingId: row.meeting_id,
  sessionPk: row.session_pk,
  sessionId: row.session_id,
  type: row.type,
  status: row.status,
  outputFileName: row.output_file_name,
  downloadKey: row.download_key,
  hasVideo: row.has_video === 1,
  audioCodec: row.audio_codec,
  keptHere: row.kept_here === 1,
  tracks: parsed(row.tracks),
  storageConfig: parsed(row.storage_config),
  maxSeconds: row.max_seconds,
  startReason: row.start_reason,
  stopReason: row.stop_reason,
  errMessage: row.err_message,
  fileSize: row.file_size,
  recordedMs: row.recorded_ms,
  recordedSince: row.recorded_since,
  invokedAt: row.invoked_at,
  startedAt: row.started_at,
  stoppedAt: row.stopped_at,
  expiresAt: row.expires_at,
  updatedAt: row.updated_at,
})

const toParameters = (recording: Omit<Recording, 'pk'>) => ({
  ...recording,
  tracks: json(recording.tracks),
  storageConfig: json(recording.storageConfig),
  hasVideo: recording.hasVideo ? 1 : 0,
  keptHere: recording.keptHere ? 1 : 0,
})

const columns = 'r.*, a.account_id, s.id AS session_id'
const joined = 'JOIN apps a ON a.pk = r.app_pk LEFT JOIN sessions s ON s.pk = r.session_pk'
const isActive = `r.status IN (${activeStatuses.map((status) => `'${status}'`).join(', ')})`

/** What a list of an app asks for. `now`, in Unix milliseconds, is when links have expired. */
export interface RecordingsQuery {
  filter: RecordingFilter
  order: 'ASC' | 'DESC'
  page: Page
  now: number
}

/** Create the repository of recordings. */
export function createRecordingsRepository(db: Database) {
  const select = (where: string) =>
    db.prepare<object, RecordingRow>(`SELECT ${columns} FROM recordings r ${joined} WHERE ${where}`)
  const byId = select('r.app_pk = :app AND r.id = :id')
  const byUuid = select('r.app_pk = :app AND r.uuid = :id')
  const byPk = select('r.pk = :pk')
  const byDownloadKey = select('r.download_key = :key')
  const active = select(
    `r.app_pk = :app AND r.meeting_id = :meeting AND ${isActive} ORDER BY r.invoked_at DESC, r.pk DESC`,
  )
  // A cross join, so that apps are walked and not all of what they have: ids are indexed by app.
  const named = db.prepare<object, RecordingRow & { app_id: string }>(
    `SELECT ${columns}, a.id AS app_id FROM apps a CROSS JOIN recordings r ON r.pk = coalesce(
       (SELECT pk FROM recordings WHERE app_pk = a.pk AND id = :id),
       (SELECT pk FROM recordings WHERE app_pk = a.pk AND uuid = :id))
     LEFT JOIN sessions s ON s.pk = r.session_pk
     WHERE (:account IS NULL OR a.account_id = :account)
       AND (:app IS NULL OR :app IN (a.id, a.uuid))
     LIMIT 100`,
  )
  const insert = db.prepare(
    `INSERT INTO recordings (app_pk, id, uuid, meeting_id, session_pk, type, status, output_file_name, download_key,
       has_video, audio_codec, kept_here, tracks, storage_config, max_seconds, start_reason, stop_reason, err_message,
       file_size, recorded_ms, recorded_since, invoked_at, started_at, stopped_at, expires_at, updated_at)
     VALUES (:appPk, :id, :uuid, :meetingId, :sessionPk, :type, :status, :outputFileName, :downloadKey,
       :hasVideo, :audioCodec, :keptHere, :tracks, :storageConfig, :maxSeconds, :startReason, :stopReason, :errMessage,
       :fileSize, :recordedMs, :recordedSince, :invokedAt, :startedAt, :stoppedAt, :expiresAt, :updatedAt)`,
  )
  const update = db.prepare(
    `UPDATE recordings SET session_pk = :sessionPk, status = :status, tracks = :tracks, stop_reason = :stopReason,
       err_message = :errMessage, file_size = :fileSize, recorded_ms = :recordedMs, recorded_since = :recordedSince,
       started_at = :startedAt, stopped_at = :stoppedAt, expires_at = :expiresAt, updated_at = :updatedAt
     WHERE pk = :pk`,
  )

  const count = createRecordingCounter(db)
  const lists = new Map<string, (where: object) => RecordingRow[]>()
  /**
   * One statement per combination of filters. Each status, and each condition of expiry, is walked by the index that is
   * in its order, and SQLite merges the walks.
   */
  const list = (filter: RecordingFilter, order: 'ASC' | 'DESC') => {
    const conditions = conditionsOf(filter)
    const key = `${conditions.join()} ${filter.statuses} ${filter.expired} ${order}`
    let all = lists.get(key)
    if (!all) {
      const walks = (filter.statuses ?? [undefined]).flatMap((status) =>
        expiryConditions(filter).map(
          (expiry) =>
            `SELECT r.pk, r.invoked_at FROM recordings r
             WHERE ${[...conditions, ...statusCondition(status && [status]), expiry].join(' AND ')}`,
        ),
      )
      const statement = db.prepare<object, RecordingRow>(
        `WITH page AS MATERIALIZED (
           ${walks.join(' UNION ALL ')} ORDER BY 2 ${order}, 1 ${order} ${onePage})
         SELECT ${columns} FROM page CROSS JOIN recordings r ON r.pk = page.pk ${joined}
         ORDER BY page.invoked_at ${order}, page.pk ${order}`,
      )
      all = (where) => statement.all(where)
      lists.set(key, all)
    }
    return all
  }

  const found = (row: RecordingRow | undefined) => row && rowToRecording(row)

  return {
    find: (appPk: number, id: string): Recording | undefined =>
      found(byId.get({ app: appPk, id }) ?? byUuid.get({ app: appPk, id })),
    get: (pk: number): Recording | undefined => found(byPk.get({ pk })),
    /** Find the recording whose files a key leads to. */
    findByDownloadKey: (key: string): Recording | undefined => found(byDownloadKey.get({ key })),
    /** Every recording with the id, or with that UUID standing for its id; at most 100. */
    named: (id: string, scope: Scope) =>
      named
        .all({ id, account: scope.account_id ?? null, app: scope.app_id ?? null })
        .map(({ app_id, ...row }) => ({ recording: rowToRecording(row), appId: app_id })),
    /** The recordings of a meeting that have not ended, the newest first. */
    active: (appPk: number, meetingId: string): Recording[] =>
      active.all({ app: appPk, meeting: meetingId }).map(rowToRecording),
    insert: (recording: Omit<Recording, 'pk'>): Recording => ({
      ...recording,
      pk: Number(insert.run(toParameters(recording)).lastInsertRowid),
    }),
    /** Store what changes in the life of a recording. */
    update(recording: Recording): Recording {
      update.run(toParameters(recording))
      return recording
    },
    list(appPk: number, { filter, order, page, now }: RecordingsQuery): Paged<Recording> {
      const total = () => count(appPk, filter, now)
      const rows = list(filter, order)({ app: appPk, ...filter, ...page, now })
      return pageOf(rows.map(rowToRecording), page, total)
    },
  }
}

export type RecordingsRepository = ReturnType<typeof createRecordingsRepository>
