/** Puts into sessions what people write and say there, for tests; on the service people do. */

import { DEFAULT_PAYLOAD_TYPE } from '../api/sessions/files/schemas.js'
import type { SessionFilesService } from '../api/sessions/files/service.js'
import type { Session } from '../api/sessions/session.js'
import type { Clocks } from '../core/clocks.js'
import { parseIso } from '../core/iso-time.js'
import type { Scope } from '../core/scope.js'
import type { ChatBody, Said, SummaryBody, TranscriptBody } from './session-schemas.js'

/** Create the control of what is said in sessions. */
export function createSessionsControl(deps: {
  sessionFiles: SessionFilesService
  clock: Pick<Clocks, 'within'>
}) {
  const { sessionFiles, clock } = deps

  /** @throws ApiError noSession, ambiguousSession, and what `work` throws */
  const inSession = (id: string, scope: Scope, work: (session: Session) => void): Said => {
    const { session, appId } = sessionFiles.named(id, scope)
    return clock.within(session.accountId, () => {
      work(session)
      return {
        account_id: session.accountId,
        app_id: appId,
        meeting_id: session.meetingId,
        session_id: session.id,
        ...sessionFiles.counts(session),
      }
    })
  }

  return {
    /** Let participants write. @throws ApiError noSession, ambiguousSession, noUser, sessionFileMade */
    chat: (id: string, { messages, ...scope }: ChatBody): Said =>
      inSession(id, scope, (session) =>
        sessionFiles.addMessages(
          session,
          messages.map((message) => ({
            participantId: message.participant_id,
            id: message.id,
            payloadType: message.payload_type ?? DEFAULT_PAYLOAD_TYPE,
            payload: message.payload,
            pinned: message.pinned ?? false,
            isEdited: message.is_edited ?? false,
            createdAt: message.created_at === undefined ? undefined : parseIso(message.created_at),
          })),
        ),
      ),
    /** Let participants speak. @throws ApiError noSession, ambiguousSession, noUser, sessionFileMade */
    transcript: (id: string, { lines, ...scope }: TranscriptBody): Said =>
      inSession(id, scope, (session) =>
        sessionFiles.addLines(
          session,
          lines.map(({ participant_id, text, start_ms, end_ms }) => ({
            participantId: participant_id,
            text,
            startMs: start_ms,
            endMs: end_ms,
          })),
        ),
      ),
    /** Say what the summary will be. @throws ApiError noSession, ambiguousSession, sessionFileMade */
    summary: (id: string, { text, ...scope }: SummaryBody): Said =>
      inSession(id, scope, (session) => sessionFiles.setSummary(session, text)),
  }
}

export type SessionsControl = ReturnType<typeof createSessionsControl>
