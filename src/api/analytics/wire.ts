import { toIso } from '../../core/iso-time.js'
import type { DayRow, LivestreamDay, LivestreamTimes, LivestreamTotals, SessionDay } from './totals.js'

const MS_PER_DAY = 86_400_000
const MS_PER_MINUTE = 60_000

const seconds = ({ ingestMs, viewerMs }: LivestreamTimes) => ({
  total_ingest_seconds: Math.round(ingestMs / 1000),
  total_viewer_seconds: Math.round(viewerMs / 1000),
})

const startOfDay = ({ day }: DayRow) => toIso(day * MS_PER_DAY)

/** Counts livestreams. */
export const toTotals = (totals: LivestreamTotals) => ({ count: totals.livestreams, ...seconds(totals) })

/** Counts livestream sessions; the date alone. */
export const toDocumentedDay = (day: LivestreamDay) => ({
  date: startOfDay(day).slice(0, 10),
  count: day.livestreamSessions,
  ...seconds(day),
})

/** The date as the midnight it begins with. */
export const toRecordedDay = (day: LivestreamDay) => ({
  ...toDocumentedDay(day),
  date: startOfDay(day),
})

/** There are no recordings here. */
export const toAppAnalytics = (days: SessionDay[]) => ({
  session_stats: {
    day_stats: days.map((day) => ({
      day: startOfDay(day).slice(0, 10),
      total_sessions: day.sessions,
      total_session_minutes: day.sessionMs / MS_PER_MINUTE,
    })),
    sessions_count: days.reduce((sum, { sessions }) => sum + sessions, 0),
    sessions_minutes_consumed: days.reduce((sum, { sessionMs }) => sum + sessionMs, 0) / MS_PER_MINUTE,
  },
  recording_stats: { day_stats: [], recording_count: 0, recording_minutes_consumed: 0 },
})
