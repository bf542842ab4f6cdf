import type { Database } from 'better-sqlite3'
import { endStates } from './lifecycle.js'

/** Create the access to the ended deliveries of an account, as its log keeps and forgets them. */
export function createRetentionRepository(db: Database) {
  // The index ended_deliveries has the same condition, and serves only queries that repeat it.
  const ended = `FROM deliveries INDEXED BY ended_deliveries
    WHERE app_pk IN (SELECT pk FROM apps WHERE account_id = :account)
      AND state IN (${endStates.map((state) => `'${state}'`).join(', ')})`
  const count = db.prepare<{ account: string }, number>(`SELECT count(*) ${ended}`).pluck()
  const remove = db.prepare<{ account: string; most: number }>(
    `DELETE FROM deliveries WHERE pk IN (SELECT pk ${ended} ORDER BY pk LIMIT :most)`,
  )
  const note = db.prepare<{ account: string; removed: number }>(
    `INSERT INTO forgotten_deliveries (account_id, deliveries) VALUES (:account, :removed)
     ON CONFLICT DO UPDATE SET deliveries = deliveries + excluded.deliveries`,
  )
  const forgotten = db
    .prepare<{ account: string | null }, number>(
      `SELECT coalesce(sum(deliveries), 0) FROM forgotten_deliveries
       WHERE :account IS NULL OR account_id = :account`,
    )
    .pluck()
  return {
    /** Count the ended deliveries of an account that are kept. */
    ended: (account: string): number => count.get({ account }) as number,
    /** Remove the oldest ended deliveries of an account, and count them. Call it in a transaction. */
    forget(account: string, most: number) {
      const { changes: removed } = remove.run({ account, most })
      note.run({ account, removed })
    },
    /** Count the deliveries that were removed since the account was made or replaced. @param account all when left out */
    forgotten: (account?: string): number => forgotten.get({ account: account ?? null }) as number,
  }
}

export type RetentionRepository = ReturnType<typeof createRetentionRepository>
