/** How the resources declare their operations. */

import { defineOperations } from '../http/operation.js'
import type { ActiveSessionService } from './active-session/service.js'
import type { AnalyticsService } from './analytics/service.js'
import type { AppsService } from './apps/service.js'
import type { LivestreamsService } from './livestreams/service.js'
import type { MeetingsService } from './meetings/service.js'
import type { OperationId } from './operation-ids.js'
import type { ParticipantsService } from './participants/service.js'
import type { PresetsService } from './presets/service.js'
import type { RecordingsService } from './recordings/service.js'
import type { SessionFilesService } from './sessions/files/service.js'
import type { AttendanceService } from './sessions/participants/service.js'
import type { SessionsService } from './sessions/service.js'
import type { WebhooksService } from './webhooks/service.js'

/** What operations may call. */
export interface Services {
  apps: AppsService
  meetings: MeetingsService
  participants: ParticipantsService
  sessions: SessionsService
  attendance: AttendanceService
  sessionFiles: SessionFilesService
  activeSession: ActiveSessionService
  livestreams: LivestreamsService
  recordings: RecordingsService
  analytics: AnalyticsService
  presets: PresetsService
  webhooks: WebhooksService
}

/** Declare an operation of the emulated API. */
export const operation = defineOperations<Services, OperationId>()

/** Below the service's base path. */
export const accountPath = '/accounts/:account_id/realtime/kit'
export const appPath = `${accountPath}/:app_id`
