import type { Database } from 'better-sqlite3'
import type { LastHost } from '../../../core/last-hosts.js'

/** Store the Hosts by which accounts were last called. They are no part of the state that is exported or kept. */
export function createLastHostsRepository(db: Database) {
  const find = db.prepare<[string], LastHost>('SELECT host, port FROM last_hosts WHERE account_id = ?')
  const keep = db.prepare<LastHost & { account: string }>(
    `INSERT INTO last_hosts (account_id, host, port) VALUES (:account, :host, :port)
     ON CONFLICT DO UPDATE SET host = excluded.host, port = excluded.port
     WHERE host <> excluded.host OR port <> excluded.port`,
  )
  return {
    find: (accountId: string): LastHost | undefined => find.get(accountId),
    /** The account must exist. */
    keep: (accountId: string, last: LastHost) => void keep.run({ account: accountId, ...last }),
  }
}
