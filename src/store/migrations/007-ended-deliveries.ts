/** Serves the oldest ended deliveries of an account, and counts those that its log no longer has. */
export const endedDeliveries = `
CREATE INDEX ended_deliveries ON deliveries (app_pk, pk) WHERE state IN ('delivered', 'failed', 'dropped', 'cancelled');

CREATE TABLE forgotten_deliveries (
  account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  deliveries INTEGER NOT NULL CHECK (deliveries >= 0)
) STRICT, WITHOUT ROWID;
`
