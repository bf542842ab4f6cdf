/** Times are Unix milliseconds, both ends included; livestreams that are still live count until `now`. */
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
