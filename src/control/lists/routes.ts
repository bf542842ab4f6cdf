import { route } from '../../http/route.js'
import { ScopeSchema } from '../../http/scope-schema.js'
import { LivestreamIdSchema } from '../livestream-schemas.js'
import { MeetingIdSchema } from '../meeting-schemas.js'
import { SessionIdSchema } from '../session-schemas.js'
import { answers, LivestreamDetailsSchema, MeetingItemSchema, SessionDetailsSchema } from './item-schemas.js'
import { queries } from './query-schemas.js'
import type { ListsService } from './service.js'

const meetingErrors = ['noMeeting', 'ambiguousMeeting'] as const

/** Declare the lists over all accounts, and the details of what they list. */
export const createListRoutes = (lists: ListsService) => ({
  accounts: route({
    id: 'listEveryAccount',
    summary: 'List the accounts, with their clocks and apps',
    method: 'GET',
    path: '/accounts',
    query: queries.accounts,
    answer: answers.accounts,
    errors: [],
    handle: ({ query }) => lists.accounts(query),
  }),
  livestreams: route({
    id: 'listEveryLivestream',
    summary: 'List livestreams of all accounts, newest first',
    method: 'GET',
    path: '/livestreams',
    query: queries.livestreams,
    answer: answers.livestreams,
    errors: meetingErrors,
    handle: ({ query }) => lists.livestreams(query),
  }),
  livestream: route({
    id: 'getLivestreamOfAnyAccount',
    summary: 'Show a livestream, its addresses and its livestream sessions',
    method: 'GET',
    path: '/livestreams/:livestream_id',
    params: LivestreamIdSchema,
    query: queries.details,
    answer: LivestreamDetailsSchema,
    errors: ['noLivestream', 'ambiguousLivestream'],
    handle: ({ params, query, host }) => lists.livestream(params.livestream_id, query, host),
  }),
  meetings: route({
    id: 'listEveryMeeting',
    summary: 'List meetings of all accounts, newest first',
    method: 'GET',
    path: '/meetings',
    query: queries.meetings,
    answer: answers.meetings,
    errors: [],
    handle: ({ query }) => lists.meetings(query),
  }),
  meeting: route({
    id: 'getMeetingOfAnyAccount',
    summary: 'Show a meeting, its live session and its active livestream',
    method: 'GET',
    path: '/meetings/:meeting_id',
    params: MeetingIdSchema,
    query: ScopeSchema,
    answer: MeetingItemSchema,
    errors: meetingErrors,
    handle: ({ params, query }) => lists.meeting(params.meeting_id, query),
  }),
  sessions: route({
    id: 'listEverySession',
    summary: 'List sessions of all accounts, newest first',
    method: 'GET',
    path: '/sessions',
    query: queries.sessions,
    answer: answers.sessions,
    errors: meetingErrors,
    handle: ({ query }) => lists.sessions(query),
  }),
  session: route({
    id: 'getSessionOfAnyAccount',
    summary: 'Show a session, who is there and what was said',
    method: 'GET',
    path: '/sessions/:session_id',
    params: SessionIdSchema,
    query: ScopeSchema,
    answer: SessionDetailsSchema,
    errors: ['noSession', 'ambiguousSession'],
    handle: ({ params, query }) => lists.session(params.session_id, query),
  }),
  participants: route({
    id: 'listParticipantsOfAnyMeeting',
    summary: 'List the participants of a meeting, newest first',
    method: 'GET',
    path: '/participants',
    query: queries.participants,
    answer: answers.participants,
    errors: meetingErrors,
    handle: ({ query }) => lists.participants(query),
  }),
  recordings: route({
    id: 'listEveryRecording',
    summary: 'List recordings of all accounts, newest first',
    method: 'GET',
    path: '/recordings',
    query: queries.recordings,
    answer: answers.recordings,
    errors: meetingErrors,
    handle: ({ query, host }) => lists.recordings(query, host),
  }),
  webhooks: route({
    id: 'listEveryWebhook',
    summary: 'List webhooks of all accounts, newest first',
    method: 'GET',
    path: '/webhooks',
    query: queries.webhooks,
    answer: answers.webhooks,
    errors: [],
    handle: ({ query }) => lists.webhooks(query),
  }),
  presets: route({
    id: 'listEveryPreset',
    summary: 'List presets of all accounts, newest first',
    method: 'GET',
    path: '/presets',
    query: queries.presets,
    answer: answers.presets,
    errors: [],
    handle: ({ query }) => lists.presets(query),
  }),
})
