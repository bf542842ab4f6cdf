/** What will happen later: rows with a due time, which the scheduler runs in order. */

import type { Database } from 'better-sqlite3'
import type { DueJob, JobQueue } from '../core/scheduler.js'
import type { Scope } from '../core/scope.js'
import type { UnitOfWork } from './unit-of-work.js'

export type JobKind =
  | 'livestream.live'
  | 'livestream.stop'
  | 'livestream.fail'
  | 'session.end'
  | 'webhook.attempt'

export interface Job extends DueJob {
  pk: number
  kind: JobKind
  accountId: string
  livestreamPk: number | null
  sessionPk: number | null
  deliveryPk: number | null
  payload: Record<string, unknown>
  /** The ids of what it is about, where there is one. */
  appId: string | null
  meetingId: string | null
  livestreamId: string | null
  sessionId: string | null
}

export type NewJob = Pick<Job, 'kind' | 'dueAt' | 'accountId'> &
  Partial<Pick<Job, 'livestreamPk' | 'sessionPk' | 'deliveryPk' | 'payload'>>

interface JobRow {
  pk: number
  due_at: number
  kind: JobKind
  account_id: string
  livestream_pk: number | null
  session_pk: number | null
  delivery_pk: number | null
  payload: string
  app_id: string | null
  meeting_id: string | null
  livestream_id: string | null
  session_id: string | null
}

const rowToJob = (row: JobRow): Job => ({
  pk: row.pk,
  dueAt: row.due_at,
  kind: row.kind,
  accountId: row.account_id,
  livestreamPk: row.livestream_pk,
  sessionPk: row.session_pk,
  deliveryPk: row.delivery_pk,
  payload: JSON.parse(row.payload),
  appId: row.app_id,
  meetingId: row.meeting_id,
  livestreamId: row.livestream_id,
  sessionId: row.session_id,
})

const selection = `
  SELECT j.*, a.id AS app_id, l.id AS livestream_id, s.id AS session_id,
    coalesce(l.meeting_id, s.meeting_id) AS meeting_id
  FROM jobs j
  LEFT JOIN deliveries d ON d.pk = j.delivery_pk
  LEFT JOIN livestreams l ON l.pk = coalesce(j.livestream_pk, d.livestream_pk)
  LEFT JOIN sessions s ON s.pk = coalesce(j.session_pk, d.session_pk)
  LEFT JOIN apps a ON a.pk = coalesce(l.app_pk, s.app_pk)`

export type JobHandler = (job: Job) => void

/** @param onChange called after the queue changed, so that the scheduler can wind its timer */
export function createJobs(db: Database, atomically: UnitOfWork, onChange: () => void) {
  const earliestDueAt = db.prepare<[], number>('SELECT due_at FROM jobs ORDER BY due_at LIMIT 1').pluck()
  const earliest = db.prepare<[], JobRow>(
    `${selection} WHERE j.pk = (SELECT pk FROM jobs ORDER BY due_at, pk LIMIT 1)`,
  )
  const size = db.prepare<[], number>('SELECT count(*) FROM jobs').pluck()
  const matches = '(:account IS NULL OR j.account_id = :account) AND (:app IS NULL OR :app IN (a.id, a.uuid))'
  const list = db.prepare<object, JobRow>(
    `${selection} WHERE ${matches} ORDER BY j.due_at, j.pk LIMIT :limit`,
  )
  const count = db.prepare<object, number>(`SELECT count(*) FROM (${selection} WHERE ${matches})`).pluck()
  const insert = db.prepare(
    `INSERT INTO jobs (due_at, kind, account_id, livestream_pk, session_pk, delivery_pk, payload)
     VALUES (:due_at, :kind, :account_id, :livestream_pk, :session_pk, :delivery_pk, :payload)`,
  )
  const remove = db.prepare<[number]>('DELETE FROM jobs WHERE pk = ?')
  const removeOfLivestream = db.prepare<{ pk: number; kind: JobKind | null }>(
    'DELETE FROM jobs WHERE livestream_pk = :pk AND (:kind IS NULL OR kind = :kind)',
  )
  const removeOfDelivery = db.prepare<[number]>('DELETE FROM jobs WHERE delivery_pk = ?')
  const removeOfSession = db.prepare<[number]>('DELETE FROM jobs WHERE session_pk = ?')

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
      if (nextDueAt === null) nextDueAt = earliestDueAt.get()
      return nextDueAt
    },
    earliest() {
      const row = earliest.get()
      nextDueAt = row?.due_at
      return row && rowToJob(row)
    },
    size: () => size.get() ?? 0,
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
        delivery_pk: job.deliveryPk ?? null,
        payload: JSON.stringify(job.payload ?? {}),
      })
      changed()
    },
    /** @param kind all kinds when left out */
    cancelForLivestream(livestreamPk: number, kind?: JobKind) {
      removeOfLivestream.run({ pk: livestreamPk, kind: kind ?? null })
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
    /** What is pending, in the order in which it will run: the first ones, and how many there are. */
    list(scope: Scope, limit: number): { jobs: Job[]; total: number } {
      const where = { account: scope.account_id ?? null, app: scope.app_id ?? null }
      return { jobs: list.all({ ...where, limit }).map(rowToJob), total: count.get(where) ?? 0 }
    },
    /** What can be done: the kinds that have a handler. */
    kinds: (): JobKind[] => [...handlers.keys()],
    /** Call after rows were removed by other means, such as a reset. */
    changed,
  }
}

export type Jobs = ReturnType<typeof createJobs>
