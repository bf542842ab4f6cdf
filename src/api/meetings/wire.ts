import { toIso } from '../../core/iso-time.js'
import { orAbsent } from '../../http/wire.js'
import type { Meeting } from './meeting.js'

const common = (meeting: Meeting) => ({
  id: meeting.uuid ?? meeting.id,
  status: meeting.status,
  live_stream_on_start: meeting.liveStreamOnStart,
  record_on_start: meeting.recordOnStart,
  persist_chat: meeting.persistChat,
  summarize_on_end: meeting.summarizeOnEnd,
  transcribe_on_end: meeting.transcribeOnEnd,
  session_keep_alive_time_in_secs: meeting.sessionKeepAlive,
  created_at: toIso(meeting.createdAt),
  updated_at: toIso(meeting.updatedAt),
})

/** Show a meeting on the documented wire. */
export const toDocumented = (meeting: Meeting) => ({
  ...common(meeting),
  title: orAbsent(meeting.title),
  recording_config: orAbsent(meeting.recordingConfig),
  ai_config: orAbsent(meeting.aiConfig),
})

/** Show a meeting on the recorded wire. */
export const toRecorded = (meeting: Meeting) => ({
  ...common(meeting),
  title: meeting.title,
  recording_config: meeting.recordingConfig,
  ai_config: meeting.aiConfig,
})
