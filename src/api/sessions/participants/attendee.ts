/** An attendee of a session: one presence, or all presences of a participant together. */

import type { SessionParticipant } from '../session-participant.js'

export interface Attendee {
  /** The first presence, whose peer id, name and preset stand for all. */
  first: SessionParticipant
  /** Every presence, the first included, in the order of joining. */
  presences: readonly SessionParticipant[]
}

/** `raw` has each presence by itself, `consolidated` each participant once. */
export const attendeeViews = ['raw', 'consolidated'] as const
export type AttendeeView = (typeof attendeeViews)[number]

export interface AttendeeOrder {
  by: 'joinedAt' | 'duration'
  direction: 'ASC' | 'DESC'
}

/** @returns when the attendee left for the last time, in Unix milliseconds; null while they are there */
export const leftAt = ({ presences }: Attendee): number | null =>
  presences.reduce<number | null>(
    (latest, { leftAt: left }) => (latest === null || left === null ? null : Math.max(latest, left)),
    Number.NEGATIVE_INFINITY,
  )

/** @returns how long the attendee has been in the session until `now`, in milliseconds */
export const attendanceMs = ({ presences }: Attendee, now: number) =>
  presences.reduce((sum, { joinedAt, leftAt: left }) => sum + Math.max(0, (left ?? now) - joinedAt), 0)
