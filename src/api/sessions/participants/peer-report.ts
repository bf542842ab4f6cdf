/**
 * The report of a peer. ASSUMED: Greenroom has no media connection to measure, so every list is empty and every object
 * says nothing, except for what presence tells: the view of the room.
 */

import { Type } from '@sinclair/typebox'
import type { PeerReportFilter } from './schemas.js'
import type { ViewType } from './service.js'

const nothing = Type.Object({})
const list = Type.Array(Type.Object({}))
const optional = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) => Type.Optional(schema)

const media = ['audio', 'video', 'screenshare_audio', 'screenshare_video'] as const
const ends = ['consumer', 'producer'] as const
const streams = media.flatMap((medium) => ends.map((end) => `${medium}_${end}`))
const ofStreams = <T>(make: (name: string) => Record<string, T>) =>
  Object.assign({}, ...streams.map(make)) as Record<string, T>

const QualitySchema = Type.Object(
  ofStreams((name) => ({ [name]: list, [`${name}_cumulative`]: nothing })) as Record<string, typeof list>,
)

export const PeerReportSchema = Type.Object({
  metadata: Type.Object({
    events: optional(list),
    device_info: optional(nothing),
    browser_metadata: optional(nothing),
    ip_information: optional(nothing),
    pc_metadata: optional(list),
    candidate_pairs: optional(Type.Object({ producing_transport: list, consuming_transport: list })),
    audio_devices_updates: optional(list),
    video_devices_updates: optional(list),
    speaker_devices_updates: optional(list),
    selected_device_updates: optional(list),
    room_view_type: optional(Type.String()),
  }),
  quality: optional(QualitySchema),
})

/** The parts that only the recorded body has. */
export const oldReport = {
  peer_stats: Type.Object({
    events: optional(list),
    device_info: optional(nothing),
    ip_information: optional(nothing),
    precall_network_information: optional(nothing),
  }),
  quality_stats: optional(
    Type.Object({
      audio_stats: list,
      video_stats: list,
      peer_ids: Type.Array(Type.String()),
    }),
  ),
}

/** The recorded name of a view; recorded is `groupCall`, and ASSUMED that the others are formed like it. */
const roomViewType = (viewType: ViewType) =>
  viewType.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Whether a part is in the report. ASSUMED: with filters only their parts are. */
const isIn = (filters: readonly PeerReportFilter[]) => (part: PeerReportFilter) =>
  filters.length === 0 || filters.includes(part)

/** Give the report of a peer. */
export function toPeerReport(viewType: ViewType | null, filters: readonly PeerReportFilter[]) {
  const has = isIn(filters)
  return {
    metadata: {
      ...(has('events') && { events: [] }),
      ...(has('device_info') && { device_info: {}, browser_metadata: {} }),
      ...(has('ip_information') && { ip_information: {} }),
      ...(has('precall_network_information') && { pc_metadata: [] }),
      ...(filters.length === 0 && {
        candidate_pairs: { producing_transport: [], consuming_transport: [] },
        audio_devices_updates: [],
        video_devices_updates: [],
        speaker_devices_updates: [],
        selected_device_updates: [],
        ...(viewType !== null && { room_view_type: roomViewType(viewType) }),
      }),
    },
    ...(has('quality_stats') && {
      quality: ofStreams<object>((name) => ({ [name]: [], [`${name}_cumulative`]: {} })),
    }),
  }
}

/** Give the parts of a report that only the recorded body has. */
export function toOldReport(peerId: string, filters: readonly PeerReportFilter[]) {
  const has = isIn(filters)
  return {
    peer_stats: {
      ...(has('events') && { events: [] }),
      ...(has('device_info') && { device_info: {} }),
      ...(has('ip_information') && { ip_information: {} }),
      ...(has('precall_network_information') && { precall_network_information: {} }),
    },
    ...(has('quality_stats') && {
      quality_stats: { audio_stats: [], video_stats: [], peer_ids: [peerId] },
    }),
  }
}
