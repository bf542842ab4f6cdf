/**
 * Exact counts of livestreams in page time. Triggers keep, per app, the number of livestreams of each kind and
 * status in buckets of created_at at five widths; any window is then the sum of a few hundred buckets at most,
 * and of the rows in the two seconds at its ends.
 */

import type { Database } from 'better-sqlite3'
import { createWindowCounter } from '../../store/buckets.js'
import { countLevels } from '../../store/migrations/001-initial.js'
import { statuses } from './lifecycle.js'
import type { LivestreamFilter } from './livestream.js'

/** Create the counter of livestreams, for the totals of lists. */
export function createLivestreamCounter(db: Database) {
  const counters = new Map<string, ReturnType<typeof createWindowCounter>>()

  const prepare = ({ status, excludeMeetings }: LivestreamFilter) => {
    const kinds = excludeMeetings ? ['independent'] : ['meeting', 'independent']
    const columns = kinds.flatMap((kind) =>
      statuses.filter((each) => !status || each === status).map((each) => `${kind}_${each.toLowerCase()}`),
    )
    return createWindowCounter(db, {
      levels: countLevels,
      rows: `SELECT count(*) FROM livestreams WHERE app_pk = :app AND created_at >= :from AND created_at < :until
         ${status ? `AND status = '${status}'` : ''} ${excludeMeetings ? 'AND meeting_id IS NULL' : ''}`,
      buckets: `SELECT coalesce(sum(${columns.join(' + ')}), 0) FROM livestream_counts
         WHERE app_pk = :app AND level = :level AND bucket >= :from AND bucket < :until`,
    })
  }

  return (appPk: number, filter: LivestreamFilter): number => {
    const key = `${filter.status ?? ''}/${filter.excludeMeetings}`
    const counter = counters.get(key) ?? prepare(filter)
    counters.set(key, counter)
    const until = filter.endTime === undefined ? undefined : filter.endTime + 1
    return counter({ app: appPk }, filter.startTime, until)
  }
}
