import { toIso } from '../../core/iso-time.js'
import type {
  DayRow,
  LivestreamDay,
  LivestreamTimes,
  LivestreamTotals,
  RecordingDay,
  SessionDay,
} from './totals.js'

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

/** Minutes as a fraction. */
const minutes = (total: number) => total / MS_PER_MINUTE

/** What the days of an app have. */
export interface AppDays {
  sessions: SessionDay[]
  recordings: RecordingDay[]
}

const recordingStats = (days: AppDays['recordings'], minutesOfDay: (ms: number) => number) => ({
  day_stats: days.map((day) => ({
    day: startOfDay(day).slice(0, 10),
    total_recordings: day.recordings,
    total_recording_minutes: minutesOfDay(day.recordedMs),
  })),
  recording_count: days.reduce((sum, { recordings }) => sum + recordings, 0),
  recording_minutes_consumed: minutes(days.reduce((sum, { recordedMs }) => sum + recordedMs, 0)),
})

/** Published: the minutes of a day's recordings are whole. */
export const toAppAnalytics = ({ sessions: days, recordings }: AppDays) => ({
  session_stats: {
    day_stats: days.map((day) => ({
      day: startOfDay(day).slice(0, 10),
      total_sessions: day.sessions,
      total_session_minutes: day.sessionMs / MS_PER_MINUTE,
    })),
    sessions_count: days.reduce((sum, { sessions }) => sum + sessions, 0),
    sessions_minutes_consumed: days.reduce((sum, { sessionMs }) => sum + sessionMs, 0) / MS_PER_MINUTE,
  },
  recording_stats: recordingStats(recordings, (ms) => Math.round(minutes(ms))),
})
