/** A meeting session: what "session" alone means. */
export interface Session {
  pk: number
  appPk: number
  accountId: string
  id: string
  meetingId: string
  meetingTitle: string | null
  organizationId: string
  status: 'LIVE' | 'ENDED'
  liveParticipants: number
  maxConcurrentParticipants: number
  /** Unix milliseconds. */
  startedAt: number
  endedAt: number | null
  createdAt: number
  updatedAt: number
}

/** @returns how long the session has lasted until `now`, in milliseconds */
export const sessionMs = ({ startedAt, endedAt }: Session, now: number) =>
  Math.max(0, (endedAt ?? now) - startedAt)

/** `sessionMs` as SQL, for sums and orders; `:now` is bound to the instant until which a live session counts. */
export const sessionMsSql = 'max(0, coalesce(ended_at, :now) - started_at)'

/** Whether nobody has ever been in the session. */
export const isUnattended = ({ maxConcurrentParticipants }: Session) => maxConcurrentParticipants === 0

/** Whether people were in the session and all have left. */
export const isDeserted = (session: Session) => session.liveParticipants === 0 && !isUnattended(session)

/** Which sessions of an app a list has; a field that is left out matches everything. */
export interface SessionFilter {
  status?: string | undefined
  search?: string | undefined
  associatedId?: string | undefined
  leastParticipants?: number | undefined
  mostParticipants?: number | undefined
  /** Unix milliseconds, both ends included. */
  startTime?: number | undefined
  endTime?: number | undefined
}

export interface SessionOrder {
  by: 'minutesConsumed' | 'createdAt'
  direction: 'ASC' | 'DESC'
}
