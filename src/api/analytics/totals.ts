/** Times are Unix milliseconds, both ends included; livestreams that are still live count until `now`. */
export interface Window {
  app: number
  from: number
  until: number
  now: number
}

export interface LivestreamTimes {
  ingestMs: number
  viewerMs: number
}

export interface LivestreamTotals extends LivestreamTimes {
  livestreams: number
}

export interface DayRow {
  /** Days since 1970-01-01, UTC. */
  day: number
}

/** A day with livestream sessions. */
export interface LivestreamDay extends DayRow, LivestreamTimes {
  livestreamSessions: number
}

/** A day with sessions. */
export interface SessionDay extends DayRow {
  sessions: number
  sessionMs: number
}

/** A day with recordings. */
export interface RecordingDay extends DayRow {
  recordings: number
  recordedMs: number
}
