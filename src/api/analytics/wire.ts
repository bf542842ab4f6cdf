import { toIso } from '../../core/iso-time.js'
import type { BroadcastTotals, DayRow } from './totals.js'

const dayMs = 86_400_000
const minuteMs = 60_000

const seconds = ({ ingestMs, viewerMs }: BroadcastTotals) => ({
  total_ingest_seconds: Math.round(ingestMs / 1000),
  total_viewer_seconds: Math.round(viewerMs / 1000),
})

const startOfDay = ({ day }: DayRow) => toIso(day * dayMs)

/** Counts livestreams. */
export const toTotals = (totals: BroadcastTotals) => ({ count: totals.livestreams, ...seconds(totals) })

/** Counts livestream sessions; the date alone. */
export const toDocumentedDay = (day: BroadcastTotals & DayRow) => ({
  date: startOfDay(day).slice(0, 10),
  count: day.broadcasts,
  ...seconds(day),
})

/** The date as the midnight it begins with. */
export const toRecordedDay = (day: BroadcastTotals & DayRow) => ({
  ...toDocumentedDay(day),
  date: startOfDay(day),
})

/** There are no recordings here. */
export const toAppAnalytics = (days: (DayRow & { sessions: number; sessionMs: number })[]) => ({
  session_stats: {
    day_stats: days.map((day) => ({
      day: startOfDay(day).slice(0, 10),
      total_sessions: day.sessions,
      total_session_minutes: day.sessionMs / minuteMs,
    })),
    sessions_count: days.reduce((sum, { sessions }) => sum + sessions, 0),
    sessions_minutes_consumed: days.reduce((sum, { sessionMs }) => sum + sessionMs, 0) / minuteMs,
  },
  recording_stats: { day_stats: [], recording_count: 0, recording_minutes_consumed: 0 },
})
