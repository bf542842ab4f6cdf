import type { Database, Statement } from 'better-sqlite3'
import { MAX_INSTANT } from '../../core/bounds.js'
import { splitWindow } from '../../store/buckets.js'
import { analyticsLevels, bucketsBegin, endedSessionSql } from '../../store/migrations/006-analytics.js'
import { onePage } from '../../store/page-clause.js'
import { type SessionFilter, type SessionOrder, sessionMsSql } from './session.js'

/** The meeting that an id means, as `createMeetingsRepository` finds it. */
const associatedMeeting = `coalesce(
  (SELECT id FROM meetings WHERE app_pk = :app AND id = :associatedId),
  (SELECT id FROM meetings WHERE app_pk = :app AND uuid = :associatedId))`

const searched = `(instr(s.id, :search) OR EXISTS (
  SELECT 1 FROM meetings m WHERE m.app_pk = s.app_pk AND m.id = s.meeting_id
    AND (instr(fold(m.title), fold(:search)) OR instr(m.id, :search) OR instr(m.uuid, :search))))`

const conditionsOf = (filter: SessionFilter) =>
  [
    's.app_pk = :app',
    ...(filter.status !== undefined ? ['s.status = :status'] : []),
    ...(filter.associatedId !== undefined ? [`s.meeting_id = ${associatedMeeting}`] : []),
    ...(filter.leastParticipants !== undefined ? ['s.max_concurrent_participants >= :least'] : []),
    ...(filter.mostParticipants !== undefined ? ['s.max_concurrent_participants <= :most'] : []),
    ...(filter.startTime !== undefined ? ['s.created_at >= :startTime'] : []),
    ...(filter.endTime !== undefined ? ['s.created_at <= :endTime'] : []),
    ...(filter.search !== undefined ? [searched] : []),
  ].join(' AND ')

const pageBy = (position: string, filter: SessionFilter, direction: SessionOrder['direction']) =>
  `SELECT s.pk, ${position} AS position FROM sessions s WHERE ${conditionsOf(filter)}
   ORDER BY ${position} ${direction}, s.pk ${direction} ${onePage}`

/**
 * The minutes of live sessions grow alike, so that they keep their order, which one index has; those of sessions that
 * have ended are in another. A page is within the first rows of both, and of those that are still to start. The
 * sessions of a meeting, or of a window of time, are fewer: they are found by that, and sorted.
 */
function pageByMinutes(filter: SessionFilter, direction: SessionOrder['direction']) {
  const { status, associatedId, startTime, endTime } = filter
  if (associatedId !== undefined || startTime !== undefined || endTime !== undefined)
    return pageBy(`+${sessionMsSql}`, filter, direction)
  const conditions = conditionsOf({ ...filter, status: undefined })
  const first = (condition: string, order: string) =>
    `SELECT * FROM (SELECT s.pk, ${sessionMsSql} AS position FROM sessions s WHERE ${conditions} AND ${condition}
     ORDER BY ${order}s.pk ${direction} LIMIT CAST(:limit + :offset AS INTEGER))`
  const ended = first('s.ended_at IS NOT NULL', `${endedSessionSql('s.')} ${direction}, `)
  const live = [
    first('s.ended_at IS NULL AND -s.started_at >= -:now', `-s.started_at ${direction}, `),
    first('s.ended_at IS NULL AND -s.started_at < -:now', ''),
  ]
  const parts = [...(status === 'LIVE' ? [] : [ended]), ...(status === 'ENDED' ? [] : live)]
  return `SELECT pk, position FROM (${parts.join(' UNION ALL ')})
   ORDER BY position ${direction}, pk ${direction} ${onePage}`
}

/**
 * Prepare what lists sessions: a statement for each combination of filters and each order, so that each walks the
 * index that is in its order.
 * @param selection selects rows, and joins to `sessions s` what they take from elsewhere
 */
export function createListStatements<Row>(db: Database, selection: string) {
  const pages = new Map<string, Statement<object, Row>>()
  const statement = (filter: SessionFilter, { by, direction }: SessionOrder) => {
    const found =
      by === 'createdAt' ? pageBy('s.created_at', filter, direction) : pageByMinutes(filter, direction)
    const prepared = pages.get(found)
    if (prepared) return prepared
    const made = db.prepare<object, Row>(
      `WITH page AS MATERIALIZED (${found})
       ${selection} JOIN page ON page.pk = s.pk ORDER BY page.position ${direction}, s.pk ${direction}`,
    )
    pages.set(found, made)
    return made
  }
  return {
    /** @param where the parameters of the filter, of the page, and `now` */
    page: (filter: SessionFilter, order: SessionOrder, where: object): Row[] =>
      statement(filter, order).all(where),
    count: createCounts(db),
  }
}

/**
 * Create the counts of sessions. Triggers keep those of each status, and of each minute and day; rows are counted for
 * other filters.
 */
function createCounts(db: Database) {
  const number = (sql: string) => db.prepare<object, number>(sql).pluck()
  const byStatus = number(
    `SELECT coalesce(sum(sessions), 0) FROM session_counts
     WHERE app_pk = :app AND (:status IS NULL OR status = :status)`,
  )
  const inBuckets = number(
    `SELECT coalesce(sum(sessions), 0) FROM session_totals
     WHERE app_pk = :app AND level = :level AND bucket >= :from AND bucket < :until`,
  )
  const rows = number(
    'SELECT count(*) FROM sessions WHERE app_pk = :app AND created_at >= :from AND created_at < :until',
  )
  const liveRows = number(
    `SELECT count(*) FROM sessions
     WHERE app_pk = :app AND created_at >= :from AND created_at < :until AND ended_at IS NULL`,
  )
  const inWindow = (app: number, from: number, until: number) =>
    splitWindow(analyticsLevels, from - bucketsBegin, until - bucketsBegin).reduce(
      (total, range) =>
        total +
        ((range.level === undefined
          ? rows.get({ app, from: range.from + bucketsBegin, until: range.until + bucketsBegin })
          : inBuckets.get({ app, ...range })) ?? 0),
      0,
    )
  const counted = new Map<string, Statement<object, number>>()
  const byRows = (filter: SessionFilter) => {
    const conditions = conditionsOf(filter)
    const made = counted.get(conditions) ?? number(`SELECT count(*) FROM sessions s WHERE ${conditions}`)
    counted.set(conditions, made)
    return made
  }

  /** @param where the parameters of the filter */
  return (filter: SessionFilter, where: { app: number }): number => {
    const { status, startTime, endTime, ...others } = filter
    if (Object.values(others).some((value) => value !== undefined)) return byRows(filter).get(where) ?? 0
    if (startTime === undefined && endTime === undefined) return byStatus.get(where) ?? 0
    const from = startTime ?? bucketsBegin
    const until = (endTime ?? MAX_INSTANT) + 1
    const live = () => liveRows.get({ app: where.app, from, until }) ?? 0
    if (status === 'LIVE') return live()
    return inWindow(where.app, from, until) - (status === 'ENDED' ? live() : 0)
  }
}
