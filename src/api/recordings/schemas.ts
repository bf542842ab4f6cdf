import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { pageQuery } from '../../http/paging.js'
import { Nullable, OneOf, Timestamp } from '../../http/schema-helpers.js'
import {
  MeetingSchema,
  RecordedMeetingSchema,
  recordingConfigInput,
  storageConfig,
} from '../meetings/schemas.js'
import { statuses } from './lifecycle.js'

/** The longest recording, in seconds. Source: the published maximum of `max_seconds`. */
export const MAX_SECONDS = 86_400

const { audio_config, video_config, file_name_prefix, realtimekit_bucket_config } = recordingConfigInput

/** What the bodies of a start and of a fixture have in common. */
export const recordingSettings = {
  file_name_prefix,
  max_seconds: Type.Optional(Type.Integer({ minimum: 60, maximum: MAX_SECONDS })),
  audio_config,
  video_config,
  realtimekit_bucket_config,
  storage_config: recordingConfigInput.storage_config,
}

const meetingId = Type.String({ minLength: 1, description: 'ID of the meeting to record.' })

export const StartRecordingSchema = Type.Object({
  meeting_id: meetingId,
  ...recordingSettings,
  allow_multiple_recordings: Type.Optional(
    Type.Boolean({ description: 'Whether to start although a recording of the meeting is active.' }),
  ),
  url: Type.Optional(Type.String({ format: 'uri', description: 'Accepted; has no effect.' })),
  rtmp_out_config: Type.Optional(
    Type.Object({
      rtmp_url: Type.Optional(
        Type.String({ format: 'uri', description: 'Accepted; nothing is sent to it.' }),
      ),
    }),
  ),
  interactive_config: Type.Optional(Type.Object({ type: Type.Optional(OneOf(['ID3'])) })),
})
export type StartRecordingBody = Static<typeof StartRecordingSchema>
export type RecordingSettings = Pick<StartRecordingBody, keyof typeof recordingSettings>

export const StartTracksSchema = Type.Object({
  meeting_id: meetingId,
  user_ids: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
      minItems: 1,
      maxItems: 100,
      description: 'Custom participant ids of those to record; everybody when left out.',
    }),
  ),
  layers: Type.Optional(
    Type.Record(
      Type.String(),
      Type.Object({
        file_name_prefix: Type.Optional(Type.String()),
        media_kind: Type.Optional(OneOf(['audio'])),
      }),
    ),
  ),
  // Unpublished now: in the former documentation's example.
  max_seconds: Type.Optional(Type.Integer({ minimum: 60, maximum: MAX_SECONDS })),
})
export type StartTracksBody = Static<typeof StartTracksSchema>

export const actions = ['stop', 'pause', 'resume'] as const
export const ActionSchema = Type.Object({ action: OneOf(actions) })
export type Action = (typeof actions)[number]

export const ListRecordingsQuerySchema = Type.Object({
  ...pageQuery,
  meeting_id: Type.Optional(Type.String()),
  expired: Type.Optional(
    Type.Boolean({ description: 'Whether the links to the files have expired; left out: both.' }),
  ),
  search: Type.Optional(Type.String({ description: "Part of the meeting's id or title." })),
  sort_by: Type.Optional(OneOf(['invokedTime'])),
  sort_order: Type.Optional(OneOf(['ASC', 'DESC'])),
  start_time: Type.Optional(Type.String({ format: 'date-time' })),
  end_time: Type.Optional(Type.String({ format: 'date-time' })),
  status: Type.Optional(Type.Array(OneOf(statuses))),
})

const { access_key: _a, secret: _s, password: _p, private_key: _k, ...shownStorage } = storageConfig
export const StorageConfigSchema = Type.Object(shownStorage)
export type StorageConfig = Static<typeof StorageConfigSchema>

/** Where files are stored, without the secrets: the one place that decides which fields are kept and shown. */
export function withoutSecrets(config: RecordingSettings['storage_config']): StorageConfig | null {
  if (!config) return null
  const { access_key, secret, password, private_key, ...kept } = config
  const names = Object.keys(shownStorage)
  return Object.fromEntries(Object.entries(kept).filter(([name]) => names.includes(name))) as StorageConfig
}

const uri = (description: string) => Type.String({ format: 'uri', description })

const recording = (downloadUrl: TSchema) => ({
  id: Type.String({ format: 'uuid' }),
  meeting_id: Type.String({ description: 'Unpublished: live answers have it.' }),
  // Unpublished: the documentation's example of a track recording has it.
  type: Type.Optional(OneOf(['TRACK'])),
  status: OneOf(statuses),
  output_file_name: Type.String(),
  download_url: downloadUrl,
  audio_download_url: Nullable(uri('Where the sound alone is downloaded from.')),
  download_url_expiry: Nullable(Timestamp('When the links expire.')),
  file_size: Nullable(Type.Integer({ description: 'Bytes.' })),
  session_id: Nullable(Type.String()),
  recording_duration: Type.Integer({ description: 'Seconds.' }),
  invoked_time: Timestamp('When the recording was asked for.'),
  started_time: Nullable(Timestamp('When it began.')),
  stopped_time: Nullable(Timestamp('When it stopped.')),
})
const documentedRecording = recording(Nullable(uri('Where the file is downloaded from.')))

/** The files of a layer of a track recording, by name. */
const LayerSchema = Type.Object({
  layer_name: Type.String(),
  download_urls: Type.Record(Type.String(), Type.Object({ download_url: Type.String() })),
})
const recordedRecording = recording(
  Type.Unsafe({
    description: 'Where the file is downloaded from; the layers of a track recording.',
    anyOf: [Nullable(Type.String()), Type.Array(LayerSchema)],
  }),
)

const caller = Type.Optional(Type.Object({ type: OneOf(['ORGANIZATION', 'USER']) }))
const reasons = {
  storage_config: Type.Optional(Nullable(StorageConfigSchema)),
  start_reason: Type.Object({ reason: Type.String(), caller }),
  stop_reason: Type.Optional(Type.Object({ reason: Type.String(), caller })),
}

const listed = <Config extends TSchema>(meeting: Config) => ({
  storage_config: Type.Optional(Nullable(StorageConfigSchema)),
  meeting: Type.Optional(meeting),
})

/** By itself. */
export const RecordingSchema = Type.Object({ ...documentedRecording, ...reasons })
export const RecordedRecordingSchema = Type.Object({ ...recordedRecording, ...reasons })
/** Without its reasons: active in a meeting, or a track recording at its start. */
export const BareRecordingSchema = Type.Object(documentedRecording)
export const RecordedBareRecordingSchema = Type.Object(recordedRecording)
/** In the list, with its meeting. */
export const ListedRecordingSchema = Type.Object({ ...documentedRecording, ...listed(MeetingSchema) })
export const RecordedListedRecordingSchema = Type.Object({
  ...recordedRecording,
  ...listed(RecordedMeetingSchema),
})
