/** Creates the repositories and services of the emulated resources around one database. */

import type { Config } from '../config/schema.js'
import type { Clocks } from '../core/clocks.js'
import type { Ids } from '../core/ids.js'
import type { Signal } from '../core/signal.js'
import type { Database } from '../store/database.js'
import type { Jobs } from '../store/jobs.js'
import type { UnitOfWork } from '../store/unit-of-work.js'
import { createActiveSessionService } from './active-session/service.js'
import { createAnalyticsRepository } from './analytics/repository.js'
import { createAnalyticsService } from './analytics/service.js'
import { createAppsRepository } from './apps/repository.js'
import { createAppsService } from './apps/service.js'
import type { Change } from './changes.js'
import { createLivestreamSessionsRepository } from './livestreams/livestream-session-repository.js'
import { createLivestreamsRepository } from './livestreams/repository.js'
import { createLivestreamsService } from './livestreams/service.js'
import { createTransitions } from './livestreams/transitions.js'
import { createMeetingsRepository } from './meetings/repository.js'
import { createMeetingsService } from './meetings/service.js'
import { createParticipantsRepository } from './participants/repository.js'
import { createParticipantsService } from './participants/service.js'
import type { Tokens } from './participants/tokens.js'
import { defaultPresets } from './presets/default-presets.js'
import { createPresetsRepository } from './presets/repository.js'
import { createPresetsService } from './presets/service.js'
import { createRecordingsRepository } from './recordings/repository.js'
import { createRecordingsService } from './recordings/service.js'
import { trackFilesOf } from './recordings/track-files.js'
import { createRecordingTransitions } from './recordings/transitions.js'
import { createEndings } from './sessions/endings.js'
import { createSessionFilesRepository } from './sessions/files/repository.js'
import { createSessionFilesService } from './sessions/files/service.js'
import { createAttendeesRepository } from './sessions/participants/repository.js'
import { createAttendanceService } from './sessions/participants/service.js'
import { createPresence } from './sessions/presence.js'
import { createSessionsRepository } from './sessions/repository.js'
import { createSessionsService } from './sessions/service.js'
import { createSessionParticipantsRepository } from './sessions/session-participant-repository.js'
import { createWebhooksRepository } from './webhooks/repository.js'

/**
 * Create them. The service of webhooks is not among them, since it cancels deliveries.
 * @param deps.fileSize the bytes of a recording's file
 */
export function createDomain(deps: {
  db: Database
  clock: Clocks
  ids: Ids
  atomically: UnitOfWork
  changes: Signal<Change>
  jobs: Jobs
  revision: () => number
  tokens: Tokens
  fileSize: Parameters<typeof createRecordingTransitions>[0]['fileSize']
  config: Config
}) {
  const { db, clock, ids, atomically, changes, jobs, revision, tokens, fileSize, config } = deps
  const common = { clock, ids, atomically, changes, jobs }
  const appsRepository = createAppsRepository(db)
  const presetsRepository = createPresetsRepository(db)
  const presets = createPresetsService({
    ...common,
    repository: presetsRepository,
    defaults: config.defaultPresets === 'on' ? defaultPresets : [],
  })
  const apps = createAppsService({
    ...common,
    revision,
    repository: appsRepository,
    addPresets: presets.addDefaults,
  })
  const meetingsRepository = createMeetingsRepository(db)
  const meetings = createMeetingsService({ ...common, repository: meetingsRepository })
  const sessionsRepository = createSessionsRepository(db)
  const sessions = createSessionsService({ ...common, repository: sessionsRepository })
  const attendees = createAttendeesRepository(db)
  const attendance = createAttendanceService({
    ...common,
    repository: attendees,
    sessions,
    sessionsRepository,
    viewTypeOf: (appPk, name) => presetsRepository.findByName(appPk, name)?.config.view_type,
  })
  const livestreamsRepository = createLivestreamsRepository(db)
  const livestreamSessions = createLivestreamSessionsRepository(db)
  const transitions = createTransitions({
    ...common,
    livestreams: livestreamsRepository,
    livestreamSessions,
    goLiveAfter: config.goLiveAfter,
    autoLive: config.autoLive,
  })
  const recordingsRepository = createRecordingsRepository(db)
  const sessionParticipants = createSessionParticipantsRepository(db)
  const recordingTransitions = createRecordingTransitions({
    ...common,
    recordings: recordingsRepository,
    sessions: sessionsRepository,
    recordAfter: config.recordAfter,
    uploadAfter: config.uploadAfter,
    directives: config.directives,
    fileSize,
    trackFiles: (recording) => trackFilesOf(recording, sessionParticipants),
  })
  const sessionFilesRepository = createSessionFilesRepository(db)
  const sessionFiles = createSessionFilesService({
    ...common,
    repository: sessionFilesRepository,
    attendees,
    sessions,
    sessionsRepository,
    meeting: meetingsRepository.find,
  })
  const endings = createEndings({
    ...common,
    sessions,
    livestreams: livestreamsRepository,
    transitions,
    recordings: recordingTransitions,
    files: sessionFiles,
  })
  const recordings = createRecordingsService({
    ...common,
    repository: recordingsRepository,
    meetings: meetingsRepository,
    sessions,
    transitions: recordingTransitions,
    directives: config.directives,
  })
  const livestreams = createLivestreamsService({
    ...common,
    repository: livestreamsRepository,
    livestreamSessions,
    transitions,
    sessions,
    endings,
    startWhenActive: config.startWhenActive,
    stopping: config.stopping,
    directives: config.directives,
  })
  const participants = createParticipantsService({
    ...common,
    repository: createParticipantsRepository(db),
    presets,
    tokens,
  })
  const presence = createPresence({
    ...common,
    repository: sessionParticipants,
    sessions,
    livestreams,
    recordings,
    endings,
  })
  const activeSession = createActiveSessionService({ ...common, presence, participants, sessions })
  const analytics = createAnalyticsService({ repository: createAnalyticsRepository(db), clock })

  const webhooksRepository = createWebhooksRepository(db)

  return {
    repositories: {
      apps: appsRepository,
      meetings: meetingsRepository,
      sessions: sessionsRepository,
      sessionParticipants,
      livestreams: livestreamsRepository,
      livestreamSessions,
      recordings: recordingsRepository,
      webhooks: webhooksRepository,
    },
    services: {
      apps,
      presets,
      meetings,
      participants,
      sessions,
      attendance,
      sessionFiles,
      activeSession,
      livestreams,
      recordings,
      analytics,
    },
    presence,
    transitions,
    recordingTransitions,
  }
}
