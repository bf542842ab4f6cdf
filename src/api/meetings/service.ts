import type { Clock } from '../../core/clock.js'
import { type Ids, isUuid } from '../../core/ids.js'
import type { Page } from '../../core/page.js'
import type { Scope } from '../../core/scope.js'
import { apiError } from '../../http/errors.js'
import type { UnitOfWork } from '../../store/unit-of-work.js'
import type { App } from '../apps/app.js'
import type { MeetingFilter, MeetingSettings } from './meeting.js'
import type { MeetingsRepository } from './repository.js'
import type { MeetingBody, MeetingPatch } from './schemas.js'

/** Published. */
const DEFAULT_KEEP_ALIVE_SECONDS = 60

/** What a body that creates or replaces says, with the published defaults for the rest. */
export const toSettings = (body: MeetingBody): MeetingSettings => ({
  title: body.title ?? null,
  liveStreamOnStart: body.live_stream_on_start ?? false,
  recordOnStart: body.record_on_start ?? false,
  persistChat: body.persist_chat ?? false,
  summarizeOnEnd: body.summarize_on_end ?? false,
  transcribeOnEnd: body.transcribe_on_end ?? false,
  sessionKeepAlive: body.session_keep_alive_time_in_secs ?? DEFAULT_KEEP_ALIVE_SECONDS,
  recordingConfig: body.recording_config ?? null,
  aiConfig: body.ai_config ?? null,
})

/** Create the service of meetings. */
export function createMeetingsService(deps: {
  repository: MeetingsRepository
  clock: Clock
  ids: Ids
  atomically: UnitOfWork
}) {
  const { repository, clock, ids, atomically } = deps

  /** @throws ApiError invalidGuid when it cannot be an id, noMeeting when it is none */
  const get = (app: App, id: string) => {
    const meeting = repository.find(app.pk, id)
    if (meeting) return meeting
    throw isUuid(id) ? apiError('noMeeting', id) : apiError('invalidGuid', 'meeting_id')
  }

  return {
    get,
    /** @throws ApiError invalidGuid when what a field has is neither the id of a meeting nor could be one */
    checkId(app: App, id: string, field: string) {
      if (!isUuid(id) && !repository.find(app.pk, id)) throw apiError('invalidGuid', field)
    },
    /**
     * The meeting of an id, whichever app has it, and whose it is.
     * @throws ApiError noMeeting, ambiguousMeeting
     */
    named(id: string, scope: Scope) {
      const [found, ...others] = repository.named(id, scope)
      if (!found) throw apiError('noMeeting', id)
      if (others.length) throw apiError('ambiguousMeeting', id, others.length + 1)
      return found
    },
    list: (app: App, query: { filter: MeetingFilter; page: Page }) => repository.list(app.pk, query),
    create: (app: App, body: MeetingBody) =>
      atomically(() => {
        const now = clock.now()
        return repository.insert({
          ...toSettings(body),
          appPk: app.pk,
          id: ids.uuid(app.accountId),
          uuid: null,
          status: 'ACTIVE',
          createdAt: now,
          updatedAt: now,
        })
      }),
    /** ASSUMED: PUT leaves the status as it is, since its body has none. */
    replace: (app: App, id: string, body: MeetingBody) =>
      atomically(() => repository.update({ ...get(app, id), ...toSettings(body), updatedAt: clock.now() })),
    /** ASSUMED: `recording_config` and `ai_config` are each replaced whole, not merged. */
    update: (app: App, id: string, patch: MeetingPatch) =>
      atomically(() => {
        const meeting = get(app, id)
        return repository.update({
          ...meeting,
          title: patch.title ?? meeting.title,
          status: patch.status ?? meeting.status,
          liveStreamOnStart: patch.live_stream_on_start ?? meeting.liveStreamOnStart,
          recordOnStart: patch.record_on_start ?? meeting.recordOnStart,
          persistChat: patch.persist_chat ?? meeting.persistChat,
          summarizeOnEnd: patch.summarize_on_end ?? meeting.summarizeOnEnd,
          transcribeOnEnd: patch.transcribe_on_end ?? meeting.transcribeOnEnd,
          sessionKeepAlive: patch.session_keep_alive_time_in_secs ?? meeting.sessionKeepAlive,
          recordingConfig: patch.recording_config ?? meeting.recordingConfig,
          aiConfig: patch.ai_config ?? meeting.aiConfig,
          updatedAt: clock.now(),
        })
      }),
  }
}

export type MeetingsService = ReturnType<typeof createMeetingsService>
