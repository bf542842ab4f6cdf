/**
 * Accounts with a clock of their own, and the instant of a frozen shared clock. `stood_at` is what a clock showed when
 * its row was written, and `set_at` the machine's time then, for a clock that runs on. A job has the id of its account
 * as `clock_owner` when that account has a clock of its own, so that each clock finds its next job by an index.
 */
const ownerOf = (job: string) =>
  `coalesce((SELECT account_id FROM account_clocks WHERE account_id = ${job}.account_id), '')`

export const accountClocks = `
CREATE TABLE account_clocks (
  pk INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE,
  mode TEXT NOT NULL CHECK (mode IN ('real', 'offset', 'frozen')),
  stood_at INTEGER NOT NULL,
  set_at INTEGER NOT NULL
) STRICT;

CREATE TABLE shared_clock (
  pk INTEGER PRIMARY KEY CHECK (pk = 1),
  stood_at INTEGER NOT NULL
) STRICT;

ALTER TABLE jobs ADD COLUMN clock_owner TEXT NOT NULL DEFAULT '';
DROP INDEX jobs_to_run;
CREATE INDEX jobs_to_run ON jobs (clock_owner, due_at) WHERE error IS NULL;

CREATE TRIGGER own_clock_of_new_job AFTER INSERT ON jobs WHEN NEW.clock_owner <> ${ownerOf('NEW')} BEGIN
  UPDATE jobs SET clock_owner = ${ownerOf('NEW')} WHERE pk = NEW.pk;
END;
CREATE TRIGGER own_clock_given AFTER INSERT ON account_clocks BEGIN
  UPDATE jobs SET clock_owner = NEW.account_id WHERE account_id = NEW.account_id;
END;
CREATE TRIGGER own_clock_given_up AFTER DELETE ON account_clocks BEGIN
  UPDATE jobs SET clock_owner = '' WHERE account_id = OLD.account_id;
END;
`
