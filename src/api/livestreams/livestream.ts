/** A livestream, as Greenroom keeps it. */

import type { LivestreamKind, Status } from './lifecycle.js'

export interface Livestream {
  pk: number
  appPk: number
  id: string
  /** What stands for the id where only a UUID may; null when the id is one. */
  uuid: string | null
  meetingId: string | null
  name: string | null
  status: Status
  disabled: boolean
  streamKey: string
  playbackId: string
  /** Pixels. */
  width: number | null
  height: number | null
  /** How many watch while it is live. */
  viewers: number
  /** Unix milliseconds. */
  createdAt: number
  updatedAt: number
}

/** A livestream has a meeting or stands alone. */
export const kindOf = (livestream: Pick<Livestream, 'meetingId'>): LivestreamKind =>
  livestream.meetingId === null ? 'independent' : 'meeting'

/** Which livestreams of an app a list has; a field that is left out matches everything. */
export interface LivestreamFilter {
  status?: Status | undefined
  excludeMeetings: boolean
  /** Unix milliseconds, both ends included. */
  startTime?: number | undefined
  endTime?: number | undefined
}
