/**
 * What happened to livestreams and meeting sessions, told inside the transaction in which it happened: a listener
 * that writes is part of it; one that tells the outside world waits for the commit.
 */

import type { LifecycleEvent, Status } from '../api/livestreams/lifecycle.js'
import type { Livestream } from '../api/livestreams/repository.js'
import type { Participant } from '../api/participants/repository.js'
import type { Session } from '../api/sessions/repository.js'

export type SessionEndReason = 'ALL_PARTICIPANTS_LEFT' | 'HOST_ENDED_MEETING'

export type Change = { accountId: string /** Unix milliseconds. */; at: number } & (
  | {
      kind: 'livestream'
      livestream: Livestream
      /** Null when it has just been made. */
      from: Status | null
      event: LifecycleEvent | null
      errMessage: string | null
    }
  | { kind: 'session.started'; session: Session }
  | { kind: 'session.ended'; session: Session; reason: SessionEndReason }
  /** The session is as it is with the participant in it, or without. */
  | { kind: 'participant.joined' | 'participant.left'; session: Session; participant: Participant }
)

export type ChangeListener = (change: Change) => void

export function createChanges() {
  const listeners: ChangeListener[] = []
  return {
    listen(listener: ChangeListener) {
      listeners.push(listener)
    },
    tell(change: Change) {
      for (const listener of listeners) listener(change)
    },
  }
}

export type Changes = ReturnType<typeof createChanges>
