/** What the lists show: each item names its account and its app. Times are on the account's clock. */

import { type Static, type TSchema, Type } from '@sinclair/typebox'
import {
  lifecycleEvents as livestreamEvents,
  statuses as livestreamStatuses,
} from '../../api/livestreams/lifecycle.js'
import {
  lifecycleEvents as recordingEvents,
  statuses as recordingStatuses,
} from '../../api/recordings/lifecycle.js'
import { recordingTypes } from '../../api/recordings/recording.js'
import { Nullable, OneOf, Timestamp } from '../../http/schema-helpers.js'

const text = Type.String()
const flag = Type.Boolean()
const count = (description: string) => Type.Integer({ minimum: 0, description })
const maybe = (description: string) => Nullable(Timestamp(description))
const inApp = { account_id: text, app_id: text }
const times = {
  created_at: Timestamp('When it was created.'),
  updated_at: Timestamp('When it last changed.'),
}

const livestream = {
  ...inApp,
  id: text,
  name: Nullable(text),
  status: OneOf(livestreamStatuses),
  kind: OneOf(['meeting', 'independent']),
  meeting_id: Nullable(text),
  meeting_title: Nullable(text),
  disabled: flag,
  manual_ingest: flag,
  viewers: Type.Integer(),
  started_time: maybe('When its latest livestream session went live.'),
  stopped_time: maybe('When its latest livestream session stopped.'),
  err_message: Nullable(Type.String({ description: 'Why its latest livestream session failed.' })),
  ...times,
  possible_events: Type.Array(OneOf(livestreamEvents), {
    description: 'What can happen to it, for POST /livestreams/{id}/events.',
  }),
}
export const LivestreamItemSchema = Type.Object(livestream)

export const LivestreamDetailsSchema = Type.Object({
  ...livestream,
  stream_key: text,
  ingest_server: text,
  playback_url: text,
  livestream_sessions: Type.Array(
    Type.Object({
      id: text,
      invoked_time: Timestamp('When it was invoked.'),
      started_time: maybe('When it went live.'),
      stopped_time: maybe('When it stopped.'),
      err_message: Nullable(text),
      ingest_seconds: Type.Number({ description: 'How long it has been live.' }),
      viewer_seconds: Type.Number({ description: 'How long all viewers together have watched.' }),
    }),
    { description: 'A page of its livestream sessions, newest first.' },
  ),
  total_count: count('How many livestream sessions it has.'),
})

const meeting = {
  ...inApp,
  id: text,
  title: Nullable(text),
  status: OneOf(['ACTIVE', 'INACTIVE']),
  live_stream_on_start: flag,
  record_on_start: flag,
  persist_chat: flag,
  summarize_on_end: flag,
  transcribe_on_end: flag,
  session_keep_alive_time_in_secs: Type.Number(),
  participants: count('How many participants were added.'),
  live_session: Nullable(
    Type.Object({ id: text, started_at: Timestamp('When it began.'), live_participants: Type.Integer() }),
  ),
  active_livestream: Nullable(Type.Object({ id: text, status: OneOf(livestreamStatuses) })),
  active_recording: Nullable(
    Type.Object({
      id: text,
      status: OneOf(recordingStatuses),
      possible_events: Type.Array(OneOf(recordingEvents), { description: 'What can happen to it.' }),
    }),
  ),
  ...times,
}
export const MeetingItemSchema = Type.Object(meeting)

const session = {
  ...inApp,
  id: text,
  meeting_id: text,
  meeting_title: Nullable(text),
  status: OneOf(['LIVE', 'ENDED']),
  live_participants: Type.Integer(),
  max_concurrent_participants: Type.Integer(),
  started_at: Timestamp('When it began.'),
  ended_at: maybe('When it ended.'),
  ends_at: maybe('When it ends unless somebody joins; null while somebody is there.'),
  ...times,
}
export const SessionItemSchema = Type.Object(session)

export const SessionDetailsSchema = Type.Object({
  ...session,
  session_keep_alive_time_in_secs: Type.Number({
    description: 'How long it lasts once everybody has left, in seconds.',
  }),
  present: Type.Array(
    Type.Object({
      peer_id: text,
      participant_id: Nullable(
        Type.String({ description: 'Null for somebody who was never added to the meeting.' }),
      ),
      custom_participant_id: text,
      name: Nullable(text),
      preset_name: Nullable(text),
      joined_at: Timestamp('When they joined.'),
    }),
    { description: 'Who is there now, at most 100, those who came first first.' },
  ),
  chat: flag,
  transcript: flag,
  summary: flag,
  messages: count('How many messages were written.'),
  lines: count('How many lines were spoken.'),
})

