/**
 * Exact counts of livestreams in page time. Triggers keep, per app, the number of livestreams of each kind and
 * status in buckets of created_at at five widths; any window is then the sum of a few hundred buckets at most,
 * and of the rows in the two seconds at its ends.
 */

import type { Database } from 'better-sqlite3'
import { splitWindow } from '../../store/buckets.js'
import { countLevels } from '../../store/migrations/001-initial.js'
import { statuses } from './lifecycle.js'
import type { LivestreamFilter } from './livestream.js'

/** Wider than any instant that has an ISO form. */
const beforeAll = -(2 ** 46)
const afterAll = 2 ** 48

/** Create the counter of livestreams, for the totals of lists. */
export function createLivestreamCounter(db: Database) {
  const statements = new Map<
    string,
    { rows: (range: object) => number; buckets: (range: object) => number }
  >()

  const prepare = ({ status, excludeMeetings }: LivestreamFilter) => {
    const kinds = excludeMeetings ? ['independent'] : ['meeting', 'independent']
    const columns = kinds.flatMap((kind) =>
      statuses.filter((each) => !status || each === status).map((each) => `${kind}_${each.toLowerCase()}`),
    )
    const rows = db
      .prepare(
        `SELECT count(*) FROM livestreams WHERE app_pk = :app AND created_at >= :from AND created_at < :until
         ${status ? `AND status = '${status}'` : ''} ${excludeMeetings ? 'AND meeting_id IS NULL' : ''}`,
      )
      .pluck()
    const buckets = db
      .prepare(
        `SELECT coalesce(sum(${columns.join(' + ')}), 0) FROM livestream_counts
         WHERE app_pk = :app AND level = :level AND bucket >= :from AND bucket < :until`,
      )
      .pluck()
    return {
      rows: (range: object) => rows.get(range) as number,
      buckets: (range: object) => buckets.get(range) as number,
    }
  }

  return (appPk: number, filter: LivestreamFilter): number => {
    const key = `${filter.status ?? ''}/${filter.excludeMeetings}`
    let statement = statements.get(key)
    if (!statement) {
      statement = prepare(filter)
      statements.set(key, statement)
    }
    const from = filter.startTime ?? beforeAll
    const until = filter.endTime === undefined ? afterAll : filter.endTime + 1
    let total = 0
    for (const range of splitWindow(countLevels, from, until)) {
      const window = { app: appPk, level: range.level, from: range.from, until: range.until }
      total += range.level === undefined ? statement.rows(window) : statement.buckets(window)
    }
    return total
  }
}
