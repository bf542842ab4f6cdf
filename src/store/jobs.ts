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

/** What jobs are about: a livestream, a session, or a delivery. */
interface Subject {
  pk: number
  accountId: string
}

/** What a queue keeps in memory. */
interface QueueState {
  /** The due time of the earliest job, which every request asks for; undefined when it must be read again. */
  next?: { dueAt: number | undefined } | undefined
  /** The job at the head of the queue, when it has failed and is to be tried again. */
  stalled?: { pk: number; dueAt: number; error: string } | undefined
}

/**
 * Create the jobs of a database, with a queue for each scheduler.
 * @param options.hasClock whether an account has a clock of its own, and so a queue of its own
 * @param options.onChange called after the queue of an account changed, or any, so that the timer can be set again
 */
export function createJobs(options: {
  db: Database
  atomically: UnitOfWork
  hasClock: (accountId: string) => boolean
  onChange: (accountId?: string) => void
}) {
  const { db, atomically, hasClock, onChange } = options
  // Triggers keep `clock_owner`: the account, when it has a clock of its own, or nothing.
  const earliestDueAt = db
    .prepare<[string], number>(
      'SELECT due_at FROM jobs WHERE clock_owner = ? AND error IS NULL ORDER BY due_at LIMIT 1',
    )
    .pluck()
  const earliest = db.prepare<[string], JobRow>(
    'SELECT * FROM jobs WHERE clock_owner = ? AND error IS NULL ORDER BY due_at, pk LIMIT 1',
  )
  const namesOf = db.prepare<[number], JobNames>(`SELECT ${nameColumns} FROM ${namedJobs} WHERE j.pk = ?`)
  const size = db
    .prepare<[string], number>('SELECT count(*) FROM jobs WHERE clock_owner = ? AND error IS NULL')
    .pluck()
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
  const states = new Map<string, QueueState>()
  const stateOf = (owner: string) => {
    const state = states.get(owner) ?? {}
    states.set(owner, state)
    return state
  }
  const ownerOf = (accountId: string) => (hasClock(accountId) ? accountId : '')

  /** @param accountId whose jobs changed; everybody's when left out */
  const changed = (accountId?: string) => {
    if (accountId !== undefined) stateOf(ownerOf(accountId)).next = undefined
    else
      for (const [owner, state] of states) {
        state.next = undefined
        if (owner !== '' && !hasClock(owner)) states.delete(owner)
      }
    onChange(accountId)
  }
  atomically.onRollback(() => changed())

  /** A page that cannot be read costs a job its names, and nothing else. */
  const named = (row: JobRow): Job => {
    try {
      return rowToJob({ ...row, ...(namesOf.get(row.pk) ?? noNames) })
    } catch (error) {
      if (!isStorageFailure(error)) throw error
      return rowToJob({ ...row, ...noNames })
    }
  }

  const withStall = (job: Job): Job => {
    const stalled = states.get(ownerOf(job.accountId))?.stalled
    return job.pk === stalled?.pk && job.dueAt === stalled.dueAt
      ? { ...job, failure: { error: stalled.error, willRetry: true } }
      : job
  }

  const createQueue = (owner: string): JobQueue<Job> => ({
    nextDueAt() {
      const state = stateOf(owner)
      state.next ??= { dueAt: earliestDueAt.get(owner) }
      return state.next.dueAt
    },
    earliest() {
      const row = earliest.get(owner)
      stateOf(owner).next = { dueAt: row?.due_at }
      return row && named(row)
    },
    size: () => size.get(owner) ?? 0,
    run(job) {
      atomically(() => {
        remove.run(job.pk)
        stateOf(owner).next = undefined
        handlers.get(job.kind)?.(job)
      }, job.dueAt)
      stateOf(owner).stalled = undefined
    },
    fail(job, failure) {
      const error = failure instanceof Error ? failure.message : String(failure)
      try {
        if (!mayPass(failure)) {
          setError.run({ pk: job.pk, error })
          stateOf(owner).next = undefined
          return { willRetry: false }
        }
      } catch (cause) {
        if (!isStorageFailure(cause)) throw cause
      }
      stateOf(owner).stalled = { pk: job.pk, dueAt: job.dueAt, error }
      return { willRetry: true }
    },
  })

  return {
    /** The queue of an account that has a clock of its own; without one, of all the others. */
    queueOf: (owner?: string) => createQueue(owner ?? ''),
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
      changed(job.accountId)
    },
    /** @param kind all kinds when left out */
    cancelForLivestream({ pk, accountId }: Subject, kind?: JobKind) {
      removeOfLivestream.run({ pk, kind: kind ?? null })
      changed(accountId)
    },
    /** @param kind all kinds when left out */
    cancelForRecording({ pk, accountId }: Subject, kind?: JobKind) {
      removeOfRecording.run({ pk, kind: kind ?? null })
      changed(accountId)
    },
    cancelForDelivery({ pk, accountId }: Subject) {
      removeOfDelivery.run(pk)
      changed(accountId)
    },
    cancelForSession({ pk, accountId }: Subject) {
      removeOfSession.run(pk)
      changed(accountId)
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
    /** Call after rows were removed by other means, such as a reset, or after accounts got other clocks. */
    changed: () => changed(),
  }
}

export type Jobs = ReturnType<typeof createJobs>
