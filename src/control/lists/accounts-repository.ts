/** Reads the accounts with their apps and the kept counts of each. */

import type { Database } from 'better-sqlite3'
import type { Page } from '../../core/page.js'
import { onePage } from '../../store/page-clause.js'
import { WIDEST_LEVEL } from './listed.js'

export interface AppRow {
  id: string
  name: string
  created_at: number
  invoked: number
  live: number
  idle: number
  errored: number
  meetings: number
  live_sessions: number
}

const counted = ['invoked', 'live', 'idle', 'errored'].map(
  (status) =>
    `(SELECT coalesce(sum(meeting_${status} + independent_${status}), 0) FROM livestream_counts
      WHERE app_pk = a.pk AND level = ${WIDEST_LEVEL}) AS ${status}`,
)

const statements = {
  ids: `SELECT id FROM accounts ORDER BY id ${onePage}`,
  count: 'SELECT count(*) AS n FROM accounts',
  one: 'SELECT id FROM accounts WHERE id = :id',
  apps: `SELECT a.id, a.name, a.created_at, ${counted.join(', ')},
      (SELECT coalesce(sum(meetings), 0) FROM meeting_counts WHERE app_pk = a.pk) AS meetings,
      (SELECT coalesce(sum(sessions), 0) FROM session_counts WHERE app_pk = a.pk AND status = 'LIVE') AS live_sessions
    FROM apps a WHERE a.account_id = :id ORDER BY a.created_at DESC, a.pk DESC LIMIT :limit`,
  appCount: 'SELECT apps AS n FROM app_counts WHERE account_id = :id',
} as const

/** Create the repository. Statements are prepared at their first use. */
export function createAccountListRepository(db: Database) {
  const prepared = new Map<string, ReturnType<Database['prepare']>>()
  const statement = (name: keyof typeof statements) => {
    let found = prepared.get(name)
    if (!found) {
      found = db.prepare(statements[name])
      prepared.set(name, found)
    }
    return found
  }
  const count = (name: 'count' | 'appCount', values: object) =>
    (statement(name).get(values) as { n: number } | undefined)?.n ?? 0

  return {
    /** A page of the ids of accounts, in their order, or the one that is named. */
    page(accountId: string | undefined, page: Page): { ids: string[]; total: number } {
      const found = (
        accountId === undefined ? statement('ids').all(page) : statement('one').all({ id: accountId })
      ) as {
        id: string
      }[]
      const ids = found.map(({ id }) => id)
      return { ids, total: accountId === undefined ? count('count', {}) : ids.length }
    },
    /** The newest apps of an account, at most `limit`. */
    apps: (accountId: string, limit: number) => statement('apps').all({ id: accountId, limit }) as AppRow[],
    countApps: (accountId: string) => count('appCount', { id: accountId }),
  }
}

export type AccountListRepository = ReturnType<typeof createAccountListRepository>
