/**
 * Exact counts of sessions in page time. Triggers count the ended sessions of each number of participants, the sessions
 * of each meeting, and those of each minute and day. Rows are counted one by one for `search`, and for two of a meeting,
 * a window of time and a number of participants together.
 */

import type { Database } from 'better-sqlite3'
import { createWindowCounter } from '../../store/buckets.js'
import { analyticsLevels, bucketsBegin } from '../../store/migrations/006-analytics.js'
import { associatedMeeting, conditionsOf, hasParticipants, hasWindow, isCountedAtOnce } from './conditions.js'
import type { SessionFilter } from './session.js'

/** The parameters of a filter, as statements bind them. */
export interface FilterParameters {
  app: number
  associatedId: string | null
  search: string | null
  least: number | null
  most: number | null
  startTime: number | null
  endTime: number | null
}

/** Create the counter of sessions, for the totals of lists. */
export function createSessionCounter(db: Database) {
  const number = (sql: string) => {
    const statement = db.prepare<object, number>(sql).pluck()
    return (where: object) => statement.get(where) ?? 0
  }
  const counted = new Map<string, (where: object) => number>()
  const byRows = (filter: SessionFilter) => {
    const conditions = conditionsOf(filter)
    const made = counted.get(conditions) ?? number(`SELECT count(*) FROM sessions s WHERE ${conditions}`)
    counted.set(conditions, made)
    return made
  }

  const live = number(
    `SELECT coalesce(sum(sessions), 0) FROM session_counts WHERE app_pk = :app AND status = 'LIVE'`,
  )
  const ended = number(
    `SELECT coalesce(sum(sessions), 0) FROM session_counts WHERE app_pk = :app AND status = 'ENDED'
       AND participants BETWEEN coalesce(:least, 0) AND coalesce(:most, ${Number.MAX_SAFE_INTEGER})`,
  )
  const ofMeeting = number(
    `SELECT sessions FROM meeting_session_counts WHERE app_pk = :app AND meeting_id = ${associatedMeeting}`,
  )
  const inWindow = createWindowCounter(db, {
    levels: analyticsLevels,
    begin: bucketsBegin,
    rows: 'SELECT count(*) FROM sessions WHERE app_pk = :app AND created_at >= :from AND created_at < :until',
    buckets: `SELECT coalesce(sum(sessions), 0) FROM session_totals
      WHERE app_pk = :app AND level = :level AND bucket >= :from AND bucket < :until`,
  })
  const ofWindow = ({ app }: FilterParameters, { startTime, endTime }: SessionFilter) =>
    inWindow({ app }, startTime, endTime === undefined ? undefined : endTime + 1)

  /** How many sessions of each status there are, for a filter that is counted at once. */
  function byStatus(filter: SessionFilter, where: FilterParameters) {
    const isOfMeeting = filter.associatedId !== undefined
    if (!isOfMeeting && !hasWindow(filter) && !hasParticipants(filter))
      return { live: () => live(where), ended: () => ended(where) }
    // Live sessions are few, and looked at one by one.
    const liveRows = () => byRows({ ...filter, status: 'LIVE' })(where)
    if (hasParticipants(filter)) return { live: liveRows, ended: () => ended(where) }
    const all = () => (isOfMeeting ? ofMeeting(where) : ofWindow(where, filter))
    return { live: liveRows, ended: () => all() - liveRows(), all }
  }

  return (filter: SessionFilter, where: FilterParameters): number => {
    if (!isCountedAtOnce(filter)) return byRows(filter)(where)
    const counts = byStatus(filter, where)
    if (filter.status === 'LIVE') return counts.live()
    if (filter.status === 'ENDED') return counts.ended()
    return counts.all?.() ?? counts.live() + counts.ended()
  }
}
