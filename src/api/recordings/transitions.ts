/** Applies the lifecycle: each change of a recording's status with its consequences, in one transaction. */

import { instantAfter } from '../../core/bounds.js'
import type { Clock } from '../../core/clock.js'
import { apiError } from '../../http/errors.js'
import type { Jobs } from '../../store/jobs.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { Changes } from '../changes.js'
import { LINK_LIFE_MS } from '../link-life.js'
import type { SessionsRepository } from '../sessions/repository.js'
import type { Session } from '../sessions/session.js'
import { readScript, type Script } from './directives.js'
import { isInProgress, type LifecycleEvent, legalEvents, type Status, transition } from './lifecycle.js'
import {
  type MediaKind,
  mainKind,
  type Recording,
  recordedMs,
  type StopReason,
  scriptedText,
} from './recording.js'
import type { RecordingsRepository } from './repository.js'

/** Published: a recording ends when nobody has been in the meeting for a minute. */
const MAX_DESERTED_MS = 60_000

/** Texts of failures. ASSUMED. */
export const DEFAULT_ERR_MESSAGE = 'The recording failed'
const NOBODY_CAME = 'Nobody was in the meeting'

/** An event that happens to a recording that exists. */
export interface RecordingChange {
  event: Exclude<LifecycleEvent, 'invoke'>
  /** Why it stops; for the event `stop`. */
  reason?: StopReason | null | undefined
  errMessage?: string | undefined
}

