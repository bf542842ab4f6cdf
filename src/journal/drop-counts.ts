/** Counts the requests that the journal dropped to make room, by account and operation. */

interface Dropped {
  accountId: string | null
  operation: string | null
}

/** Further accounts are counted together. */
const MAX_ACCOUNTS = 10_000

/** Stands for the accounts that are counted together. */
const ANY = '*'

/** Create the counts, all 0. */
export function createDropCounts() {
  const accounts = new Map<string, Map<string | null, number>>()

  return {
    /** Count one dropped request. */
    add({ accountId, operation }: Dropped) {
      const account = accountId ?? ''
      const key = accounts.has(account) || accounts.size < MAX_ACCOUNTS ? account : ANY
      const operations = accounts.get(key) ?? new Map<string | null, number>()
      accounts.set(key, operations.set(operation, (operations.get(operation) ?? 0) + 1))
    },
    /** Count the dropped requests that may have been of an account and an operation; of all when left out. */
    count({ accountId, operation }: { accountId?: string | undefined; operation?: string | undefined } = {}) {
      let sum = 0
      for (const [account, operations] of accounts) {
        if (accountId !== undefined && account !== accountId && account !== ANY) continue
        for (const [name, count] of operations)
          if (operation === undefined || name === operation) sum += count
      }
      return sum
    },
    /** Forget the counts of one account, or all. */
    clear(accountId?: string) {
      if (accountId === undefined) accounts.clear()
      else accounts.delete(accountId)
    },
  }
}
