/** What can be done with recordings, by the operations of the emulated API and by the control API. */

import type { Clock } from '../../core/clock.js'
import { type Ids, isUuid } from '../../core/ids.js'
import type { Page, Paged } from '../../core/page.js'
import type { Scope } from '../../core/scope.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import type { Meeting } from '../meetings/meeting.js'
import type { MeetingsRepository } from '../meetings/repository.js'
import type { SessionsService } from '../sessions/service.js'
import { readScript } from './directives.js'
import { isInProgress } from './lifecycle.js'
import { filesOf, type Recording, type RecordingFilter, type StartReason } from './recording.js'
import type { RecordingsRepository } from './repository.js'
import {
  type Action,
  MAX_SECONDS,
  type RecordingSettings,
  type StartRecordingBody,
  type StartTracksBody,
  withoutSecrets,
} from './schemas.js'
import type { RecordingChange, RecordingTransitions } from './transitions.js'

/** A recording with its meeting. */
export interface RecordingOfMeeting {
  recording: Recording
  meeting: Meeting | undefined
}

/** The name of a track recording stands for those of its files. Source: the documentation's example. */
const TRACK_FILE_NAME =
  '{{file_name_prefix}}_{{user_id}}_{{peer_id}}_{{stream_kind}}_{{media_kind}}_{{date_time}}.webm'
/** The layer of a track recording that names none. Source: the documentation's example. */
const DEFAULT_LAYER = 'default'

/** What the settings of a recording make of it; without them, a video of the meeting. */
export const toDetails = (
  settings: RecordingSettings,
  { meetingId, invokedAt }: { meetingId: string; invokedAt: number },
) => ({
  outputFileName: `${settings.file_name_prefix ?? meetingId}_${invokedAt}.mp4`,
  hasVideo: settings.video_config?.export_file ?? true,
  // ASSUMED: a body without `audio_config` asks for no file with the sound alone.
  audioCodec:
    settings.audio_config && (settings.audio_config.export_file ?? true)
      ? (settings.audio_config.codec ?? 'AAC')
      : null,
  keptHere: settings.realtimekit_bucket_config?.enabled ?? true,
  storageConfig: withoutSecrets(settings.storage_config),
  maxSeconds: Math.round(settings.max_seconds ?? MAX_SECONDS),
})

