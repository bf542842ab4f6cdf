/** The Host by which an account was last called, and the port that was listened on then, for webhook bodies. */
export const lastHosts = `
CREATE TABLE last_hosts (
  account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  port INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
