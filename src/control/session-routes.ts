import { route } from '../http/route.js'
import {
  ChatSchema,
  SaidSchema,
  SessionIdSchema,
  SummarySchema,
  TranscriptSchema,
} from './session-schemas.js'
import type { SessionsControl } from './sessions.js'

const refusals = ['noSession', 'ambiguousSession', 'sessionFileMade'] as const

/** Declare the operations on what is said in sessions. */
export const createSessionRoutes = (sessions: SessionsControl) => ({
  chat: route({
    id: 'addChatMessages',
    summary: 'Put chat messages into a session',
    method: 'POST',
    path: '/sessions/:session_id/chat',
    params: SessionIdSchema,
    body: ChatSchema,
    answer: SaidSchema,
    errors: [...refusals, 'noUser'],
    handle: ({ params, body }) => sessions.chat(params.session_id, body),
  }),
  transcript: route({
    id: 'addTranscriptLines',
    summary: 'Put transcript lines into a session',
    method: 'POST',
    path: '/sessions/:session_id/transcript',
    params: SessionIdSchema,
    body: TranscriptSchema,
    answer: SaidSchema,
    errors: [...refusals, 'noUser'],
    handle: ({ params, body }) => sessions.transcript(params.session_id, body),
  }),
  summary: route({
    id: 'setSummary',
    summary: 'Put in the text of the summary that will be made of a session',
    method: 'POST',
    path: '/sessions/:session_id/summary',
    params: SessionIdSchema,
    body: SummarySchema,
    answer: SaidSchema,
    errors: [...refusals],
    handle: ({ params, body }) => sessions.summary(params.session_id, body),
  }),
})
