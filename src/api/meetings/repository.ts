import type { Database, Statement } from 'better-sqlite3'
import { type Page, type Paged, pageOf } from '../../core/page.js'
import type { Scope } from '../../core/scope.js'
import { createWindowCounter } from '../../store/buckets.js'
import { analyticsLevels, bucketsBegin } from '../../store/migrations/006-analytics.js'
import { onePage } from '../../store/page-clause.js'
import type { Meeting, MeetingFilter } from './meeting.js'

interface MeetingRow {
  pk: number
  app_pk: number
  id: string
  uuid: string | null
  title: string | null
  status: 'ACTIVE' | 'INACTIVE'
  live_stream_on_start: 0 | 1
  record_on_start: 0 | 1
  persist_chat: 0 | 1
  summarize_on_end: 0 | 1
  transcribe_on_end: 0 | 1
  session_keep_alive_time_in_secs: number
  recording_config: string | null
  ai_config: string | null
  created_at: number
  updated_at: number
}

const parsed = (json: string | null) => (json === null ? null : JSON.parse(json))
const json = (value: unknown) => (value == null ? null : JSON.stringify(value))

const rowToMeeting = (row: MeetingRow): Meeting => ({
  pk: row.pk,
  appPk: row.app_pk,
  id: row.id,
  uuid: row.uuid,
  title: row.title,
  status: row.status,
  liveStreamOnStart: row.live_stream_on_start === 1,
  recordOnStart: row.record_on_start === 1,
  persistChat: row.persist_chat === 1,
  summarizeOnEnd: row.summarize_on_end === 1,
  transcribeOnEnd: row.transcribe_on_end === 1,
  sessionKeepAlive: row.session_keep_alive_time_in_secs,
  recordingConfig: parsed(row.recording_config),
  aiConfig: parsed(row.ai_config),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const meetingToRow = (meeting: Omit<Meeting, 'pk'>): Omit<MeetingRow, 'pk'> => ({
  app_pk: meeting.appPk,
  id: meeting.id,
  uuid: meeting.uuid,
  title: meeting.title,
  status: meeting.status,
  live_stream_on_start: meeting.liveStreamOnStart ? 1 : 0,
  record_on_start: meeting.recordOnStart ? 1 : 0,
  persist_chat: meeting.persistChat ? 1 : 0,
  summarize_on_end: meeting.summarizeOnEnd ? 1 : 0,
  transcribe_on_end: meeting.transcribeOnEnd ? 1 : 0,
  session_keep_alive_time_in_secs: meeting.sessionKeepAlive,
  recording_config: json(meeting.recordingConfig),
  ai_config: json(meeting.aiConfig),
  created_at: meeting.createdAt,
  updated_at: meeting.updatedAt,
})

const columns: (keyof Omit<MeetingRow, 'pk'>)[] = [
  'app_pk',
  'id',
  'uuid',
  'title',
  'status',
  'live_stream_on_start',
  'record_on_start',
  'persist_chat',
  'summarize_on_end',
  'transcribe_on_end',
  'session_keep_alive_time_in_secs',
  'recording_config',
  'ai_config',
  'created_at',
  'updated_at',
]

/** Create the repository of meetings. */
export function createMeetingsRepository(db: Database) {
  const byId = db.prepare<[number, string], MeetingRow>('SELECT * FROM meetings WHERE app_pk = ? AND id = ?')
  const byUuid = db.prepare<[number, string], MeetingRow>(
    'SELECT * FROM meetings WHERE app_pk = ? AND uuid = ?',
  )
  // A cross join, so that apps are walked and not all of what they have: ids are indexed by app.
  const named = db.prepare<
    { id: string; account: string | null; app: string | null },
    MeetingRow & { account_id: string; app_id: string }
  >(
    `SELECT m.*, a.account_id, a.id AS app_id FROM apps a CROSS JOIN meetings m ON m.pk = coalesce(
       (SELECT pk FROM meetings WHERE app_pk = a.pk AND id = :id),
       (SELECT pk FROM meetings WHERE app_pk = a.pk AND uuid = :id))
     WHERE (:account IS NULL OR a.account_id = :account)
       AND (:app IS NULL OR :app IN (a.id, a.uuid))
     LIMIT 100`,
  )
  const insert = db.prepare(
    `INSERT INTO meetings (${columns.join(', ')}) VALUES (${columns.map((name) => `:${name}`).join(', ')})`,
  )
  const update = db.prepare(
    `UPDATE meetings SET ${columns.map((name) => `${name} = :${name}`).join(', ')} WHERE pk = :pk`,
  )
  const inWindow = createWindowCounter(db, {
    levels: analyticsLevels,
    begin: bucketsBegin,
    rows: `SELECT count(*) FROM meetings WHERE app_pk = :app AND created_at >= :from AND created_at < :until
       AND (:status IS NULL OR status = :status)`,
    buckets: `SELECT coalesce(sum(meetings), 0) FROM meeting_totals
       WHERE app_pk = :app AND status IN (coalesce(:status, 'ACTIVE'), coalesce(:status, 'INACTIVE'))
         AND level = :level AND bucket >= :from AND bucket < :until`,
  })
  const counted = db
    .prepare<object, number>(
      `SELECT coalesce(sum(meetings), 0) FROM meeting_counts
       WHERE app_pk = :app AND (:status IS NULL OR status = :status)`,
    )
    .pluck()
  const lists = new Map<string, { list: Statement<object, MeetingRow>; count: Statement<object, number> }>()
  /** Statements for each combination of filters, so that each walks the index that is in its order. */
  const listBy = (filter: MeetingFilter) => {
    const conditions = [
      'app_pk = :app',
      ...(filter.status !== undefined ? ['status = :status'] : []),
      ...(filter.search !== undefined
        ? ['(instr(fold(title), fold(:search)) OR instr(id, :search) OR instr(uuid, :search))']
        : []),
      ...(filter.startTime !== undefined ? ['created_at >= :startTime'] : []),
      ...(filter.endTime !== undefined ? ['created_at <= :endTime'] : []),
    ].join(' AND ')
    const found = lists.get(conditions)
    if (found) return found
    const made = {
      list: db.prepare<object, MeetingRow>(
        `SELECT * FROM meetings WHERE ${conditions} ORDER BY created_at DESC, pk DESC ${onePage}`,
      ),
      count: db.prepare<object, number>(`SELECT count(*) FROM meetings WHERE ${conditions}`).pluck(),
    }
    lists.set(conditions, made)
    return made
  }

  return {
    find(appPk: number, id: string): Meeting | undefined {
      const row = byId.get(appPk, id) ?? byUuid.get(appPk, id)
      return row && rowToMeeting(row)
    },
    /** Every meeting of that id, or for which it stands, at most 100. */
    named: (id: string, scope: Scope) =>
      named
        .all({ id, account: scope.account_id ?? null, app: scope.app_id ?? null })
        .map((row) => ({ meeting: rowToMeeting(row), accountId: row.account_id, appId: row.app_id })),
    insert(meeting: Omit<Meeting, 'pk'>): Meeting {
      return { ...meeting, pk: Number(insert.run(meetingToRow(meeting)).lastInsertRowid) }
    },
    update(meeting: Meeting): Meeting {
      update.run({ pk: meeting.pk, ...meetingToRow(meeting) })
      return meeting
    },
    list(appPk: number, { filter, page }: { filter: MeetingFilter; page: Page }): Paged<Meeting> {
      const where = {
        app: appPk,
        status: filter.status ?? null,
        search: filter.search ?? null,
        startTime: filter.startTime ?? null,
        endTime: filter.endTime ?? null,
      }
      const { list, count } = listBy(filter)
      const { search, startTime, endTime } = filter
      // Triggers keep the counts by status, and of each minute and day; a text takes a count of its own.
      const total = () => {
        if (search !== undefined) return count.get(where)
        if (startTime === undefined && endTime === undefined) return counted.get(where)
        const { app, status } = where
        return inWindow({ app, status }, startTime, endTime === undefined ? undefined : endTime + 1)
      }
      const items = list.all({ ...where, ...page }).map(rowToMeeting)
      return pageOf(items, page, () => total() ?? 0)
    },
  }
}

export type MeetingsRepository = ReturnType<typeof createMeetingsRepository>
