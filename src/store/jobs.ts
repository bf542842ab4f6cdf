/** Jobs: rows with a due time, which the scheduler runs in order. */

import type { Database } from 'better-sqlite3'
import { instantAfter } from '../core/bounds.js'
import type { JobQueue } from '../core/scheduler.js'
import type { Scope } from '../core/scope.js'
import { isStorageFailure, mayPass } from './failures.js'
import {
  type Job,
  type JobKind,
  type JobNames,
  type JobRow,
  type NewJob,
  nameColumns,
  namedJobs,
  noNames,
  rowToJob,
} from './job.js'
import type { UnitOfWork } from './unit-of-work.js'

export type { Job } from './job.js'

export type JobHandler = (job: Job) => void

/**
 * Create the jobs of a database, with the queue for the scheduler.
 * @param onChange called after the queue changed, so that the scheduler can set its timer
 */
export function createJobs(db: Database, atomically: UnitOfWork, onChange: () => void) {
  const earliestDueAt = db
    .prepare<[], number>('SELECT due_at FROM jobs WHERE error IS NULL ORDER BY due_at LIMIT 1')
    .pluck()
  const earliest = db.prepare<[], JobRow>(
    'SELECT * FROM jobs WHERE error IS NULL ORDER BY due_at, pk LIMIT 1',
  )
  const namesOf = db.prepare<[number], JobNames>(`SELECT ${nameColumns} FROM ${namedJobs} WHERE j.pk = ?`)
  const size = db.prepare<[], number>('SELECT count(*) FROM jobs WHERE error IS NULL').pluck()
  const matches = '(:account IS NULL OR j.account_id = :account) AND (:app IS NULL OR :app IN (a.id, a.uuid))'
  const list = db.prepare<object, JobRow & JobNames>(
    `SELECT j.*, ${nameColumns} FROM ${namedJobs} WHERE ${matches} ORDER BY j.due_at, j.pk LIMIT :limit`,
  )
  const count = db.prepare<object, number>(`SELECT count(*) FROM ${namedJobs} WHERE ${matches}`).pluck()
  const unnamed = db.prepare<object, JobRow>(
    `SELECT * FROM jobs WHERE (:account IS NULL OR account_id = :account) ORDER BY due_at, pk LIMIT :limit`,
  )
  const countUnnamed = db
    .prepare<object, number>('SELECT count(*) FROM jobs WHERE (:account IS NULL OR account_id = :account)')
    .pluck()
  const setError = db.prepare<{ pk: number; error: string }>('UPDATE jobs SET error = :error WHERE pk = :pk')
  const insert = db.prepare(
    `INSERT INTO jobs (due_at, kind, account_id, livestream_pk, session_pk, delivery_pk, recording_pk, payload)
     VALUES (:due_at, :kind, :account_id, :livestream_pk, :session_pk, :delivery_pk, :recording_pk, :payload)`,
  )
  const remove = db.prepare<[number]>('DELETE FROM jobs WHERE pk = ?')
  const removeOfLivestream = db.prepare<{ pk: number; kind: JobKind | null }>(
    'DELETE FROM jobs WHERE livestream_pk = :pk AND (:kind IS NULL OR kind = :kind)',
  )
  const removeOfRecording = db.prepare<{ pk: number; kind: JobKind | null }>(
    'DELETE FROM jobs WHERE recording_pk = :pk AND (:kind IS NULL OR kind = :kind)',
  )
  const removeOfDelivery = db.prepare<[number]>('DELETE FROM jobs WHERE delivery_pk = ?')
  const removeOfSession = db.prepare<[number]>('DELETE FROM jobs WHERE session_pk = ?')

  const handlers = new Map<JobKind, JobHandler>()
  /** The due time of the earliest job, which every request asks for; undefined when it must be read again. */
  let next: { dueAt: number | undefined } | undefined
  /** The job at the head of the queue, when it has failed and is to be tried again. */
  let stalled: { pk: number; dueAt: number; error: string } | undefined

  const changed = () => {
    next = undefined
    onChange()
  }
  atomically.onRollback(changed)

  /** A page that cannot be read costs a job its names, and nothing else. */
  const named = (row: JobRow): Job => {
    try {
      return rowToJob({ ...row, ...(namesOf.get(row.pk) ?? noNames) })
    } catch (error) {
      if (!isStorageFailure(error)) throw error
      return rowToJob({ ...row, ...noNames })
    }
  }

  const withStall = (job: Job): Job =>
    job.pk === stalled?.pk && job.dueAt === stalled.dueAt
      ? { ...job, failure: { error: stalled.error, willRetry: true } }
      : job

  const queue: JobQueue<Job> = {
    nextDueAt() {
      next ??= { dueAt: earliestDueAt.get() }
      return next.dueAt
    },
    earliest() {
      const row = earliest.get()
      next = { dueAt: row?.due_at }
      return row && named(row)
    },
    size: () => size.get() ?? 0,
    run(job) {
      atomically(() => {
        remove.run(job.pk)
        next = undefined
        handlers.get(job.kind)?.(job)
      }, job.dueAt)
      stalled = undefined
    },
    fail(job, failure) {
      const error = failure instanceof Error ? failure.message : String(failure)
      try {
        if (!mayPass(failure)) {
          setError.run({ pk: job.pk, error })
          next = undefined
          return { willRetry: false }
        }
      } catch (cause) {
        if (!isStorageFailure(cause)) throw cause
      }
      stalled = { pk: job.pk, dueAt: job.dueAt, error }
      return { willRetry: true }
    },
  }

  return {
    queue,
    handle(kind: JobKind, handler: JobHandler) {
      handlers.set(kind, handler)
    },
    /** Store a job. It is due at the end of the year 9999 at the latest. */
    schedule(job: NewJob) {
      insert.run({
        due_at: instantAfter(job.dueAt, 0),
        kind: job.kind,
        account_id: job.accountId,
        livestream_pk: job.livestreamPk ?? null,
        session_pk: job.sessionPk ?? null,
        delivery_pk: job.deliveryPk ?? null,
        recording_pk: job.recordingPk ?? null,
        payload: JSON.stringify(job.payload ?? {}),
      })
      changed()
    },
    /** @param kind all kinds when left out */
    cancelForLivestream(livestreamPk: number, kind?: JobKind) {
      removeOfLivestream.run({ pk: livestreamPk, kind: kind ?? null })
      changed()
    },
    /** @param kind all kinds when left out */
    cancelForRecording(recordingPk: number, kind?: JobKind) {
      removeOfRecording.run({ pk: recordingPk, kind: kind ?? null })
      changed()
    },
    cancelForDelivery(deliveryPk: number) {
      removeOfDelivery.run(deliveryPk)
      changed()
    },
    cancelForSession(sessionPk: number) {
      removeOfSession.run(sessionPk)
      changed()
    },
    /**
     * The first jobs in the order in which they run, those that failed among them, and how many there are. While a
     * page that the names are on cannot be read, all jobs of the account are given, without those names.
     */
    list(scope: Scope, limit: number): { jobs: Job[]; total: number } {
      const where = { account: scope.account_id ?? null, app: scope.app_id ?? null }
      try {
        const jobs = list
          .all({ ...where, limit })
          .map(rowToJob)
          .map(withStall)
        return { jobs, total: count.get(where) ?? 0 }
      } catch (error) {
        if (!isStorageFailure(error)) throw error
        const jobs = unnamed
          .all({ ...where, limit })
          .map(named)
          .map(withStall)
        return { jobs, total: countUnnamed.get(where) ?? 0 }
      }
    },
    /** The kinds of job that have a handler. */
    kinds: (): JobKind[] => [...handlers.keys()],
    /** Call after rows were removed by other means, such as a reset. */
    changed,
  }
}

export type Jobs = ReturnType<typeof createJobs>
