/** Notes since when an encoder has fed a livestream session. */
export const fedLivestreamSessions = `
ALTER TABLE livestream_sessions ADD COLUMN fed_at INTEGER;
CREATE INDEX fed_livestream_sessions ON livestream_sessions (livestream_pk)
  WHERE fed_at IS NOT NULL AND stopped_at IS NULL;
`
