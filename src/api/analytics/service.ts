import { MAX_INSTANT, MIN_INSTANT } from '../../core/bounds.js'
import type { Clock } from '../../core/clock.js'
import type { App } from '../apps/app.js'
import type { AnalyticsRepository } from './repository.js'

const MS_PER_DAY = 86_400_000
/** Published: without dates, the last 30 days. */
const DEFAULT_DAYS = 30

/** The two ends of a stretch of time, both included, in Unix milliseconds. */
export interface Period {
  from?: number | undefined
  until?: number | undefined
}

/** Create the service of analytics. */
export function createAnalyticsService(deps: { repository: AnalyticsRepository; clock: Clock }) {
  const { repository, clock } = deps

  /** ASSUMED: without times, all of time; a livestream session counts where it was created. */
  const window = (app: App, { from = MIN_INSTANT, until = MAX_INSTANT }: Period) => ({
    app: app.pk,
    from,
    until,
    now: clock.now(),
  })

  return {
    overall: (app: App, period: Period) => repository.livestreamTotals(window(app, period)),
    /** The days with livestream sessions. */
    daywise: (app: App, period: Period) => repository.livestreamTotalsByDay(window(app, period)),
    /**
     * The days with sessions, and those with recordings. ASSUMED: a recording that began counts where it was invoked.
     * @param dates the starts of the first and of the last day
     */
    app(app: App, { from, until }: Period) {
      const now = clock.now()
      const lastDay = until ?? Math.floor(now / MS_PER_DAY) * MS_PER_DAY
      const window = {
        app: app.pk,
        from: from ?? lastDay - DEFAULT_DAYS * MS_PER_DAY,
        until: lastDay + MS_PER_DAY - 1,
        now,
      }
      return { sessions: repository.sessionsByDay(window), recordings: repository.recordingsByDay(window) }
    },
  }
}

export type AnalyticsService = ReturnType<typeof createAnalyticsService>
