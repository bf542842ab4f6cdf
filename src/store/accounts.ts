import type { Database } from 'better-sqlite3'

/** The accounts: how many ids each has drawn, and their removal, which cascades to every row that is theirs. */
export function createAccounts(db: Database) {
  const isEmpty = db.prepare<[], 0 | 1>('SELECT NOT EXISTS (SELECT 1 FROM accounts)').pluck()
  const removeOne = db.prepare<[string]>('DELETE FROM accounts WHERE id = ?')
  const removeAll = db.prepare('DELETE FROM accounts')

  const nextDraw = db
    .prepare<[string], number>(
      `INSERT INTO accounts (id, draws) VALUES (?, 1)
       ON CONFLICT DO UPDATE SET draws = draws + 1 RETURNING draws`,
    )
    .pluck()

  return {
    isEmpty: () => isEmpty.get() === 1,
    /** Count one more id of the account. @returns how many ids the account has drawn */
    nextDraw: (accountId: string) => nextDraw.get(accountId) as number,
    /** Remove one account, or all when none is named. Call it in a transaction. */
    remove(accountId?: string) {
      if (accountId === undefined) removeAll.run()
      else removeOne.run(accountId)
    },
  }
}

export type Accounts = ReturnType<typeof createAccounts>
