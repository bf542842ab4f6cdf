import { type Static, Type } from '@sinclair/typebox'
import { pageQuery } from '../../http/paging.js'
import { Nullable, OneOf, Timestamp } from '../../http/schema-helpers.js'

const AudioConfigSchema = Type.Object({
  channel: Type.Optional(OneOf(['mono', 'stereo'])),
  codec: Type.Optional(OneOf(['MP3', 'AAC'])),
  export_file: Type.Optional(Type.Boolean()),
})

const WatermarkSchema = Type.Object({
  position: Type.Optional(OneOf(['left top', 'right top', 'left bottom', 'right bottom'])),
  size: Type.Optional(
    Type.Object({
      height: Type.Optional(Type.Integer({ minimum: 1 })),
      width: Type.Optional(Type.Integer({ minimum: 1 })),
    }),
  ),
  url: Type.Optional(Type.String({ format: 'uri' })),
})

const VideoConfigSchema = Type.Object({
  codec: Type.Optional(OneOf(['H264', 'VP8'])),
  export_file: Type.Optional(Type.Boolean()),
  height: Type.Optional(Type.Integer({ minimum: 1, maximum: 1920 })),
  width: Type.Optional(Type.Integer({ minimum: 1, maximum: 1920 })),
  watermark: Type.Optional(WatermarkSchema),
})

/** The fields of where recordings are stored. Published as write-only: `access_key`. */
export const storageConfig = {
  type: OneOf(['aws', 'azure', 'digitalocean', 'gcs', 'sftp']),
  access_key: Type.Optional(Type.String()),
  auth_method: Type.Optional(OneOf(['KEY', 'PASSWORD'])),
  bucket: Type.Optional(Type.String()),
  host: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
  path: Type.Optional(Type.String()),
  port: Type.Optional(Type.Number()),
  private_key: Type.Optional(Type.String()),
  region: Type.Optional(Type.String()),
  secret: Type.Optional(Type.String()),
  username: Type.Optional(Type.String()),
}

const recordingConfig = {
  audio_config: Type.Optional(AudioConfigSchema),
  file_name_prefix: Type.Optional(Type.String()),
  live_streaming_config: Type.Optional(
    Type.Object({ rtmp_url: Type.Optional(Type.String({ format: 'uri' })) }),
  ),
  max_seconds: Type.Optional(Type.Number({ minimum: 60, maximum: 86400 })),
  realtimekit_bucket_config: Type.Optional(Type.Object({ enabled: Type.Boolean() })),
  video_config: Type.Optional(VideoConfigSchema),
}

/** The fields of how a meeting is recorded, as a body has them. */
export const recordingConfigInput = {
  ...recordingConfig,
  storage_config: Type.Optional(Nullable(Type.Object(storageConfig))),
}
const RecordingConfigInputSchema = Type.Object(recordingConfigInput)
// Published as write-only: taken, kept, never given back.
const { access_key: _, ...shownStorageConfig } = storageConfig
const RecordingConfigSchema = Type.Object({
  ...recordingConfig,
  storage_config: Type.Optional(Nullable(Type.Object(shownStorageConfig))),
})

const AiConfigSchema = Type.Object({
  summarization: Type.Optional(
    Type.Object({
      summary_type: Type.Optional(
        OneOf([
          'general',
          'team_meeting',
          'sales_call',
          'client_check_in',
          'interview',
          'daily_standup',
          'one_on_one_meeting',
          'lecture',
          'code_review',
        ]),
      ),
      text_format: Type.Optional(OneOf(['plain_text', 'markdown'])),
      word_limit: Type.Optional(Type.Integer({ minimum: 150, maximum: 1000 })),
    }),
  ),
  transcription: Type.Optional(
    Type.Object({
      keywords: Type.Optional(Type.Array(Type.String())),
      language: Type.Optional(OneOf(['en-US', 'en-IN', 'de', 'hi', 'sv', 'ru', 'pl', 'el', 'fr', 'nl'])),
      profanity_filter: Type.Optional(Type.Boolean()),
    }),
  ),
})

const settings = {
  ai_config: Type.Optional(AiConfigSchema),
  persist_chat: Type.Optional(Type.Boolean()),
  recording_config: Type.Optional(RecordingConfigInputSchema),
  session_keep_alive_time_in_secs: Type.Optional(Type.Number({ minimum: 60, maximum: 600 })),
  summarize_on_end: Type.Optional(Type.Boolean()),
  transcribe_on_end: Type.Optional(Type.Boolean()),
}

export const MeetingStatusSchema = OneOf(['ACTIVE', 'INACTIVE'])

/** The body of create and of PUT. */
export const MeetingBodySchema = Type.Object({
  ...settings,
  title: Type.Optional(Nullable(Type.String())),
  live_stream_on_start: Type.Optional(Nullable(Type.Boolean())),
  record_on_start: Type.Optional(Nullable(Type.Boolean())),
})
export type MeetingBody = Static<typeof MeetingBodySchema>

export const MeetingPatchSchema = Type.Object({
  ...settings,
  title: Type.Optional(Type.String()),
  live_stream_on_start: Type.Optional(Type.Boolean()),
  record_on_start: Type.Optional(Type.Boolean()),
  status: Type.Optional(MeetingStatusSchema),
})
export type MeetingPatch = Static<typeof MeetingPatchSchema>

export const ListMeetingsQuerySchema = Type.Object({
  ...pageQuery,
  start_time: Type.Optional(Type.String({ format: 'date-time' })),
  end_time: Type.Optional(Type.String({ format: 'date-time' })),
  search: Type.Optional(Type.String({ description: 'Part of the title or the id.' })),
  status: Type.Optional(MeetingStatusSchema),
})

const meeting = {
  id: Type.String({ format: 'uuid' }),
  status: MeetingStatusSchema,
  live_stream_on_start: Type.Boolean(),
  record_on_start: Type.Boolean(),
  persist_chat: Type.Boolean(),
  summarize_on_end: Type.Boolean(),
  transcribe_on_end: Type.Boolean(),
  session_keep_alive_time_in_secs: Type.Number(),
  created_at: Timestamp('When the meeting was created.'),
  updated_at: Timestamp('When the meeting was last changed.'),
}

export const MeetingSchema = Type.Object({
  ...meeting,
  title: Type.Optional(Type.String()),
  recording_config: Type.Optional(RecordingConfigSchema),
  ai_config: Type.Optional(AiConfigSchema),
})

export const RecordedMeetingSchema = Type.Object({
  ...meeting,
  title: Nullable(Type.String()),
  recording_config: Nullable(RecordingConfigSchema),
  ai_config: Nullable(AiConfigSchema),
})
