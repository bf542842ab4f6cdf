import { MAX_INSTANT, MIN_INSTANT } from '../../core/bounds.js'
import type { Clock } from '../../core/clock.js'
import { parseIso } from '../../core/iso-time.js'
import { readUnixOrIso } from '../../http/validation.js'
import type { App } from '../apps/app.js'
import type { AnalyticsRepository } from './repository.js'
import type { AppAnalyticsQuery, LivestreamAnalyticsQuery } from './schemas.js'

const dayMs = 86_400_000
/** Published: without dates, the last 30 days. */
const defaultDays = 30

export function createAnalyticsService(deps: { repository: AnalyticsRepository; clock: Clock }) {
  const { repository, clock } = deps

  /** ASSUMED: without times, all of time; a livestream session counts where it was created. */
  const window = (app: App, query: LivestreamAnalyticsQuery) => ({
    app: app.pk,
    from: (query.start_time === undefined ? undefined : readUnixOrIso(query.start_time)) ?? MIN_INSTANT,
    until: (query.end_time === undefined ? undefined : readUnixOrIso(query.end_time)) ?? MAX_INSTANT,
    now: clock.now(),
  })

  return {
    overall: (app: App, query: LivestreamAnalyticsQuery) => repository.broadcasts(window(app, query)),
    daywise: (app: App, query: LivestreamAnalyticsQuery) => repository.broadcastsByDay(window(app, query)),
    /** Days with sessions, both dates included. */
    app(app: App, query: AppAnalyticsQuery) {
      const now = clock.now()
      const start = query.start_date === undefined ? undefined : parseIso(query.start_date)
      const end = query.end_date === undefined ? undefined : parseIso(query.end_date)
      const lastDay = end ?? Math.floor(now / dayMs) * dayMs
      return repository.sessionsByDay({
        app: app.pk,
        from: start ?? lastDay - defaultDays * dayMs,
        until: lastDay + dayMs - 1,
        now,
      })
    },
  }
}

export type AnalyticsService = ReturnType<typeof createAnalyticsService>
