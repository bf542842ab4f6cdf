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
  order: 'ASC' | 'DESC'
}
