import type { Database } from 'better-sqlite3'
import type { BroadcastTotals, DayRow, Window } from './totals.js'

const dayMs = 86_400_000
/** Rounds down before 1970 too. */
const dayOf = (column: string) => `(${column} - (${column} % ${dayMs} + ${dayMs}) % ${dayMs}) / ${dayMs}`

export function createAnalyticsRepository(db: Database) {
  // total() and not sum(), which fails when whole numbers add up to more than 64 bits.
  const totals = `
    count(DISTINCT livestream_pk) AS livestreams,
    count(*) AS broadcasts,
    total(iif(started_at IS NULL, 0, max(0, coalesce(stopped_at, :now) - started_at))) AS ingestMs,
    total(viewer_ms + iif(viewers_since IS NULL, 0, viewers * max(0, :now - viewers_since))) AS viewerMs`
  const inWindow = 'app_pk = :app AND created_at BETWEEN :from AND :until'

  const broadcasts = db.prepare<Window, BroadcastTotals>(
    `SELECT ${totals} FROM livestream_sessions WHERE ${inWindow}`,
  )
  const broadcastsByDay = db.prepare<Window, BroadcastTotals & DayRow>(
    `SELECT ${dayOf('created_at')} AS day, ${totals}
     FROM livestream_sessions WHERE ${inWindow} GROUP BY day ORDER BY day`,
  )
  const sessionsByDay = db.prepare<Window, DayRow & { sessions: number; sessionMs: number }>(
    `SELECT ${dayOf('created_at')} AS day, count(*) AS sessions,
       total(max(0, coalesce(ended_at, :now) - started_at)) AS sessionMs
     FROM sessions WHERE ${inWindow} GROUP BY day ORDER BY day`,
  )

  return {
    broadcasts: (window: Window) => broadcasts.get(window) as BroadcastTotals,
    broadcastsByDay: (window: Window) => broadcastsByDay.all(window),
    sessionsByDay: (window: Window) => sessionsByDay.all(window),
  }
}

export type AnalyticsRepository = ReturnType<typeof createAnalyticsRepository>
