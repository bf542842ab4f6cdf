import { Type } from '@sinclair/typebox'
import { isUuid } from '../../../core/ids.js'
import { sessionParams } from '../../../http/params.js'
import { Answer, OneOf, Timestamp } from '../../../http/schema-helpers.js'
import { appPath, operation } from '../../operation.js'
import type { Session } from '../session.js'
import { type FileKind, type SessionFile, type TranscriptFormat, transcriptFormats } from './session-file.js'
import { linkOf } from './wire.js'

const path = `${appPath}/sessions/:session_id`
const notFound = ['noApp', 'invalidGuid', 'noSession'] as const

interface Found {
  session: Session
  file: SessionFile
  format?: TranscriptFormat
}

const ofKind = <const K extends FileKind>(kind: K) => ({
  method: 'GET' as const,
  path: `${path}/${kind}`,
  status: 200,
  params: Type.Object(sessionParams),
})

const expiry = Timestamp('When the link expires.')

const getChat = operation({
  id: 'GetSessionChat',
  summary: 'Fetch the link to the chat of a session',
  ...ofKind('chat'),
  errors: [...notFound, 'noChat'],
  handle: ({ params }, { apps, sessionFiles }): Found =>
    sessionFiles.get(apps.get(params), params.session_id, 'chat'),
  documented: {
    schema: Answer({
      data: Type.Object({ chat_download_url: Type.String(), chat_download_url_expiry: expiry }),
    }),
    render(found, view) {
      const link = linkOf(found, view)
      return { success: true, data: { chat_download_url: link.url, chat_download_url_expiry: link.expiry } }
    },
  },
})

const getTranscript = operation({
  id: 'GetSessionTranscript',
  summary: 'Fetch the link to the transcript of a session',
  ...ofKind('transcript'),
  query: Type.Object({
    format: Type.Optional(
      OneOf(transcriptFormats, { default: 'CSV', description: 'The format of the file.' }),
    ),
  }),
  errors: [...notFound, 'noTranscript'],
  handle: ({ params, query }, { apps, sessionFiles }): Found => ({
    ...sessionFiles.get(apps.get(params), params.session_id, 'transcript'),
    format: query.format ?? 'CSV',
  }),
  documented: {
    schema: Answer({
      data: Type.Object({
        sessionId: Type.String(),
        transcript_download_url: Type.String(),
        transcript_download_url_expiry: expiry,
      }),
    }),
    render(found, view) {
      const link = linkOf(found, view)
      return {
        success: true,
        data: {
          sessionId: found.session.id,
          transcript_download_url: link.url,
          transcript_download_url_expiry: link.expiry,
        },
      }
    },
  },
})

const getSummary = operation({
  id: 'GetSessionSummary',
  summary: 'Fetch the link to the summary of a session',
  ...ofKind('summary'),
  errors: [...notFound, 'noSummary'],
  handle: ({ params }, { apps, sessionFiles }): Found =>
    sessionFiles.get(apps.get(params), params.session_id, 'summary'),
  documented: {
    schema: Answer({
      data: Type.Object({
        sessionId: Type.String(),
        summaryDownloadUrl: Type.String(),
        summaryDownloadUrlExpiry: expiry,
      }),
    }),
    render(found, view) {
      const link = linkOf(found, view)
      return {
        success: true,
        data: {
          sessionId: found.session.id,
          summaryDownloadUrl: link.url,
          summaryDownloadUrlExpiry: link.expiry,
        },
      }
    },
  },
})

const askForSummary = operation({
  id: 'post-sessions-session_id-summary',
  summary: 'Summarize the transcript of a session',
  ...ofKind('summary'),
  method: 'POST',
  errors: [...notFound, 'noTranscript'],
  handle: ({ params }, { apps, sessionFiles }) =>
    sessionFiles.askForSummary(apps.get(params), params.session_id),
  documented: {
    schema: Answer({
      data: Type.Object({
        session_id: Type.Optional(
          Type.String({ format: 'uuid', description: 'Absent when the id is no UUID.' }),
        ),
        status: Type.String(),
      }),
    }),
    // ASSUMED: no value of `status` is known; this is the word of the recorded body.
    render: ({ id }: Session) => ({
      success: true,
      data: { session_id: isUuid(id) ? id : undefined, status: 'Success' },
    }),
  },
  recorded: {
    schema: Answer({ data: Type.Object({ success: Type.Boolean(), message: Type.String() }) }),
    render: () => ({ success: true, data: { success: true, message: 'Success' } }),
  },
})

export const sessionFileOperations = [getChat, getTranscript, getSummary, askForSummary]
