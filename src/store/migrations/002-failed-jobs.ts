/** A job that can never succeed keeps the text of its error, and is no longer run. */
export const failedJobs = `
ALTER TABLE jobs ADD COLUMN error TEXT;
CREATE INDEX jobs_to_run ON jobs (due_at) WHERE error IS NULL;
`
