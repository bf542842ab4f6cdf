/** How many sessions an app has in each status, and how many apps an account has, for the totals of lists. */

import { endedSessionSql } from './006-analytics.js'

/** Fills the counts that 016 replaces. */
const fillSessionCounts = (condition: string) => [
  `INSERT INTO session_counts (app_pk, status, sessions)
   SELECT app_pk, status, count(*) FROM sessions WHERE ${condition} GROUP BY 1, 2`,
]

/** Statements that fill the counts from the apps that a condition on `app_pk`, their key, admits. */
export const fillAppCounts = (condition: string) => [
  `INSERT INTO app_counts (account_id, apps)
   SELECT account_id, count(*) FROM (SELECT pk AS app_pk, account_id FROM apps) WHERE ${condition} GROUP BY 1`,
]

const addNew = `
  INSERT INTO session_counts (app_pk, status, sessions) VALUES (NEW.app_pk, NEW.status, 1)
  ON CONFLICT DO UPDATE SET sessions = sessions + 1;`

export const sessionAndAppCounts = `
CREATE TABLE session_counts (
  app_pk INTEGER NOT NULL REFERENCES apps (pk) ON DELETE CASCADE,
  status TEXT NOT NULL,
  sessions INTEGER NOT NULL CHECK (sessions >= 0),
  PRIMARY KEY (app_pk, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE app_counts (
  account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  apps INTEGER NOT NULL CHECK (apps >= 0)
) STRICT, WITHOUT ROWID;

${[...fillSessionCounts('true'), ...fillAppCounts('true')].join(';\n')};

CREATE TRIGGER count_new_session AFTER INSERT ON sessions BEGIN ${addNew}
END;

CREATE TRIGGER count_changed_session AFTER UPDATE OF status ON sessions WHEN NEW.status <> OLD.status BEGIN ${addNew}
  UPDATE session_counts SET sessions = sessions - 1 WHERE app_pk = OLD.app_pk AND status = OLD.status;
END;

CREATE TRIGGER count_new_app AFTER INSERT ON apps BEGIN
  INSERT INTO app_counts (account_id, apps) VALUES (NEW.account_id, 1) ON CONFLICT DO UPDATE SET apps = apps + 1;
END;

CREATE INDEX sessions_by_status ON sessions (app_pk, status, created_at);

-- By the minutes consumed: of sessions that have ended, and of live ones, whose minutes grow alike.
CREATE INDEX ended_sessions_by_minutes ON sessions (app_pk, ${endedSessionSql()}) WHERE ended_at IS NOT NULL;
CREATE INDEX live_sessions_by_minutes ON sessions (app_pk, -started_at) WHERE ended_at IS NULL;
`
