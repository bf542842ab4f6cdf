/**
 * Totals of livestream sessions and of sessions, in the time of a page. Triggers keep what has ended in buckets of
 * minutes and days; a window is the sum of its whole buckets, of the rows at its two ends, and of what is running.
 */

import type { Database } from 'better-sqlite3'
import { type BucketRange, splitWindow } from '../../store/buckets.js'
import {
  analyticsLevels,
  bucketsBegin,
  endedSessionSql,
  settledIngestSql,
  settledSql,
} from '../../store/migrations/006-analytics.js'
import { ingestMsSql, watchedMsSql } from '../livestreams/livestream-session.js'
import { recordedMsSql } from '../recordings/recording.js'
import { sessionMsSql } from '../sessions/session.js'
import type { LivestreamDay, LivestreamTotals, RecordingDay, SessionDay, Window } from './totals.js'

const MS_PER_DAY = 86_400_000
const KILOSECOND_MS = 1_000_000
const dayLevel = analyticsLevels.findIndex(({ width }) => width === MS_PER_DAY)
/** The day 1970-01-01 as buckets count days. */
const firstDay = -bucketsBegin / MS_PER_DAY

/** How many there are, and the sums of their times. */
type Sums<Time extends string> = { sessions: number } & Record<Time, number>

interface Totalled<Time extends string> {
  table: 'livestream_sessions' | 'sessions'
  /** The table of its buckets. */
  buckets: string
  /** The SQL condition of a row whose times no longer grow. */
  settled: string
  /** The opposite condition, as the partial index of running rows has it. */
  running: string
  /** Each time: the beginning of its columns in the buckets, a settled row's in SQL, and a running row's until `:now`. */
  times: Record<Time, { column: string; settled: string; running: string }>
}

/** Create the sums of one table. */
function createSums<Time extends string>(
  db: Database,
  { table, buckets, settled, running, times }: Totalled<Time>,
) {
  const names = Object.keys(times) as Time[]
  const each = (sql: (name: Time) => string) => names.map((name) => `${sql(name)} AS ${name}`).join(', ')
  // total() and not sum(), which fails when whole numbers add up to more than 64 bits.
  const ofBuckets = each(
    (name) => `total(${times[name].column}_ks) * ${KILOSECOND_MS} + total(${times[name].column}_ms)`,
  )
  const bucketsIn = `FROM ${buckets}
    WHERE app_pk = :app AND level = :level AND bucket >= :from AND bucket < :until`
  const rowSums = db.prepare<object, Sums<Time>>(
    `SELECT count(*) AS sessions, ${each((name) => `total(iif(${settled}, ${times[name].settled}, 0))`)}
     FROM ${table} WHERE app_pk = :app AND created_at >= :from AND created_at < :until`,
  )
  const bucketSums = db.prepare<object, Sums<Time>>(
    `SELECT total(sessions) AS sessions, ${ofBuckets} ${bucketsIn}`,
  )
  const bucketsByDay = db.prepare<object, Sums<Time> & { bucket: number }>(
    `SELECT bucket, total(sessions) AS sessions, ${ofBuckets} ${bucketsIn} GROUP BY bucket`,
  )
  const runningSums = db.prepare<Window, Sums<Time>>(
    `SELECT 0 AS sessions, ${each((name) => `total(${times[name].running})`)}
     FROM ${table} WHERE app_pk = :app AND created_at BETWEEN :from AND :until AND ${running}`,
  )
  const add = (a: Sums<Time> | undefined, b: Sums<Time>): Sums<Time> =>
    Object.fromEntries(
      (['sessions', ...names] as const).map((name) => [name, (a?.[name] ?? 0) + b[name]]),
    ) as Sums<Time>

  /** The times of what is running; that there is any is in the sums of what has ended. */
  const runningIn = (window: Window) => runningSums.get(window) as Sums<Time>
  const ofRange = (app: number, { level, from, until }: BucketRange) =>
    (level === undefined
      ? rowSums.get({ app, from: from + bucketsBegin, until: until + bucketsBegin })
      : bucketSums.get({ app, level, from, until })) as Sums<Time>
  /** How many there are in [from, until), in milliseconds from where buckets begin, and the times of what has ended. */
  const settledIn = (app: number, from: number, until: number) =>
    splitWindow(analyticsLevels, from, until).map((range) => ofRange(app, range))

  return {
    total: (window: Window): Sums<Time> =>
      settledIn(window.app, window.from - bucketsBegin, window.until + 1 - bucketsBegin).reduce(
        add,
        runningIn(window),
      ),
    /** The days that have any, in order. */
    byDay(window: Window): (Sums<Time> & { day: number })[] {
      const { app } = window
      const [from, until] = [window.from - bucketsBegin, window.until + 1 - bucketsBegin]
      const days = new Map<number, Sums<Time>>()
      const addTo = (day: number, sums: Sums<Time>) => days.set(day, add(days.get(day), sums))
      const addPart = (a: number, b: number) => {
        for (const sums of settledIn(app, a, b)) addTo(Math.floor(a / MS_PER_DAY) - firstDay, sums)
      }
      const [firstWhole, afterWhole] = [Math.ceil(from / MS_PER_DAY), Math.floor(until / MS_PER_DAY)]
      if (firstWhole > afterWhole) addPart(from, until)
      else {
        addPart(from, firstWhole * MS_PER_DAY)
        for (const row of bucketsByDay.all({ app, level: dayLevel, from: firstWhole, until: afterWhole }))
          addTo(row.bucket - firstDay, row)
        addPart(afterWhole * MS_PER_DAY, until)
      }
      // Day by day, in the order of the index: a GROUP BY would sort all that is running.
      for (const day of days.keys()) {
        const begins = day * MS_PER_DAY
        const ofDay = {
          from: Math.max(window.from, begins),
          until: Math.min(window.until, begins + MS_PER_DAY - 1),
        }
        addTo(day, runningIn({ ...window, ...ofDay }))
      }
      return [...days]
        .filter(([, { sessions }]) => sessions > 0)
        .sort(([a], [b]) => a - b)
        .map(([day, sums]) => ({ ...sums, day }))
    },
  }
}

