/**
 * Exact counts of recordings in page time. Triggers count the recordings of each status in buckets of their invocation,
 * those of each meeting, and in buckets of their expiry. Rows are counted one by one only for `search`, for a window of
 * time of one meeting, and for `expired` together with either.
 */

import type { Database } from 'better-sqlite3'
import { createWindowCounter } from '../../store/buckets.js'
import { countLevels } from '../../store/migrations/001-initial.js'
import { type Status, statuses } from './lifecycle.js'
import type { RecordingFilter } from './recording.js'

/** The SQL conditions of a filter on `recordings r`, except those of statuses and of expiry. */
export const conditionsOf = (filter: RecordingFilter) => [
  'r.app_pk = :app',
  ...(filter.meetingId !== undefined ? ['r.meeting_id = :meetingId'] : []),
  ...(filter.startTime !== undefined ? ['r.invoked_at >= :startTime'] : []),
  ...(filter.endTime !== undefined ? ['r.invoked_at <= :endTime'] : []),
  ...(filter.search !== undefined
    ? [
        `r.meeting_id IN (SELECT id FROM meetings WHERE app_pk = :app
           AND (instr(fold(title), fold(:search)) OR instr(id, :search) OR instr(uuid, :search)))`,
      ]
    : []),
]

/** The shortest or longest time from the invocation of an app's recordings to the expiry of their links. */
const life = (order: 'ASC' | 'DESC') => `(SELECT expires_at - invoked_at FROM recordings
  WHERE app_pk = :app AND expires_at IS NOT NULL ORDER BY expires_at - invoked_at ${order} LIMIT 1)`

/**
 * The conditions of a filter's `expired`, which exclude each other: a recording has one of them. What is invoked later
 * expires later, but for the difference of their lives, so a walk in the order of the invocation begins where the first
 * can be.
 */
export const expiryConditions = ({ expired }: RecordingFilter): string[] => {
  if (expired === undefined) return ['true']
  if (expired) return [`r.expires_at <= :now AND r.invoked_at <= :now - ${life('ASC')}`]
  return ['r.expires_at IS NULL', `r.expires_at > :now AND r.invoked_at >= :now - ${life('DESC')}`]
}

/** The condition of having one of some statuses; none when all are wanted. */
export const statusCondition = (wanted: readonly Status[] | undefined) =>
  wanted ? [`r.status IN (${wanted.map((status) => `'${status}'`).join(', ')})`] : []

/** Create the counter of recordings, for the totals of lists. */
export function createRecordingCounter(db: Database) {
  const prepared = new Map<string, (where: object) => number>()
  const number = (sql: string) => {
    let statement = prepared.get(sql)
    if (!statement) {
      const pluck = db.prepare<object, number>(sql).pluck()
      statement = (where) => pluck.get(where) ?? 0
      prepared.set(sql, statement)
    }
    return statement
  }
  const columnsOf = (wanted: readonly Status[] | undefined) =>
    (wanted ?? statuses).map((status) => status.toLowerCase()).join(' + ')

  const rows = (appPk: number, filter: RecordingFilter, now: number) =>
    number(
      `SELECT count(*) FROM recordings r
       WHERE ${[...conditionsOf(filter), ...statusCondition(filter.statuses), `(${expiryConditions(filter).join(' OR ')})`].join(' AND ')}`,
    )({ app: appPk, ...filter, now })

  const ofMeeting = (appPk: number, { meetingId, statuses: wanted }: RecordingFilter) =>
    number(
      `SELECT ${columnsOf(wanted)} FROM meeting_recording_counts WHERE app_pk = :app AND meeting_id = :meetingId`,
    )({ app: appPk, meetingId })

  const windows = new Map<string, ReturnType<typeof createWindowCounter>>()
  const ofWindow = (appPk: number, { statuses: wanted, startTime, endTime }: RecordingFilter) => {
    const columns = columnsOf(wanted)
    const inRange = 'r.invoked_at >= :from AND r.invoked_at < :until'
    const counter =
      windows.get(columns) ??
      createWindowCounter(db, {
        levels: countLevels,
        rows: `SELECT count(*) FROM recordings r
         WHERE ${['r.app_pk = :app', inRange, ...statusCondition(wanted)].join(' AND ')}`,
        buckets: `SELECT coalesce(sum(${columns}), 0) FROM recording_counts
         WHERE app_pk = :app AND level = :level AND bucket >= :from AND bucket < :until`,
      })
    windows.set(columns, counter)
    return counter({ app: appPk }, startTime, endTime === undefined ? undefined : endTime + 1)
  }

  const expiring = createWindowCounter(db, {
    levels: countLevels,
    rows: 'SELECT count(*) FROM recordings WHERE app_pk = :app AND expires_at >= :from AND expires_at < :until',
    buckets: `SELECT coalesce(sum(recordings), 0) FROM expiring_recording_counts
       WHERE app_pk = :app AND level = :level AND bucket >= :from AND bucket < :until`,
  })
  /** How many have links that have expired: all of them are UPLOADED. */
  const expired = (appPk: number, now: number) => expiring({ app: appPk }, undefined, now + 1)

  /** @param now Unix milliseconds: what has expired by then */
  return (appPk: number, filter: RecordingFilter, now: number): number => {
    const isWindow = filter.startTime !== undefined || filter.endTime !== undefined
    const isMeeting = filter.meetingId !== undefined
    if (filter.search !== undefined || (isMeeting && isWindow)) return rows(appPk, filter, now)
    if (filter.expired === undefined) return isMeeting ? ofMeeting(appPk, filter) : ofWindow(appPk, filter)
    if (isMeeting || isWindow) return rows(appPk, filter, now)
    const isUploaded = filter.statuses === undefined || filter.statuses.includes('UPLOADED')
    const gone = isUploaded ? expired(appPk, now) : 0
    return filter.expired ? gone : ofWindow(appPk, filter) - gone
  }
}
