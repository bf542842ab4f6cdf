/** What is said in a session, and the files that are made of it after its end. */

import type { SessionParticipant } from '../session-participant.js'

export const fileKinds = ['chat', 'transcript', 'summary'] as const
export type FileKind = (typeof fileKinds)[number]

/** A file of a session, at a link of its own. */
export interface SessionFile {
  sessionPk: number
  kind: FileKind
  /** What nobody can guess in its link. */
  downloadKey: string
  /** Unix milliseconds. */
  createdAt: number
  expiresAt: number
}

export interface ChatMessage {
  sessionPk: number
  sender: SessionParticipant
  id: string
  payloadType: string
  payload: string
  pinned: boolean
  isEdited: boolean
  /** Unix milliseconds. */
  createdAt: number
}

export interface TranscriptLine {
  sessionPk: number
  speaker: SessionParticipant
  /** Milliseconds since the session began. */
  startMs: number
  endMs: number
  text: string
}

/** The most messages, and the most lines, of a session: its file is made in memory. ASSUMED: nothing is published. */
export const MAX_SAID = 100_000

export const transcriptFormats = ['CSV', 'JSON', 'SRT', 'VTT'] as const
export type TranscriptFormat = (typeof transcriptFormats)[number]

/** The name of a file in its link. */
export const fileNameOf = (kind: FileKind, format: TranscriptFormat = 'CSV') =>
  ({ chat: 'chat.csv', transcript: `transcript.${format.toLowerCase()}`, summary: 'summary.txt' })[kind]

/** The media type of a file, by the extension of its name. */
export const mediaTypeOf = (fileName: string) =>
  ({
    csv: 'text/csv; charset=utf-8',
    json: 'application/json; charset=utf-8',
    srt: 'application/x-subrip; charset=utf-8',
    vtt: 'text/vtt; charset=utf-8',
    txt: 'text/plain; charset=utf-8',
  })[fileName.slice(fileName.lastIndexOf('.') + 1)]