/** Create the transitions, which store each change of a status and emit it. */
export function createRecordingTransitions(deps: {
  recordings: RecordingsRepository
  sessions: Pick<SessionsRepository, 'live'>
  clock: Clock
  jobs: Jobs
  changes: Changes
  atomically: UnitOfWork
  /** Seconds, with up to three decimal places, from the invocation and from the stop. */
  recordAfter: number
  uploadAfter: number
  /** Whether file names may hold directives. */
  directives: 'on' | 'off'
  /** Bytes of a file. */
  fileSize: (kind: MediaKind) => number
  /** Names the files of a track recording. */
  trackFiles: (recording: Recording) => Record<string, string[]>
}) {
  const { recordings, sessions, clock, jobs, changes, atomically } = deps

  /** What the file name asks for; one that was not checked at the start, such as a fixture's, may ask for nothing. */
  const scriptOf = (recording: Recording): Script => {
    if (deps.directives === 'off') return {}
    const read = readScript(scriptedText(recording))
    return 'script' in read ? read.script : {}
  }

  const liveSession = ({ appPk, meetingId }: Recording) => sessions.live(appPk, meetingId)
  const isAttended = (session: Session | undefined) => session !== undefined && session.liveParticipants > 0

  const later = (
    recording: Recording,
    kind: 'record' | 'stop' | 'upload' | 'fail' | 'abandon',
    { dueAt, payload = {} }: { dueAt: number; payload?: Record<string, unknown> },
  ) =>
    jobs.schedule({
      kind: `recording.${kind}`,
      dueAt: instantAfter(dueAt, 0),
      accountId: recording.accountId,
      recordingPk: recording.pk,
      payload,
    })

  const milliseconds = (seconds: number) => Math.round(seconds * 1000)

  const abandonLater = (recording: Recording, from: number) =>
    later(recording, 'abandon', { dueAt: from + MAX_DESERTED_MS })

  /** How long after its invocation a recording begins by itself, in milliseconds; undefined when it never does. */
  const recordDelay = ({ recordAfter, stall }: Script) =>
    stall ? undefined : (recordAfter ?? milliseconds(deps.recordAfter))

  /** Schedule what happens by itself in a recording's status, which it has from now on, or a fixture gives it. */
  const schedule = (recording: Recording) => {
    const { status, startedAt, maxSeconds } = recording
    const script = scriptOf(recording)
    const now = clock.now()
    if (status === 'INVOKED') {
      const delay = recordDelay(script)
      if (delay !== undefined) later(recording, 'record', { dueAt: now + delay })
      if (script.failAfter !== undefined) {
        const payload = { err_message: script.errMessage }
        later(recording, 'fail', { dueAt: now + script.failAfter, payload })
      }
      if (script.stopAfter !== undefined)
        later(recording, 'stop', { dueAt: now + script.stopAfter, payload: { reason: 'API_CALL' } })
    }
    if (isInProgress(status))
      later(recording, 'stop', { dueAt: (startedAt ?? now) + maxSeconds * 1000, payload: { reason: null } })
    if ((status === 'INVOKED' || isInProgress(status)) && !isAttended(liveSession(recording)))
      abandonLater(recording, now)
    if (status === 'UPLOADING') {
      const dueAt = now + (script.uploadAfter ?? milliseconds(deps.uploadAfter))
      if (script.failOnUpload)
        later(recording, 'fail', { dueAt, payload: { err_message: script.errMessage } })
      else later(recording, 'upload', { dueAt })
    }
  }

  const sizeOf = (recording: Recording) => {
    const kind = mainKind(recording)
    return kind === undefined ? null : deps.fileSize(kind)
  }

  /** What the new status changes in the recording. */
  const advanced = (
    recording: Recording,
    status: Status,
    { reason, errMessage }: RecordingChange,
  ): Recording => {
    const now = clock.now()
    const changed: Recording = {
      ...recording,
      status,
      recordedMs: recordedMs(recording, now),
      recordedSince: status === 'RECORDING' ? now : null,
      updatedAt: now,
    }
    switch (status) {
      case 'RECORDING': {
        if (recording.startedAt !== null) return changed
        const session = liveSession(recording)
        return { ...changed, startedAt: now, sessionPk: session?.pk ?? null, sessionId: session?.id ?? null }
      }
      case 'UPLOADING':
        return { ...changed, stoppedAt: now, stopReason: reason ?? null }
      case 'UPLOADED':
        return {
          ...changed,
          fileSize: sizeOf(changed),
          expiresAt: recording.keptHere ? instantAfter(recording.stoppedAt ?? now, LINK_LIFE_MS) : null,
          tracks: recording.tracks && { ...recording.tracks, files: deps.trackFiles(recording) },
        }
      case 'ERRORED':
        return {
          ...changed,
          stoppedAt: recording.stoppedAt ?? now,
          stopReason: 'INTERNAL_ERROR',
          errMessage: errMessage ?? DEFAULT_ERR_MESSAGE,
        }
      default:
        return changed
    }
  }

  const emit = (recording: Recording, how: { from: Status | null; event: LifecycleEvent | null }) =>
    changes.emit({ kind: 'recording', accountId: recording.accountId, at: clock.now(), recording, ...how })

  /** @throws ApiError illegalRecordingEvent when the lifecycle has no such step */
  const apply = (recording: Recording, change: RecordingChange): Recording =>
    atomically(() => {
      const { event } = change
      const { status: from } = recording
      const status = transition(from, event)
      if (!status) throw apiError('illegalRecordingEvent', event, from, legalEvents(from))
      const changed = recordings.update(advanced(recording, status, change))
      // What the name asks for still stands when it begins; a pause changes nothing but the status.
      if (event === 'record') for (const kind of ['record', 'abandon'] as const) cancel(changed, kind)
      else if (event !== 'pause' && event !== 'resume') jobs.cancelForRecording(changed)
      if (event !== 'pause' && event !== 'resume') schedule(changed)
      emit(changed, { from, event })
      return changed
    })

  const cancel = (recording: Recording, kind: 'record' | 'abandon') =>
    jobs.cancelForRecording(recording, `recording.${kind}`)

  const handle = (
    kind: 'record' | 'stop' | 'upload' | 'fail' | 'abandon',
    happen: (recording: Recording, payload: Record<string, unknown>) => void,
  ) =>
    jobs.handle(`recording.${kind}`, ({ recordingPk, payload }) => {
      const recording = recordingPk === null ? undefined : recordings.get(recordingPk)
      if (recording) happen(recording, payload)
    })

  /** Do it if the status allows: a job may be due when the recording is no longer, or not yet, in its status. */
  const attempt = (recording: Recording, change: RecordingChange) => {
    if (transition(recording.status, change.event)) apply(recording, change)
  }
  handle('record', (recording) => {
    // ASSUMED: the recording begins once somebody is there.
    if (isAttended(liveSession(recording))) attempt(recording, { event: 'record' })
  })
  handle('stop', (recording, { reason }) =>
    attempt(recording, { event: 'stop', reason: reason as StopReason | null }),
  )
  handle('upload', (recording) => attempt(recording, { event: 'upload' }))
  handle('fail', (recording, { err_message: errMessage }) =>
    attempt(recording, { event: 'fail', errMessage: errMessage as string | undefined }),
  )
  const end = (recording: Recording, errMessage: string) =>
    attempt(
      recording,
      recording.status === 'INVOKED'
        ? { event: 'fail', errMessage }
        : { event: 'stop', reason: 'ALL_PEERS_LEFT' },
    )
  handle('abandon', (recording) => end(recording, NOBODY_CAME))

  const activeOf = ({ appPk, meetingId }: Session) => recordings.active(appPk, meetingId)

  return {
    apply,
    schedule,
    /** Store a new recording. Call it in a transaction. */
    invoke(details: Omit<Recording, 'pk' | 'status'>): Recording {
      const status = transition(null, 'invoke')
      if (!status) throw new Error('the lifecycle has no first status')
      const recording = recordings.insert({ ...details, status })
      schedule(recording)
      emit(recording, { from: null, event: null })
      return recording
    },
    /** Schedule the end of the recordings of a session that everybody has just left. */
    deserted(session: Session) {
      for (const recording of activeOf(session)) {
        cancel(recording, 'abandon')
        abandonLater(recording, clock.now())
      }
    },
    /** Let the recordings of a session that somebody joins go on, and those that waited for somebody begin. */
    attended(session: Session) {
      const now = clock.now()
      for (const recording of activeOf(session)) {
        cancel(recording, 'abandon')
        if (recording.status !== 'INVOKED') continue
        const delay = recordDelay(scriptOf(recording))
        if (delay === undefined) continue
        cancel(recording, 'record')
        later(recording, 'record', { dueAt: Math.max(now, recording.invokedAt + delay) })
      }
    },
    /** End the recordings of a session that ends. ASSUMED: one that has not begun fails. */
    ended(session: Session) {
      for (const recording of activeOf(session))
        end(recording, 'The session ended before the recording began')
    },
  }
}

export type RecordingTransitions = ReturnType<typeof createRecordingTransitions>
