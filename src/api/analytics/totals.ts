/** Times are Unix milliseconds, both ends included; `now` is until when what is going on counts. */
export interface Window {
  app: number
  from: number
  until: number
  now: number
}

export interface LivestreamTotals {
  livestreams: number
  livestreamSessions: number
  ingestMs: number
  viewerMs: number
}

export interface DayRow {
  /** Days since 1970-01-01, UTC. */
  day: number
}