/** Create the service of recordings. */
export function createRecordingsService(deps: {
  repository: RecordingsRepository
  meetings: Pick<MeetingsRepository, 'find'>
  sessions: SessionsService
  transitions: RecordingTransitions
  clock: Clock
  ids: Ids
  atomically: UnitOfWork
  /** Whether file names may hold directives. */
  directives: 'on' | 'off'
}) {
  const { repository, meetings, sessions, transitions, clock, ids, atomically } = deps

  /** @throws ApiError invalidGuid when the id is neither known nor a UUID, noRecording */
  const get = (app: App, id: string): Recording => {
    const recording = repository.find(app.pk, id)
    if (recording) return recording
    throw isUuid(id) ? apiError('noRecording', id) : apiError('invalidGuid', 'recording_id')
  }

  /** @throws ApiError badDirective */
  const checkDirectives = (prefix: string | undefined, field: string) => {
    if (prefix === undefined || deps.directives === 'off') return
    const read = readScript(prefix)
    if ('problem' in read) throw apiError('badDirective', read.position, read.problem, field)
  }

  const fresh = (app: App, meeting: Meeting, startReason: StartReason) => {
    const now = clock.now()
    return {
      accountId: app.accountId,
      appPk: app.pk,
      id: ids.uuid(app.accountId),
      uuid: null,
      meetingId: meeting.id,
      sessionPk: null,
      sessionId: null,
      type: 'COMPOSITE',
      downloadKey: ids.downloadKey(app.accountId),
      tracks: null,
      startReason,
      stopReason: null,
      errMessage: null,
      fileSize: null,
      recordedMs: 0,
      recordedSince: null,
      invokedAt: now,
      startedAt: null,
      stoppedAt: null,
      expiresAt: null,
      updatedAt: now,
    } as const
  }

  const invoke = (app: App, meeting: Meeting, settings: RecordingSettings, startReason: StartReason) => {
    const details = fresh(app, meeting, startReason)
    const { invokedAt } = details
    return transitions.invoke({ ...details, ...toDetails(settings, { meetingId: meeting.id, invokedAt }) })
  }

  /** ASSUMED: a track recording stands beside the recording of a meeting, and is not its active one. */
  const findActive = (meeting: Meeting) =>
    repository.active(meeting.appPk, meeting.id).find(({ type }) => type === 'COMPOSITE')

  /** The meeting of a page's recordings, each read once. */
  const withMeetings = (recordings: Recording[]): RecordingOfMeeting[] => {
    const found = new Map<string, Meeting | undefined>()
    return recordings.map((recording) => {
      const { appPk, meetingId } = recording
      if (!found.has(meetingId)) found.set(meetingId, meetings.find(appPk, meetingId))
      return { recording, meeting: found.get(meetingId) }
    })
  }

  return {
    get,
    /** @throws ApiError noActiveRecording */
    activeOf(meeting: Meeting): Recording {
      const recording = findActive(meeting)
      if (!recording) throw apiError('noActiveRecording', meeting.id)
      return recording
    },
    /**
     * The recording of an id in whichever app has it, and that app's id.
     * @throws ApiError noRecording, ambiguousRecording
     */
    named(id: string, scope: Scope) {
      const [found, ...others] = repository.named(id, scope)
      if (!found) throw apiError('noRecording', id)
      if (others.length) throw apiError('ambiguousRecording', id, others.length + 1)
      return found
    },
    list(
      app: App,
      { filter, ...query }: { filter: RecordingFilter; order: 'ASC' | 'DESC'; page: Page },
    ): Paged<RecordingOfMeeting> {
      // The UUID that stands for a meeting's id finds its recordings too.
      const meetingId = filter.meetingId && (meetings.find(app.pk, filter.meetingId)?.id ?? filter.meetingId)
      const paged = repository.list(app.pk, { ...query, filter: { ...filter, meetingId }, now: clock.now() })
      return { ...paged, items: withMeetings(paged.items) }
    },
    /**
     * Start recording a meeting, whether anybody is there or not.
     * @throws ApiError badDirective, meetingInactive, recordingActive
     */
    start: (app: App, meeting: Meeting, body: StartRecordingBody): Recording =>
      atomically(() => {
        checkDirectives(body.file_name_prefix, 'file_name_prefix')
        if (meeting.status === 'INACTIVE') throw apiError('meetingInactive', meeting.id)
        const active = body.allow_multiple_recordings ? undefined : findActive(meeting)
        if (active) throw apiError('recordingActive', active.id, meeting.id)
        return invoke(app, meeting, body, 'API_CALL')
      }),
    /**
     * Do what `record_on_start` asks for when a meeting begins, by its `recording_config`. ASSUMED: a meeting that is
     * being recorded is not recorded twice.
     * @throws ApiError badDirective
     */
    startWithMeeting(app: App, meeting: Meeting) {
      if (findActive(meeting)) return
      const settings = meeting.recordingConfig ?? {}
      checkDirectives(settings.file_name_prefix, 'recording_config.file_name_prefix')
      invoke(app, meeting, settings, 'RECORD_ON_START')
    },
    /**
     * Start recording the participants of a meeting's live session, each in a file.
     * @throws ApiError badDirective, noActiveSession
     */
    startTracks: (
      app: App,
      meeting: Meeting,
      { user_ids, layers, max_seconds }: StartTracksBody,
    ): Recording =>
      atomically(() => {
        for (const [name, { file_name_prefix }] of Object.entries(layers ?? {}))
          checkDirectives(file_name_prefix, `layers.${name}.file_name_prefix`)
        const session = sessions.active(meeting)
        const named = layers && Object.keys(layers).length ? layers : { [DEFAULT_LAYER]: {} }
        return transitions.invoke({
          ...fresh(app, meeting, 'API_CALL'),
          type: 'TRACK',
          sessionPk: session.pk,
          sessionId: session.id,
          outputFileName: TRACK_FILE_NAME,
          hasVideo: false,
          audioCodec: null,
          keptHere: true,
          storageConfig: null,
          tracks: { user_ids, layers: named },
          maxSeconds: max_seconds ?? MAX_SECONDS,
        })
      }),
    /**
     * Stop, pause or resume a recording.
     * @throws ApiError invalidGuid, noRecording, recordingNotInProgress, recordingPaused, recordingNotPaused
     */
    act: (app: App, id: string, action: Action): RecordingOfMeeting =>
      atomically(() => {
        const recording = get(app, id)
        const { status } = recording
        if (!isInProgress(status)) throw apiError('recordingNotInProgress')
        if (action === 'pause' && status === 'PAUSED') throw apiError('recordingPaused')
        if (action === 'resume' && status === 'RECORDING') throw apiError('recordingNotPaused')
        const changed = transitions.apply(recording, { event: action, reason: 'API_CALL' })
        return { recording: changed, meeting: meetings.find(app.pk, changed.meetingId) }
      }),
    /** Make an event happen to a recording now. @throws ApiError illegalRecordingEvent */
    apply: (recording: Recording, change: RecordingChange) => transitions.apply(recording, change),
    /** Find the file that a link leads to, whether the link has expired or not. */
    fileAt(key: string, fileName: string) {
      const recording = repository.findByDownloadKey(key)
      const kind = recording && filesOf(recording).get(fileName)
      if (!kind || recording.expiresAt === null) return undefined
      return { recording, kind, expiresAt: recording.expiresAt }
    },
  }
}

export type RecordingsService = ReturnType<typeof createRecordingsService>
