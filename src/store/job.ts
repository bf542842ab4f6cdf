/** A job, which runs at a due time: its type, its row, and the ids of its subjects. */

import type { DueJob } from '../core/scheduler.js'

export type JobKind =
  | 'livestream.live'
  | 'livestream.stop'
  | 'livestream.fail'
  | 'livestream.unfed'
  | 'session.end'
  | 'session.files'
  | 'recording.record'
  | 'recording.stop'
  | 'recording.upload'
  | 'recording.fail'
  | 'recording.abandon'
  | 'webhook.attempt'

export interface Job extends DueJob {
  pk: number
  kind: JobKind
  accountId: string
  livestreamPk: number | null
  sessionPk: number | null
  deliveryPk: number | null
  recordingPk: number | null
  payload: Record<string, unknown>
  /** Why the job failed when it was last tried; null while it has not failed. */
  failure: { error: string; willRetry: boolean } | null
  /** The ids of what the job is about, where there is one. */
  appId: string | null
  meetingId: string | null
  livestreamId: string | null
  sessionId: string | null
  recordingId: string | null
}

export type NewJob = Pick<Job, 'kind' | 'dueAt' | 'accountId'> &
  Partial<Pick<Job, 'livestreamPk' | 'sessionPk' | 'deliveryPk' | 'recordingPk' | 'payload'>>

/** The ids of what a job is about. */
export interface JobNames {
  app_id: string | null
  meeting_id: string | null
  livestream_id: string | null
  session_id: string | null
  recording_id: string | null
}

export interface JobRow {
  pk: number
  due_at: number
  kind: JobKind
  account_id: string
  livestream_pk: number | null
  session_pk: number | null
  delivery_pk: number | null
  recording_pk: number | null
  payload: string
  error: string | null
}

/** Read a job from its row. */
export const rowToJob = (row: JobRow & JobNames): Job => ({
  pk: row.pk,
  dueAt: row.due_at,
  kind: row.kind,
  accountId: row.account_id,
  livestreamPk: row.livestream_pk,
  sessionPk: row.session_pk,
  deliveryPk: row.delivery_pk,
  recordingPk: row.recording_pk,
  payload: JSON.parse(row.payload),
  failure: row.error === null ? null : { error: row.error, willRetry: false },
  appId: row.app_id,
  meetingId: row.meeting_id,
  livestreamId: row.livestream_id,
  sessionId: row.session_id,
  recordingId: row.recording_id,
})

/** The columns of JobNames in `namedJobs`. */
export const nameColumns = `a.id AS app_id, l.id AS livestream_id, s.id AS session_id, r.id AS recording_id,
  coalesce(l.meeting_id, r.meeting_id, s.meeting_id) AS meeting_id`
/** Jobs joined with the things that they are about. */
export const namedJobs = `jobs j
  LEFT JOIN deliveries d ON d.pk = j.delivery_pk
  LEFT JOIN recordings r ON r.pk = j.recording_pk
  LEFT JOIN livestreams l ON l.pk = coalesce(j.livestream_pk, d.livestream_pk)
  LEFT JOIN sessions s ON s.pk = coalesce(j.session_pk, d.session_pk, r.session_pk)
  LEFT JOIN apps a ON a.pk = coalesce(l.app_pk, r.app_pk, s.app_pk)`
export const noNames: JobNames = {
  app_id: null,
  meeting_id: null,
  livestream_id: null,
  session_id: null,
  recording_id: null,
}
