import type { Database } from 'better-sqlite3'
import { ingestMsSql, watchedMsSql } from '../livestreams/livestream-session.js'
import { sessionMsSql } from '../sessions/session.js'
import type { DayRow, LivestreamTotals, Window } from './totals.js'

const MS_PER_DAY = 86_400_000
/** Rounds down before 1970 too. */
const dayOf = (column: string) =>
  `(${column} - (${column} % ${MS_PER_DAY} + ${MS_PER_DAY}) % ${MS_PER_DAY}) / ${MS_PER_DAY}`

/** Create the repository of totals, which are read from livestreams and sessions. */
export function createAnalyticsRepository(db: Database) {
  // total() and not sum(), which fails when whole numbers add up to more than 64 bits.
  const totals = `
    count(DISTINCT livestream_pk) AS livestreams,
    count(*) AS livestreamSessions,
    total(${ingestMsSql}) AS ingestMs,
    total(${watchedMsSql}) AS viewerMs`
  const inWindow = 'app_pk = :app AND created_at BETWEEN :from AND :until'

  const livestreamTotals = db.prepare<Window, LivestreamTotals>(
    `SELECT ${totals} FROM livestream_sessions WHERE ${inWindow}`,
  )
  const livestreamTotalsByDay = db.prepare<Window, LivestreamTotals & DayRow>(
    `SELECT ${dayOf('created_at')} AS day, ${totals}
     FROM livestream_sessions WHERE ${inWindow} GROUP BY day ORDER BY day`,
  )
  const sessionsByDay = db.prepare<Window, DayRow & { sessions: number; sessionMs: number }>(
    `SELECT ${dayOf('created_at')} AS day, count(*) AS sessions,
       total(${sessionMsSql}) AS sessionMs
     FROM sessions WHERE ${inWindow} GROUP BY day ORDER BY day`,
  )

  return {
    livestreamTotals: (window: Window) => livestreamTotals.get(window) as LivestreamTotals,
    livestreamTotalsByDay: (window: Window) => livestreamTotalsByDay.all(window),
    sessionsByDay: (window: Window) => sessionsByDay.all(window),
  }
}

export type AnalyticsRepository = ReturnType<typeof createAnalyticsRepository>
