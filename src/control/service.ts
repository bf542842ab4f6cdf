/** Creates the services of the control API, which serve HTTP and `createEmulator` alike. */

import type { Logger } from 'pino'
import type { AppsService } from '../api/apps/service.js'
import type { LivestreamsService } from '../api/livestreams/service.js'
import type { MeetingsService } from '../api/meetings/service.js'
import type { ParticipantsService } from '../api/participants/service.js'
import type { Jwks } from '../api/participants/tokens.js'
import type { RecordingsService } from '../api/recordings/service.js'
import type { SessionFilesService } from '../api/sessions/files/service.js'
import type { PresenceService } from '../api/sessions/presence.js'
import { createDeliveriesService } from '../api/webhooks/deliveries/service.js'
import type { Clocks } from '../core/clocks.js'
import type { Schedulers } from '../core/schedulers.js'
import type { Faults } from '../faults/rules.js'
import { createFaultsService } from '../faults/service.js'
import type { Fixtures } from '../fixtures/fixtures.js'
import type { RateLimit } from '../gateway/rate-limit.js'
import type { Around } from '../http/route.js'
import { createInboxService } from '../inbox/service.js'
import { createRequestsService } from '../journal/service.js'
import { createReset } from '../state/reset.js'
import { createStateService, type StateDeps } from '../state/service.js'
import { createSnapshots } from '../state/snapshots.js'
import type { Job } from '../store/jobs.js'
import { createClockControl } from './clock.js'
import type { DemoControl } from './demo.js'
import { createEvents, type EventDeps } from './event-stream.js'
import type { Info } from './info-schemas.js'
import { createListsService, type ListDeps } from './lists/service.js'
import { createLivestreamsControl } from './livestreams.js'
import { createMeetingsControl } from './meetings.js'
import { createRecordingsControl } from './recordings.js'
import { createScheduledControl } from './scheduled.js'
import { createSessionsControl } from './sessions.js'

export interface ControlDeps extends EventDeps, StateDeps, ListDeps {
  clock: Clocks
  scheduler: Schedulers<Job>
  faults: Faults
  rateLimit: RateLimit | undefined
  apps: AppsService
  meetings: MeetingsService
  participants: ParticipantsService
  /** The public key of participants' tokens. */
  tokenKeys: Jwks
  presence: PresenceService
  sessionFiles: SessionFilesService
  livestreams: LivestreamsService
  recordings: RecordingsService
  fixtures: Fixtures
  /** The pushes of encoders, which end when what they feed is replaced. */
  ingest: EventDeps['ingest'] & { replaced(accountId: string | undefined): void }
  /** Who watched what is replaced is forgotten. */
  viewers: { replaced(accountId: string | undefined): void }
  demo: DemoControl
  /** Why requests cannot be answered; undefined when they can. */
  notReady: () => string | undefined
  log: Logger
  /** How many rows all named snapshots may have together. */
  snapshotRows: number
  info: () => Omit<Info, 'clock'>
}

/** Create the control services. */
export function createControl(deps: ControlDeps) {
  const clock = createClockControl(deps)
  /** Clear faults, journal, inbox, rate limit and delivery log, of one account or of all, and give up their own clocks. */
  const clearTraces = (accountId?: string) => {
    for (const traces of [deps.faults, deps.journal, deps.inbox, deps.rateLimit]) traces?.clear(accountId)
    deps.accountClocks.reload(accountId)
    deps.deliveries.reset(accountId)
    deps.ingest.replaced(accountId)
    deps.viewers.replaced(accountId)
    deps.demo.replaced(accountId)
  }
  const events = createEvents(deps)
  /**
   * Run the overdue jobs before an operation, and the jobs that it made due after it; then tell who asked for it that an
   * operation may have written something.
   * @param method of the operation: GET writes nothing
   */
  const aroundOf = (method: string): Around => {
    const { catchUpAll } = deps.scheduler
    const finish = () => {
      catchUpAll()
      if (method !== 'GET') events.touch()
    }
    return (work) => {
      catchUpAll()
      const result: unknown = work()
      if (result instanceof Promise) return result.finally(finish) as typeof result & never
      finish()
      return result as never
    }
  }
  return {
    clock,
    scheduled: createScheduledControl(deps),
    lists: createListsService(deps),
    livestreams: createLivestreamsControl(deps),
    recordings: createRecordingsControl(deps),
    meetings: createMeetingsControl(deps),
    sessions: createSessionsControl(deps),
    faults: createFaultsService(deps),
    requests: createRequestsService(deps),
    inbox: createInboxService(deps),
    events,
    /** Call back after real milliseconds. */
    wait: deps.clock.wait,
    notReady: deps.notReady,
    info: () => ({ ...deps.info(), clock: clock.describe() }),
    reset: createReset({ ...deps, clearTraces }),
    state: createStateService(deps),
    snapshots: createSnapshots(deps),
    demo: deps.demo,
    deliveries: createDeliveriesService(deps.deliveries),
    tokenKeys: deps.tokenKeys,
    aroundOf,
  }
}

export type Control = ReturnType<typeof createControl>
