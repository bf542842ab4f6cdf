/** A recording of a meeting, as Greenroom keeps it. */

import type { Status } from './lifecycle.js'
import type { StorageConfig } from './schemas.js'

export const startReasons = ['API_CALL', 'RECORD_ON_START'] as const
export const stopReasons = ['API_CALL', 'INTERNAL_ERROR', 'ALL_PEERS_LEFT'] as const
export type StartReason = (typeof startReasons)[number]
export type StopReason = (typeof stopReasons)[number]

/** The whole meeting in one file, or a file for each participant. */
export const recordingTypes = ['COMPOSITE', 'TRACK'] as const
export type RecordingType = (typeof recordingTypes)[number]

export const audioCodecs = ['AAC', 'MP3'] as const
export type AudioCodec = (typeof audioCodecs)[number]

/** What a track recording records. */
export interface Tracks {
  /** Custom participant ids; everybody when left out. */
  user_ids?: string[] | undefined
  /** The layers by their names. */
  layers: Record<string, { file_name_prefix?: string | undefined }>
  /** The files of each layer, once they are uploaded. */
  files?: Record<string, string[]> | undefined
}

export interface Recording {
  pk: number
  accountId: string
  appPk: number
  id: string
  /** The UUID that stands for the id where only a UUID is allowed; null when the id is a UUID. */
  uuid: string | null
  meetingId: string
  /** The session that is recorded; null until the recording begins. */
  sessionPk: number | null
  sessionId: string | null
  type: RecordingType
  status: Status
  outputFileName: string
  downloadKey: string
  /** Whether there is a file with pictures. */
  hasVideo: boolean
  /** The codec of the file with the sound alone; null without one. */
  audioCodec: AudioCodec | null
  /** Whether the files can be downloaded: uploaded to the service's own bucket. */
  keptHere: boolean
  /** Null unless it is a track recording. */
  tracks: Tracks | null
  /** Without its secrets, which are never stored. */
  storageConfig: StorageConfig | null
  maxSeconds: number
  startReason: StartReason
  stopReason: StopReason | null
  errMessage: string | null
  /** Bytes; null until it is uploaded. */
  fileSize: number | null
  /** Milliseconds recorded until `recordedSince`; pauses do not count. */
  recordedMs: number
  /** Null unless it is recording. */
  recordedSince: number | null
  /** Unix milliseconds. */
  invokedAt: number
  startedAt: number | null
  stoppedAt: number | null
  /** When the links to its files expire; null while there are none. */
  expiresAt: number | null
  updatedAt: number
}

/** The id that answers give. */
export const publishedId = ({ id, uuid }: Pick<Recording, 'id' | 'uuid'>) => uuid ?? id

/** @returns how long the recording has recorded until `now`, in milliseconds */
export const recordedMs = ({ recordedMs, recordedSince }: Recording, now: number) =>
  recordedMs + (recordedSince === null ? 0 : Math.max(0, now - recordedSince))
/** `recordedMs` as SQL, for sums over many; `:now` is bound to the instant until which a recording counts. */
export const recordedMsSql = 'recorded_ms + iif(recorded_since IS NULL, 0, max(0, :now - recorded_since))'

const extensions = { AAC: 'm4a', MP3: 'mp3' } as const

/** The name of the file with the sound alone. @param codec the recording's */
export const audioFileName = ({ outputFileName }: Recording, codec: AudioCodec) =>
  `${outputFileName.replace(/\.mp4$/, '')}.${extensions[codec]}`

/** A file of a recording, by what is in it. */
export type MediaKind = 'video' | AudioCodec | 'track'

/** List the files of a recording that can be downloaded, by name; none before they are uploaded. */
export function filesOf(recording: Recording): Map<string, MediaKind> {
  const files = new Map<string, MediaKind>()
  if (recording.expiresAt === null) return files
  if (recording.tracks)
    for (const name of Object.values(recording.tracks.files ?? {}).flat()) files.set(name, 'track')
  if (recording.hasVideo) files.set(recording.outputFileName, 'video')
  if (recording.audioCodec) files.set(audioFileName(recording, recording.audioCodec), recording.audioCodec)
  return files
}

/** What is in the file whose size a recording has; undefined when it has no file. */
export const mainKind = ({
  hasVideo,
  tracks,
  audioCodec,
}: Pick<Recording, 'hasVideo' | 'tracks' | 'audioCodec'>): MediaKind | undefined =>
  hasVideo ? 'video' : tracks ? 'track' : (audioCodec ?? undefined)

/** The text that may hold directives: the file's name, or the prefixes of a track recording. */
export const scriptedText = ({ outputFileName, tracks }: Recording) =>
  tracks
    ? Object.values(tracks.layers)
        .map(({ file_name_prefix }) => file_name_prefix ?? '')
        .join(' ')
    : outputFileName

/** Which recordings of an app a list has; a field that is left out matches everything. */
export interface RecordingFilter {
  meetingId?: string | undefined
  statuses?: readonly Status[] | undefined
  /** Whether the links to the files have expired by `now`. */
  expired?: boolean | undefined
  /** Part of the id or the title of the meeting. */
  search?: string | undefined
  /** Unix milliseconds, both ends included. */
  startTime?: number | undefined
  endTime?: number | undefined
}
