/** What everything is given instead of reaching for it. */

import type { Logger } from 'pino'
import type { AnalyticsService } from './api/analytics/service.js'
import type { AppsService } from './api/apps/service.js'
import type { LivestreamsService } from './api/livestreams/service.js'
import type { MeetingsService } from './api/meetings/service.js'
import type { SessionsService } from './api/sessions/service.js'
import type { WebhooksService } from './api/webhooks/service.js'
import type { Config } from './config.js'
import type { Control } from './control/service.js'
import type { Clock } from './core/clock.js'
import type { Ids } from './core/ids.js'
import type { PublicUrls } from './core/public-url.js'
import type { Scheduler } from './core/scheduler.js'
import type { Faults } from './faults/rules.js'
import type { AnswerCache } from './gateway/answer-cache.js'
import type { RateLimit } from './gateway/rate-limit.js'
import type { Journal } from './journal/journal.js'
import type { Database } from './store/database.js'
import type { Job, Jobs } from './store/jobs.js'
import type { UnitOfWork } from './store/unit-of-work.js'

export interface Deps {
  config: Config
  clock: Clock
  ids: Ids
  db: Database
  jobs: Jobs
  atomically: UnitOfWork
  scheduler: Scheduler<Job>
  urls: PublicUrls
  answers: AnswerCache
  log: Logger
  apps: AppsService
  meetings: MeetingsService
  sessions: SessionsService
  livestreams: LivestreamsService
  analytics: AnalyticsService
  faults: Faults
  journal: Journal
  /** Undefined without a limit. */
  rateLimit: RateLimit | undefined
  webhooks: WebhooksService
  /** PEM. */
  webhookPublicKey: string
  control: Control
}
