/** Writes many rows at once in a fraction of the time: what only serves lists and totals is made anew at the end. */

import type { Database } from 'better-sqlite3'
import { derivedTables } from './derived-tables.js'

/** From so many rows on, making indexes and totals anew takes less time than keeping them up to date. */
export const MANY_ROWS = 20_000

/** Memory for pages while many rows are written, in KiB. */
const CACHE_KIB = 32 * 1024

const ofAccount = 'app_pk IN (SELECT pk FROM apps WHERE account_id = :account)'

/**
 * Write many rows, in the transaction of the caller: all that is undone with it.
 * @param options.accountId the account whose rows are all that is written; of any account when left out
 * @param options.isEmpty whether there are no other rows: then indexes are made anew too
 */
export function writeMany(
  db: Database,
  options: { accountId: string | undefined; isEmpty: boolean },
  write: () => void,
) {
  const { accountId, isEmpty } = options
  const triggers = derivedTables.flatMap((each) => each.triggers)
  const suspended = db
    .prepare<[string], { type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM sqlite_schema
       WHERE (type = 'trigger' AND name IN (SELECT value FROM json_each(?)))
         ${isEmpty ? `OR (type = 'index' AND sql LIKE 'CREATE INDEX%')` : ''}`,
    )
    .all(JSON.stringify(triggers))
  const cache = db.pragma('cache_size', { simple: true })
  db.pragma(`cache_size = -${CACHE_KIB}`)
  try {
    for (const { type, name } of suspended) db.exec(`DROP ${type} ${name}`)
    write()
    for (const { sql } of suspended.filter(({ type }) => type === 'index')) db.exec(sql)
    const [condition, parameters] =
      accountId === undefined ? ['true', {}] : [ofAccount, { account: accountId }]
    for (const { fill } of derivedTables)
      for (const statement of fill(condition)) db.prepare(statement).run(parameters)
    for (const { sql } of suspended.filter(({ type }) => type === 'trigger')) db.exec(sql)
  } finally {
    db.pragma(`cache_size = ${cache}`)
  }
}
