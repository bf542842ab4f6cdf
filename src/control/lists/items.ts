/** Shows rows as the items of lists. */

import { legalEvents } from '../../api/livestreams/lifecycle.js'
import { kindOf } from '../../api/livestreams/livestream.js'
import { legalEvents as legalRecordingEvents } from '../../api/recordings/lifecycle.js'
import { publishedId, type Recording } from '../../api/recordings/recording.js'
import { durationOf, linksOf } from '../../api/recordings/wire.js'
import { toIso } from '../../core/iso-time.js'
import type { Links } from '../../core/public-url.js'
import { isoOrNull } from '../../http/wire.js'
import type { AppRow } from './accounts-repository.js'
import type {
  AccountItem,
  LivestreamItem,
  MeetingItem,
  ParticipantItem,
  PresetItem,
  RecordingItem,
  SessionDetails,
  SessionItem,
  WebhookItem,
} from './item-schemas.js'
import type {
  LivestreamRow,
  MeetingRow,
  ParticipantRow,
  PresentRow,
  PresetRow,
  SessionRow,
  WebhookRow,
} from './rows-repository.js'

interface Stamped {
  account_id: string
  app_id: string
  created_at: number
  updated_at: number
}
const placeOf = ({ account_id, app_id }: Stamped) => ({ account_id, app_id })
const timesOf = ({ created_at, updated_at }: Stamped) => ({
  created_at: toIso(created_at),
  updated_at: toIso(updated_at),
})

export const toLivestreamItem = (row: LivestreamRow): LivestreamItem => {
  const kind = kindOf({ meetingId: row.meeting_id })
  return {
    ...placeOf(row),
    id: row.id,
    name: row.name,
    status: row.status,
    kind,
    meeting_id: row.meeting_id,
    meeting_title: row.meeting_title,
    disabled: row.disabled === 1,
    manual_ingest: row.manual_ingest === 1,
    viewers: row.viewers,
    started_time: isoOrNull(row.started_at),
    stopped_time: isoOrNull(row.stopped_at),
    err_message: row.err_message,
    ...timesOf(row),
    // A disabled livestream can no longer go live.
    possible_events: legalEvents(kind, row.status).filter((event) => event !== 'live' || row.disabled === 0),
  }
}

export const toMeetingItem = (row: MeetingRow): MeetingItem => ({
  ...placeOf(row),
  id: row.id,
  title: row.title,
  status: row.status,
  live_stream_on_start: row.live_stream_on_start === 1,
  record_on_start: row.record_on_start === 1,
  persist_chat: row.persist_chat === 1,
  summarize_on_end: row.summarize_on_end === 1,
  transcribe_on_end: row.transcribe_on_end === 1,
  session_keep_alive_time_in_secs: row.session_keep_alive_time_in_secs,
  participants: row.participants,
  live_session:
    row.session_id === null
      ? null
      : {
          id: row.session_id,
          started_at: toIso(row.session_started_at ?? 0),
          live_participants: row.live_participants ?? 0,
        },
  active_livestream:
    row.livestream_id === null || row.livestream_status === null
      ? null
      : { id: row.livestream_id, status: row.livestream_status },
  active_recording:
    row.recording_id === null || row.recording_status === null
      ? null
      : {
          id: row.recording_id,
          status: row.recording_status,
          possible_events: legalRecordingEvents(row.recording_status),
        },
  ...timesOf(row),
})

export const toSessionItem = (row: SessionRow): SessionItem => ({
  ...placeOf(row),
  id: row.id,
  meeting_id: row.meeting_id,
  meeting_title: row.meeting_title,
  status: row.status,
  live_participants: row.live_participants,
  max_concurrent_participants: row.max_concurrent_participants,
  started_at: toIso(row.started_at),
  ended_at: isoOrNull(row.ended_at),
  ends_at: isoOrNull(row.ends_at),
  ...timesOf(row),
})

export const toPresent = (row: PresentRow): SessionDetails['present'][number] => ({
  peer_id: row.peer_id,
  participant_id: row.user_id,
  custom_participant_id: row.custom_participant_id,
  name: row.name,
  preset_name: row.preset_name,
  joined_at: toIso(row.joined_at),
})

export const toParticipantItem = (row: ParticipantRow): ParticipantItem => ({
  ...placeOf(row),
  id: row.id,
  meeting_id: row.meeting_id,
  custom_participant_id: row.custom_participant_id,
  name: row.name,
  picture: row.picture,
  preset_name: row.preset_name,
  ...timesOf(row),
})

/** Show a recording. @param place the ids of its account and app, and the title of its meeting */
export const toRecordingItem = (
  recording: Recording,
  place: { account_id: string; app_id: string; meeting_title: string | null },
  view: { links: Links; now: number },
): RecordingItem => {
  const { file, audio } = linksOf(recording, view)
  return {
    account_id: place.account_id,
    app_id: place.app_id,
    id: publishedId(recording),
    meeting_id: recording.meetingId,
    meeting_title: place.meeting_title,
    session_id: recording.sessionId,
    type: recording.type,
    status: recording.status,
    output_file_name: recording.outputFileName,
    download_url: file,
    audio_download_url: audio,
    download_url_expiry: isoOrNull(recording.expiresAt),
    file_size: recording.fileSize,
    recording_duration: durationOf(recording, view.now),
    err_message: recording.errMessage,
    invoked_time: toIso(recording.invokedAt),
    started_time: isoOrNull(recording.startedAt),
    stopped_time: isoOrNull(recording.stoppedAt),
    possible_events: legalRecordingEvents(recording.status),
  }
}

export const toWebhookItem = (row: WebhookRow): WebhookItem => ({
  ...placeOf(row),
  id: row.id,
  name: row.name,
  url: row.url,
  events: JSON.parse(row.events),
  enabled: row.enabled === 1,
  failures: row.failures,
  ...timesOf(row),
})

export const toPresetItem = (row: PresetRow): PresetItem => ({
  ...placeOf(row),
  id: row.id,
  name: row.name,
  uses: row.uses,
  config: JSON.parse(row.config),
  permissions: JSON.parse(row.permissions),
  ...timesOf(row),
})

export const toAppOfAccount = (row: AppRow): AccountItem['apps'][number] => ({
  id: row.id,
  name: row.name,
  created_at: toIso(row.created_at),
  livestreams: { INVOKED: row.invoked, LIVE: row.live, IDLE: row.idle, ERRORED: row.errored },
  meetings: row.meetings,
  live_sessions: row.live_sessions,
})
