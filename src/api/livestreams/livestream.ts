/** A livestream, as Greenroom keeps it. */

import type { LivestreamKind, Status } from './lifecycle.js'

export interface Livestream {
  pk: number
  accountId: string
  appPk: number
  id: string
  /** The UUID that stands for the id where only a UUID is allowed; null when the id is a UUID. */
  uuid: string | null
  meetingId: string | null
  name: string | null
  status: Status
  disabled: boolean
  /** Waits for an encoder: nothing takes the livestream live by itself. */
  manualIngest: boolean
  streamKey: string
  playbackId: string
  /** Pixels. */
  width: number | null
  height: number | null
  /** Viewers while the livestream is live. */
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
