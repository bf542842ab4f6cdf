/** What will happen by itself, and when. */

import { toIso } from '../core/iso-time.js'
import type { Scheduler } from '../core/scheduler.js'
import type { Job, Jobs } from '../store/jobs.js'
import type { ScheduledQuery } from './scheduled-schemas.js'

/** Something that is due, or that was run when it was. */
export interface Scheduled {
  kind: string
  /** ISO. */
  at: string
  account_id: string
  app_id?: string
  meeting_id?: string
  livestream_id?: string
  session_id?: string
  /** Why the job failed when it was last tried, and whether it is tried again. */
  failure?: { error: string; will_retry: boolean }
}

/** How many are listed unless told. */
const defaultLimit = 1000

export const describeJob = (job: Job): Scheduled => ({
  kind: job.kind,
  at: toIso(job.dueAt),
  account_id: job.accountId,
  ...(job.appId !== null && { app_id: job.appId }),
  ...(job.meetingId !== null && { meeting_id: job.meetingId }),
  ...(job.livestreamId !== null && { livestream_id: job.livestreamId }),
  ...(job.sessionId !== null && { session_id: job.sessionId }),
  ...(job.failure && { failure: { error: job.failure.error, will_retry: job.failure.willRetry } }),
})

export function createScheduledControl({ scheduler, jobs }: { scheduler: Scheduler<Job>; jobs: Jobs }) {
  return {
    /** What is due and when, in the order in which it will run; `total` counts also what `limit` left out. */
    list({ limit = defaultLimit, ...scope }: ScheduledQuery) {
      scheduler.catchUp()
      const { jobs: due, total } = jobs.list(scope, limit)
      return { scheduled: due.map(describeJob), total }
    },
  }
}
