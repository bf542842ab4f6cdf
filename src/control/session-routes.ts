import { route } from '../http/route.js'
import {
  ChatSchema,
  SaidDetailsSchema,
  SaidQuerySchema,
  SaidSchema,
  SessionIdSchema,
  SummarySchema,
  TranscriptSchema,
} from './session-schemas.js'
import type { SessionsControl } from './sessions.js'

const refusals = ['noSession', 'ambiguousSession', 'sessionFileMade'] as const

/** Declare the operations on what is said in sessions. */
export const createSessionRoutes = (sessions: SessionsControl) => ({
  said: route({
    id: 'getWhatWasSaid',
    summary: 'Show what was written and spoken in a session, and the files of it',
    method: 'GET',
    path: '/sessions/:session_id/said',
    params: SessionIdSchema,
    query: SaidQuerySchema,
    answer: SaidDetailsSchema,
    errors: ['noSession', 'ambiguousSession'],
    handle: ({ params, query, host }) => sessions.said(params.session_id, query, host),
  }),
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