/** Create the repository of totals. */
export function createAnalyticsRepository(db: Database) {
  const livestreamSessions = createSums(db, {
    table: 'livestream_sessions',
    buckets: 'livestream_session_totals',
    settled: settledSql(),
    running: `NOT ${settledSql()}`,
    times: {
      ingestMs: { column: 'ingest', settled: settledIngestSql(), running: ingestMsSql },
      viewerMs: { column: 'viewer', settled: 'viewer_ms', running: watchedMsSql },
    },
  })
  const sessions = createSums(db, {
    table: 'sessions',
    buckets: 'session_totals',
    settled: 'ended_at IS NOT NULL',
    running: 'ended_at IS NULL',
    times: { sessionMs: { column: 'duration', settled: endedSessionSql(), running: sessionMsSql } },
  })
  /** Livestream sessions that come after another of their livestream in the window. */
  const repeats = db
    .prepare<Window, number>(
      `SELECT count(*) FROM livestream_session_repeats
       WHERE app_pk = :app AND created_at BETWEEN :from AND :until AND previous_at >= :from`,
    )
    .pluck()

  const recordingsByDay = db.prepare<Window, RecordingDay>(
    `SELECT (invoked_at - ${bucketsBegin}) / ${MS_PER_DAY} - ${firstDay} AS day,
       count(*) AS recordings, total(${recordedMsSql}) AS recordedMs
     FROM recordings WHERE app_pk = :app AND invoked_at BETWEEN :from AND :until AND started_at IS NOT NULL
     GROUP BY day ORDER BY day`,
  )

  return {
    livestreamTotals(window: Window): LivestreamTotals {
      const { sessions, ...times } = livestreamSessions.total(window)
      return { livestreams: sessions - (repeats.get(window) as number), ...times }
    },
    livestreamTotalsByDay: (window: Window): LivestreamDay[] =>
      livestreamSessions
        .byDay(window)
        .map(({ sessions, ...day }) => ({ livestreamSessions: sessions, ...day })),
    sessionsByDay: (window: Window): SessionDay[] => sessions.byDay(window),
    /** Recordings are summed one by one. */
    recordingsByDay: (window: Window): RecordingDay[] => recordingsByDay.all(window),
  }
}

export type AnalyticsRepository = ReturnType<typeof createAnalyticsRepository>
