/**
 * What happened to livestreams, recordings and meeting sessions, emitted inside the transaction in which it happened: a listener
 * that writes is part of that transaction; a listener that tells the outside world waits for the commit.
 */

import type { Signal } from '../core/signal.js'
import type { LifecycleEvent, Status } from './livestreams/lifecycle.js'
import type { Livestream } from './livestreams/livestream.js'
import type { LifecycleEvent as RecordingEvent, Status as RecordingStatus } from './recordings/lifecycle.js'
import type { Recording } from './recordings/recording.js'
import type { FileKind, SessionFile } from './sessions/files/session-file.js'
import type { Session } from './sessions/session.js'
import type { SessionParticipant } from './sessions/session-participant.js'

export type SessionEndReason = 'ALL_PARTICIPANTS_LEFT' | 'HOST_ENDED_MEETING'

export type Change = { accountId: string /** Unix milliseconds. */; at: number } & (
  | {
      kind: 'livestream'
      livestream: Livestream
      /** Null when the livestream has just been created. */
      from: Status | null
      event: LifecycleEvent | null
      errMessage: string | null
      /** Whether an encoder feeds the livestream, or did until now. */
      isFed: boolean
    }
  | {
      kind: 'recording'
      recording: Recording
      /** Null when the recording has just been started. */
      from: RecordingStatus | null
      event: RecordingEvent | null
    }
  | { kind: 'session.started'; session: Session }
  | { kind: 'session.ended'; session: Session; reason: SessionEndReason }
  /** A file was made of what was said in the session. */
  | { kind: `session.${FileKind}`; session: Session; file: SessionFile }
  /** The session as it is after the participant joined or left. */
  | { kind: 'participant.joined' | 'participant.left'; session: Session; participant: SessionParticipant }
)

export type Changes = Signal<Change>