export const ParticipantItemSchema = Type.Object({
  ...inApp,
  id: text,
  meeting_id: text,
  custom_participant_id: text,
  name: Nullable(text),
  picture: Nullable(text),
  preset_name: text,
  ...times,
})

export const RecordingItemSchema = Type.Object({
  ...inApp,
  id: text,
  meeting_id: text,
  meeting_title: Nullable(text),
  session_id: Nullable(text),
  type: OneOf(recordingTypes),
  status: OneOf(recordingStatuses),
  output_file_name: text,
  download_url: Nullable(Type.String({ description: 'Of its first file; null when there is none.' })),
  audio_download_url: Nullable(text),
  download_url_expiry: maybe('When its links expire.'),
  file_size: Nullable(Type.Integer({ description: 'Bytes.' })),
  recording_duration: Type.Integer({ description: 'Seconds.' }),
  err_message: Nullable(text),
  invoked_time: Timestamp('When it was invoked.'),
  started_time: maybe('When it began.'),
  stopped_time: maybe('When it stopped.'),
  possible_events: Type.Array(OneOf(recordingEvents), {
    description: 'What can happen to it, for POST /recordings/{id}/events.',
  }),
})

export const WebhookItemSchema = Type.Object({
  ...inApp,
  id: text,
  name: text,
  url: text,
  events: Type.Array(text),
  enabled: flag,
  failures: count('How many attempts have failed in a row.'),
  ...times,
})

export const PresetItemSchema = Type.Object({
  ...inApp,
  id: text,
  name: text,
  uses: count('How many participants were ever added with it.'),
  config: Type.Record(text, Type.Unknown()),
  permissions: Type.Record(text, Type.Unknown()),
  ...times,
})

export const AccountItemSchema = Type.Object({
  id: text,
  clock: Type.Object({
    mode: OneOf(['real', 'offset', 'frozen']),
    now: Timestamp('The time of the account.'),
    own: Type.Boolean({ description: 'Whether the account has a clock of its own.' }),
  }),
  apps: Type.Array(
    Type.Object({
      id: text,
      name: text,
      created_at: Timestamp('When it was created.'),
      livestreams: Type.Object(
        { INVOKED: Type.Integer(), LIVE: Type.Integer(), IDLE: Type.Integer(), ERRORED: Type.Integer() },
        { description: 'How many livestreams there are in each status.' },
      ),
      meetings: Type.Integer(),
      live_sessions: Type.Integer(),
    }),
    { description: 'Its newest apps, at most 100.' },
  ),
  app_count: Type.Integer(),
})

const total = { total_count: count('How many items the list has, over all pages.') }
/** A page of a list, under the list's name. */
const ListOf = <Name extends string, Item extends TSchema>(name: Name, item: Item) =>
  Type.Object({
    ...({ [name]: Type.Array(item) } as Record<Name, ReturnType<typeof Type.Array<Item>>>),
    ...total,
    searched_all: Type.Boolean({
      description:
        'False when `search` looked at the newest 20,000 items only, and `total_count` counts what it found there.',
    }),
  })

export const answers = {
  accounts: Type.Object({ accounts: Type.Array(AccountItemSchema), ...total }),
  livestreams: ListOf('livestreams', LivestreamItemSchema),
  meetings: ListOf('meetings', MeetingItemSchema),
  sessions: ListOf('sessions', SessionItemSchema),
  participants: ListOf('participants', ParticipantItemSchema),
  recordings: ListOf('recordings', RecordingItemSchema),
  webhooks: ListOf('webhooks', WebhookItemSchema),
  presets: ListOf('presets', PresetItemSchema),
} as const
export type Answers = { [Name in keyof typeof answers]: Static<(typeof answers)[Name]> }
export type LivestreamItem = Static<typeof LivestreamItemSchema>
export type LivestreamDetails = Static<typeof LivestreamDetailsSchema>
export type MeetingItem = Static<typeof MeetingItemSchema>
export type SessionItem = Static<typeof SessionItemSchema>
export type SessionDetails = Static<typeof SessionDetailsSchema>
export type ParticipantItem = Static<typeof ParticipantItemSchema>
export type RecordingItem = Static<typeof RecordingItemSchema>
export type WebhookItem = Static<typeof WebhookItemSchema>
export type PresetItem = Static<typeof PresetItemSchema>
export type AccountItem = Static<typeof AccountItemSchema>
