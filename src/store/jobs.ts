/** What will happen later: rows with a due time, which the scheduler runs in order. */

import type { Database } from 'better-sqlite3'
import type { DueJob, JobQueue } from '../core/scheduler.js'
import type { UnitOfWork } from './unit-of-work.js'

export type JobKind = 'livestream.live' | 'livestream.stop'

export interface Job extends DueJob {
  pk: number
  kind: JobKind
  accountId: string
  livestreamPk: number | null
  sessionPk: number | null
  payload: Record<string, unknown>
}

export type NewJob = Pick<Job, 'kind' | 'dueAt' | 'accountId'> &
  Partial<Pick<Job, 'livestreamPk' | 'sessionPk' | 'payload'>>

interface JobRow {
  pk: number
  due_at: number
  kind: JobKind
  account_id: string
  livestream_pk: number | null
  session_pk: number | null
  payload: string
}

const rowToJob = (row: JobRow): Job => ({
  pk: row.pk,
  dueAt: row.due_at,
  kind: row.kind,
  accountId: row.account_id,
  livestreamPk: row.livestream_pk,
  sessionPk: row.session_pk,
  payload: JSON.parse(row.payload),
})

export type JobHandler = (job: Job) => void

/** @param onChange called after the queue changed, so that the scheduler can wind its timer */
export function createJobs(db: Database, atomically: UnitOfWork, onChange: () => void) {
  const earliest = db.prepare<[], JobRow>('SELECT * FROM jobs ORDER BY due_at, pk LIMIT 1')
  const insert = db.prepare(
    `INSERT INTO jobs (due_at, kind, account_id, livestream_pk, session_pk, payload)
     VALUES (:due_at, :kind, :account_id, :livestream_pk, :session_pk, :payload)`,
  )
  const remove = db.prepare<[number]>('DELETE FROM jobs WHERE pk = ?')
  const removeOfLivestream = db.prepare<[number]>('DELETE FROM jobs WHERE livestream_pk = ?')

  const handlers = new Map<JobKind, JobHandler>()
  // The due time is read on every request, so it is kept; `null` means it must be read again.
  let nextDueAt: number | undefined | null = null

  const changed = () => {
    nextDueAt = null
    onChange()
  }
  atomically.onRollback(changed)

  const queue: JobQueue<Job> = {
    nextDueAt() {
      if (nextDueAt === null) nextDueAt = earliest.get()?.due_at
      return nextDueAt
    },
    earliest() {
      const row = earliest.get()
      nextDueAt = row?.due_at
      return row && rowToJob(row)
    },
    run: (job) =>
      atomically(() => {
        remove.run(job.pk)
        nextDueAt = null
        handlers.get(job.kind)?.(job)
      }),
    discard(job) {
      remove.run(job.pk)
      nextDueAt = null
    },
  }

  return {
    queue,
    handle(kind: JobKind, handler: JobHandler) {
      handlers.set(kind, handler)
    },
    schedule(job: NewJob) {
      insert.run({
        due_at: job.dueAt,
        kind: job.kind,
        account_id: job.accountId,
        livestream_pk: job.livestreamPk ?? null,
        session_pk: job.sessionPk ?? null,
        payload: JSON.stringify(job.payload ?? {}),
      })
      changed()
    },
    cancelForLivestream(livestreamPk: number) {
      removeOfLivestream.run(livestreamPk)
      changed()
    },
    /** Call after rows were removed by other means, such as a reset. */
    changed,
  }
}

export type Jobs = ReturnType<typeof createJobs>
