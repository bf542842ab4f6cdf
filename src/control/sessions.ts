/** Puts into sessions what people write and say there, for tests; on the service people do. */

import { DEFAULT_PAYLOAD_TYPE } from '../api/sessions/files/schemas.js'
import type { SessionFilesService } from '../api/sessions/files/service.js'
import { transcriptFormats } from '../api/sessions/files/session-file.js'
import { linkOf } from '../api/sessions/files/wire.js'
import type { Session } from '../api/sessions/session.js'
import type { SessionParticipant } from '../api/sessions/session-participant.js'
import type { Clocks } from '../core/clocks.js'
import { parseIso, toIso } from '../core/iso-time.js'
import { toPage } from '../core/page.js'
import type { PublicUrls } from '../core/public-url.js'
import type { Scope } from '../core/scope.js'
import type {
  ChatBody,
  Said,
  SaidDetails,
  SaidQuery,
  SummaryBody,
  TranscriptBody,
} from './session-schemas.js'

const toWho = ({ id, userId, customParticipantId, name }: SessionParticipant) => ({
  peer_id: id,
  participant_id: userId,
  custom_participant_id: customParticipantId,
  name,
})

/** Create the control of what is said in sessions. */
export function createSessionsControl(deps: {
  sessionFiles: SessionFilesService
  clock: Pick<Clocks, 'within'>
  /** The links for a caller, by the Host header of the request. */
  links: PublicUrls['links']
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
    /** Show a page of what was said, and the links for a caller. @throws ApiError noSession, ambiguousSession */
    said(id: string, { page_no, per_page, ...scope }: SaidQuery = {}, host?: string): SaidDetails {
      const { session, appId } = sessionFiles.named(id, scope)
      const { messages, lines, summary, files } = sessionFiles.said(session, toPage({ page_no, per_page }))
      const counts = sessionFiles.counts(session)
      const links = deps.links(host, session.accountId)
      return {
        account_id: session.accountId,
        app_id: appId,
        session_id: session.id,
        messages: messages.map((message) => ({
          id: message.id,
          ...toWho(message.sender),
          payload_type: message.payloadType,
          payload: message.payload,
          pinned: message.pinned,
          is_edited: message.isEdited,
          created_at: toIso(message.createdAt),
        })),
        message_count: counts.messages,
        lines: lines.map(({ speaker, startMs, endMs, text }) => ({
          ...toWho(speaker),
          start_ms: startMs,
          end_ms: endMs,
          text,
        })),
        line_count: counts.lines,
        summary: summary ?? null,
        files: files.flatMap((file) =>
          (file.kind === 'transcript' ? transcriptFormats : [undefined]).map((format) => {
            const { url, expiry } = linkOf({ file, ...(format && { format }) }, { links })
            return { kind: file.kind, format: format ?? null, url, expires_at: expiry }
          }),
        ),
      }
    },
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
