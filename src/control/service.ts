/** Everything that the control API and `createEmulator` can do, without HTTP. */

import type { AppsService } from '../apps/service.js'
import type { Clock } from '../core/clock.js'
import type { Scheduler } from '../core/scheduler.js'
import type { Adjustments } from '../livestreams/adjustments.js'
import type { LivestreamsService } from '../livestreams/service.js'
import type { MeetingsService } from '../meetings/service.js'
import type { PresenceService } from '../participants/presence.js'
import type { Fixtures } from '../store/fixtures.js'
import type { Job, Jobs } from '../store/jobs.js'
import { createClockControl } from './clock.js'
import { createLivestreamsControl } from './livestreams.js'
import { createMeetingsControl } from './meetings.js'
import { createScheduledControl } from './scheduled.js'

export interface ControlDeps {
  clock: Clock
  scheduler: Scheduler<Job>
  jobs: Jobs
  apps: AppsService
  meetings: MeetingsService
  presence: PresenceService
  livestreams: LivestreamsService
  adjustments: Adjustments
  fixtures: Fixtures
  /** Undefined when requests can be answered. */
  notReady: () => string | undefined
  info: () => Record<string, unknown>
}

export function createControl(deps: ControlDeps) {
  const { fixtures } = deps
  const clock = createClockControl(deps)
  return {
    clock,
    scheduled: createScheduledControl(deps),
    livestreams: createLivestreamsControl(deps),
    meetings: createMeetingsControl(deps),
    notReady: deps.notReady,
    info: () => ({ ...deps.info(), clock: clock.describe() }),
    /** Back to the fixtures. The clock stays where it is. */
    reset() {
      fixtures.reset()
      return { fixtures: fixtures.summary() }
    },
  }
}

export type Control = ReturnType<typeof createControl>
