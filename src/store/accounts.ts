import type { Database } from 'better-sqlite3'

/** Removes accounts, and with them by ON DELETE CASCADE every row that there is. */
export function createAccounts(db: Database) {
  const isEmpty = db.prepare<[], 0 | 1>('SELECT NOT EXISTS (SELECT 1 FROM accounts)').pluck()
  const removeOne = db.prepare<[string]>('DELETE FROM accounts WHERE id = ?')
  const removeAll = db.prepare('DELETE FROM accounts')

  return {
    isEmpty: () => isEmpty.get() === 1,
    /** Remove one account, or all when none is named. Call it in a transaction. */
    remove(accountId?: string) {
      if (accountId === undefined) removeAll.run()
      else removeOne.run(accountId)
    },
  }
}

export type Accounts = ReturnType<typeof createAccounts>
