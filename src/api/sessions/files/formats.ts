/** Writes chats, transcripts and summaries in the published formats. */

import { toIso } from '../../../core/iso-time.js'
import type { Session } from '../session.js'
import { namedId } from '../session-participant.js'
import type { ChatMessage, TranscriptFormat, TranscriptLine } from './session-file.js'

const quoted = (value: string | number) => `"${String(value).replaceAll('"', '""')}"`
/** Quote a value where RFC 4180 wants it. */
const cell = (value: string) => (/[",\r\n]/.test(value) || value !== value.trim() ? quoted(value) : value)

const chatColumns = [
  'id',
  'participantId',
  'sessionId',
  'meetingId',
  'displayName',
  'pinned',
  'isEdited',
  'payloadType',
  'payload',
  'createdAt',
]

/** Write a chat as CSV, with the published columns and a header. */
export const toChatCsv = (session: Session, messages: readonly ChatMessage[]) =>
  [
    chatColumns,
    ...messages.map((message) => [
      message.id,
      namedId(message.sender),
      session.id,
      session.meetingId,
      message.sender.name ?? '',
      String(message.pinned),
      String(message.isEdited),
      message.payloadType,
      message.payload,
      toIso(message.createdAt),
    ]),
  ]
    .map((cells) => `${cells.map(cell).join(',')}\n`)
    .join('')

/** Write a transcript as CSV: as published without a header, every value in quotes, the first in milliseconds. */
const toCsv = (lines: readonly TranscriptLine[]) =>
  lines
    .map(({ speaker, startMs, text }) => {
      const { id, customParticipantId, name } = speaker
      const cells = [startMs, id, namedId(speaker), customParticipantId, name ?? '', text]
      return `${cells.map(quoted).join(',')}\n`
    })
    .join('')

const toJson = (lines: readonly TranscriptLine[]) =>
  JSON.stringify(
    lines.map(({ speaker, startMs, endMs, text }) => ({
      startTime: startMs,
      endTime: endMs,
      sentence: text,
      peerData: {
        id: speaker.id,
        userId: namedId(speaker),
        displayName: speaker.name ?? '',
        cpi: speaker.customParticipantId,
        joinedAt: toIso(speaker.joinedAt),
        leftAt: speaker.leftAt === null ? '' : toIso(speaker.leftAt),
      },
    })),
  )

const digits = (value: number, length: number) => String(Math.floor(value)).padStart(length, '0')
const timeOf = (ms: number, point: string) =>
  `${digits(ms / 3_600_000, 2)}:${digits((ms / 60_000) % 60, 2)}:${digits((ms / 1000) % 60, 2)}${point}${digits(ms % 1000, 3)}`
/** The text of a cue: on one line, since an empty one ends the cue. */
const spoken = ({ speaker, text }: TranscriptLine) =>
  `${speaker.name ?? speaker.customParticipantId}: ${text}`.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')

const cues = (
  lines: readonly TranscriptLine[],
  { point, textOf }: { point: string; textOf: (line: TranscriptLine) => string },
) =>
  lines
    .map(
      (line, i) =>
        `${i + 1}\n${timeOf(line.startMs, point)} --> ${timeOf(line.endMs, point)}\n${textOf(line)}\n`,
    )
    .join('\n')

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escaped = (line: TranscriptLine) => spoken(line).replace(/[&<>]/g, (sign) => escapes[sign] ?? sign)

/** Write a transcript in a format. */
export function toTranscript(lines: readonly TranscriptLine[], format: TranscriptFormat): string {
  switch (format) {
    case 'CSV':
      return toCsv(lines)
    case 'JSON':
      return toJson(lines)
    case 'SRT':
      return cues(lines, { point: ',', textOf: spoken })
    case 'VTT':
      return `WEBVTT\n\n${cues(lines, { point: '.', textOf: escaped })}`
  }
}

/** Summarize a transcript. ASSUMED: a summary that was not put in says who spoke, and how much. */
export function summarize(session: Session, lines: readonly TranscriptLine[]): string {
  const counts = new Map<string, number>()
  for (const { speaker } of lines) {
    const name = speaker.name ?? speaker.customParticipantId
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const each = [...counts].map(([name, count]) => `- ${name}: ${count} ${count === 1 ? 'line' : 'lines'}\n`)
  return `Summary of ${session.meetingTitle ?? 'the meeting'}\n\n${each.join('')}`
}
