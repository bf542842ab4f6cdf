/** Lists the jobs that are scheduled. */

import { toIso } from '../core/iso-time.js'
import type { Job, Jobs } from '../store/jobs.js'
import type { Scheduled, ScheduledQuery } from './scheduled-schemas.js'

const DEFAULT_LIMIT = 1000

/** Show a job. */
export const describeJob = (job: Job): Scheduled => ({
  kind: job.kind,
  at: toIso(job.dueAt),
  account_id: job.accountId,
  ...(job.appId !== null && { app_id: job.appId }),
  ...(job.meetingId !== null && { meeting_id: job.meetingId }),
  ...(job.livestreamId !== null && { livestream_id: job.livestreamId }),
  ...(job.sessionId !== null && { session_id: job.sessionId }),
  ...(job.recordingId !== null && { recording_id: job.recordingId }),
  ...(job.failure && { failure: { error: job.failure.error, will_retry: job.failure.willRetry } }),
})

/** Create the list of jobs that are due. */
export function createScheduledControl({ jobs }: { jobs: Jobs }) {
  return {
    /** List jobs in the order in which they will run; `total` also counts those beyond `limit`. */
    list({ limit = DEFAULT_LIMIT, ...scope }: ScheduledQuery) {
      const { jobs: due, total } = jobs.list(scope, limit)
      return { scheduled: due.map(describeJob), total }
    },
  }
}

export type ScheduledControl = ReturnType<typeof createScheduledControl>
