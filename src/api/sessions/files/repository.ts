import type { Database } from 'better-sqlite3'
import type { Scope } from '../../../core/scope.js'
import { rowToSessionParticipant, type SessionParticipantRow } from '../session-participant-repository.js'
import type { ChatMessage, FileKind, SessionFile, TranscriptLine } from './session-file.js'

interface MessageRow extends SessionParticipantRow {
  message_id: string
  payload_type: string
  payload: string
  pinned: 0 | 1
  is_edited: 0 | 1
  created_at: number
}

interface LineRow extends SessionParticipantRow {
  start_ms: number
  end_ms: number
  text: string
}

interface FileRow {
  session_pk: number
  kind: FileKind
  download_key: string
  created_at: number
  expires_at: number
}

const rowToFile = (row: FileRow): SessionFile => ({
  sessionPk: row.session_pk,
  kind: row.kind,
  downloadKey: row.download_key,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})

const rowToMessage = (row: MessageRow): ChatMessage => ({
  sessionPk: row.session_pk,
  sender: rowToSessionParticipant(row),
  id: row.message_id,
  payloadType: row.payload_type,
  payload: row.payload,
  pinned: row.pinned === 1,
  isEdited: row.is_edited === 1,
  createdAt: row.created_at,
})

const rowToLine = (row: LineRow): TranscriptLine => ({
  sessionPk: row.session_pk,
  speaker: rowToSessionParticipant(row),
  startMs: row.start_ms,
  endMs: row.end_ms,
  text: row.text,
})

/** A page without an end. */
const everything = { limit: -1, offset: 0 }

/** Create the repository of what was said in sessions, and of their files. */
export function createSessionFilesRepository(db: Database) {
  const count = (table: string) =>
    db.prepare<[number], number>(`SELECT count(*) FROM ${table} WHERE session_pk = ?`).pluck()
  const messages = count('session_chat_messages')
  const lines = count('session_transcript_lines')
  const insertMessage = db.prepare(
    `INSERT INTO session_chat_messages
       (session_pk, session_participant_pk, id, payload_type, payload, pinned, is_edited, created_at)
     VALUES (:sessionPk, :sender, :id, :payloadType, :payload, :pinned, :isEdited, :createdAt)`,
  )
  const hasMessage = db.prepare<[number, string]>(
    'SELECT 1 FROM session_chat_messages WHERE session_pk = ? AND id = ?',
  )
  const insertLine = db.prepare(
    `INSERT INTO session_transcript_lines (session_pk, session_participant_pk, start_ms, end_ms, text)
     VALUES (:sessionPk, :speaker, :startMs, :endMs, :text)`,
  )
  const listMessages = db.prepare<[number, number, number], MessageRow>(
    `SELECT p.*, m.id AS message_id, m.payload_type, m.payload, m.pinned, m.is_edited, m.created_at
     FROM session_chat_messages m JOIN session_participants p ON p.pk = m.session_participant_pk
     WHERE m.session_pk = ? ORDER BY m.created_at, m.pk LIMIT ? OFFSET ?`,
  )
  const listLines = db.prepare<[number, number, number], LineRow>(
    `SELECT p.*, l.start_ms, l.end_ms, l.text
     FROM session_transcript_lines l JOIN session_participants p ON p.pk = l.session_participant_pk
     WHERE l.session_pk = ? ORDER BY l.start_ms, l.pk LIMIT ? OFFSET ?`,
  )
  const summary = db
    .prepare<[number], string>('SELECT text FROM session_summaries WHERE session_pk = ?')
    .pluck()
  const setSummary = db.prepare(
    `INSERT INTO session_summaries (session_pk, text) VALUES (:sessionPk, :text)
     ON CONFLICT (session_pk) DO UPDATE SET text = :text`,
  )
  const file = db.prepare<[number, FileKind], FileRow>(
    'SELECT * FROM session_files WHERE session_pk = ? AND kind = ?',
  )
  const fileByKey = db.prepare<[string], FileRow>('SELECT * FROM session_files WHERE download_key = ?')
  const insertFile = db.prepare(
    `INSERT INTO session_files (session_pk, kind, download_key, created_at, expires_at)
     VALUES (:sessionPk, :kind, :downloadKey, :createdAt, :expiresAt)`,
  )
  const named = db.prepare<object, { pk: number; app_id: string }>(
    `SELECT s.pk, a.id AS app_id FROM apps a CROSS JOIN sessions s ON s.app_pk = a.pk AND s.id = :id
     WHERE (:account IS NULL OR a.account_id = :account) AND (:app IS NULL OR :app IN (a.id, a.uuid))
     LIMIT 100`,
  )
  const found = (row: FileRow | undefined) => row && rowToFile(row)

  return {
    /** Find the sessions of an id, with the ids of their apps; at most 100. */
    named: (id: string, scope: Scope) =>
      named.all({ id, account: scope.account_id ?? null, app: scope.app_id ?? null }),
    countMessages: (sessionPk: number) => messages.get(sessionPk) ?? 0,
    countLines: (sessionPk: number) => lines.get(sessionPk) ?? 0,
    hasMessage: (sessionPk: number, id: string) => hasMessage.get(sessionPk, id) !== undefined,
    addMessage({ sender, pinned, isEdited, ...message }: ChatMessage) {
      insertMessage.run({ ...message, sender: sender.pk, pinned: Number(pinned), isEdited: Number(isEdited) })
    },
    addLine({ speaker, ...line }: TranscriptLine) {
      insertLine.run({ ...line, speaker: speaker.pk })
    },
    /** List the messages of a session, the oldest first. */
    messages: (sessionPk: number, { limit, offset } = everything): ChatMessage[] =>
      listMessages.all(sessionPk, limit, offset).map(rowToMessage),
    /** List the lines of a session in the order in which they were spoken. */
    lines: (sessionPk: number, { limit, offset } = everything): TranscriptLine[] =>
      listLines.all(sessionPk, limit, offset).map(rowToLine),
    summary: (sessionPk: number): string | undefined => summary.get(sessionPk),
    setSummary: (sessionPk: number, text: string) => void setSummary.run({ sessionPk, text }),
    file: (sessionPk: number, kind: FileKind): SessionFile | undefined => found(file.get(sessionPk, kind)),
    fileByKey: (key: string): SessionFile | undefined => found(fileByKey.get(key)),
    insertFile(inserted: SessionFile): SessionFile {
      insertFile.run(inserted)
      return inserted
    },
  }
}

export type SessionFilesRepository = ReturnType<typeof createSessionFilesRepository>
