import { type Static, Type } from '@sinclair/typebox'

const instant = (description: string) =>
  Type.Optional(Type.String({ format: 'unix-or-date-time', description }))

export const LivestreamAnalyticsQuerySchema = Type.Object({
  start_time: instant('Unix time in seconds. An ISO time is accepted, as older SDKs send it.'),
  end_time: instant('Unix time in seconds. An ISO time is accepted, as older SDKs send it.'),
  filters: Type.Optional(Type.String({ description: 'Accepted; has no effect.' })),
})
export type LivestreamAnalyticsQuery = Static<typeof LivestreamAnalyticsQuerySchema>

// Published as a date; the newest SDK's own example sends a date-time.
const day = Type.Optional(
  Type.String({ format: 'date-or-date-time', description: 'YYYY-MM-DD, or an ISO time on that day.' }),
)
export const AppAnalyticsQuerySchema = Type.Object({ start_date: day, end_date: day })

const totals = {
  count: Type.Integer(),
  total_ingest_seconds: Type.Integer(),
  total_viewer_seconds: Type.Integer(),
}
export const TotalsSchema = Type.Object(totals)
export const DayTotalsSchema = Type.Object({ date: Type.String(), ...totals })

export const AppAnalyticsSchema = Type.Object({
  session_stats: Type.Object({
    day_stats: Type.Array(
      Type.Object({
        day: Type.String(),
        total_sessions: Type.Integer(),
        total_session_minutes: Type.Number(),
      }),
    ),
    sessions_count: Type.Integer(),
    sessions_minutes_consumed: Type.Number(),
  }),
  recording_stats: Type.Object({
    day_stats: Type.Array(
      Type.Object({
        day: Type.String(),
        total_recordings: Type.Integer(),
        total_recording_minutes: Type.Integer(),
      }),
    ),
    recording_count: Type.Integer(),
    recording_minutes_consumed: Type.Number(),
  }),
})
