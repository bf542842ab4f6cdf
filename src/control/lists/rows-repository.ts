/** Reads the rows of lists with what stands beside them: the app, the meeting, the latest livestream session. */

import type { Database } from 'better-sqlite3'
import type { Status as LivestreamStatus } from '../../api/livestreams/lifecycle.js'
import type { Status as RecordingStatus } from '../../api/recordings/lifecycle.js'

interface InApp {
  account_id: string
  app_id: string
}

export interface LivestreamRow extends InApp {
  pk: number
  id: string
  name: string | null
  status: LivestreamStatus
  meeting_id: string | null
  meeting_title: string | null
  disabled: 0 | 1
  manual_ingest: 0 | 1
  viewers: number
  stream_key: string
  playback_id: string
  created_at: number
  updated_at: number
  started_at: number | null
  stopped_at: number | null
  err_message: string | null
}

export interface MeetingRow extends InApp {
  pk: number
  app_pk: number
  id: string
  title: string | null
  status: 'ACTIVE' | 'INACTIVE'
  live_stream_on_start: 0 | 1
  record_on_start: 0 | 1
  persist_chat: 0 | 1
  summarize_on_end: 0 | 1
  transcribe_on_end: 0 | 1
  session_keep_alive_time_in_secs: number
  created_at: number
  updated_at: number
  participants: number
  session_id: string | null
  session_started_at: number | null
  live_participants: number | null
  livestream_id: string | null
  livestream_status: LivestreamStatus | null
  recording_id: string | null
  recording_status: RecordingStatus | null
}

export interface SessionRow extends InApp {
  pk: number
  app_pk: number
  id: string
  meeting_id: string
  meeting_title: string | null
  keep_alive: number
  status: 'LIVE' | 'ENDED'
  live_participants: number
  max_concurrent_participants: number
  started_at: number
  ended_at: number | null
  created_at: number
  updated_at: number
  ends_at: number | null
}

export interface PresentRow {
  peer_id: string
  user_id: string | null
  custom_participant_id: string
  name: string | null
  preset_name: string | null
  joined_at: number
}

export interface ParticipantRow extends InApp {
  id: string
  meeting_id: string
  custom_participant_id: string
  name: string | null
  picture: string | null
  preset_name: string
  created_at: number
  updated_at: number
}

export interface WebhookRow extends InApp {
  id: string
  name: string
  url: string
  events: string
  enabled: 0 | 1
  failures: number
  created_at: number
  updated_at: number
}

export interface PresetRow extends InApp {
  id: string
  name: string
  config: string
  permissions: string
  uses: number
  created_at: number
  updated_at: number
}

const scoped = (table: string, columns: string, joins = '') =>
  `SELECT a.account_id, a.id AS app_id, ${columns} FROM ${table} r JOIN apps a ON a.pk = r.app_pk ${joins} WHERE r.pk = ?`

const meetingOf = 'LEFT JOIN meetings m ON m.app_pk = r.app_pk AND m.id = r.meeting_id'
const ofMeeting = 'app_pk = r.app_pk AND meeting_id = r.id'

const statements = {
  livestream: scoped(
    'livestreams',
    `r.pk, r.id, r.name, r.status, r.meeting_id, m.title AS meeting_title, r.disabled, r.manual_ingest, r.viewers,
     r.stream_key, r.playback_id, r.created_at, r.updated_at, s.started_at, s.stopped_at, s.err_message`,
    `${meetingOf} LEFT JOIN livestream_sessions s ON s.pk =
      (SELECT pk FROM livestream_sessions WHERE livestream_pk = r.pk ORDER BY created_at DESC, pk DESC LIMIT 1)`,
  ),
  meeting: scoped(
    'meetings',
    `r.*, coalesce(c.participants, 0) AS participants, s.id AS session_id, s.started_at AS session_started_at,
     s.live_participants, l.id AS livestream_id, l.status AS livestream_status, v.id AS recording_id,
     v.status AS recording_status`,
    `LEFT JOIN participant_counts c ON c.app_pk = r.app_pk AND c.meeting_id = r.id
     LEFT JOIN sessions s ON s.app_pk = r.app_pk AND s.meeting_id = r.id AND s.status = 'LIVE'
     LEFT JOIN livestreams l ON l.app_pk = r.app_pk AND l.meeting_id = r.id AND l.status IN ('INVOKED', 'LIVE')
     LEFT JOIN recordings v ON v.pk = (SELECT pk FROM recordings WHERE ${ofMeeting}
       AND status IN ('INVOKED', 'RECORDING', 'PAUSED') ORDER BY invoked_at DESC, pk DESC LIMIT 1)`,
  ),
  session: scoped(
    'sessions',
    `r.*, m.title AS meeting_title, m.session_keep_alive_time_in_secs AS keep_alive,
     (SELECT min(due_at) FROM jobs WHERE session_pk = r.pk AND kind = 'session.end') AS ends_at`,
    meetingOf,
  ),
  participant: scoped(
    'participants',
    `r.id, r.meeting_id, r.custom_participant_id, r.name, r.picture, p.name AS preset_name, r.created_at, r.updated_at`,
    'JOIN presets p ON p.pk = r.preset_pk',
  ),
  webhook: scoped('webhooks', 'r.*'),
  preset: scoped('presets', 'r.id, r.name, r.config, r.permissions, r.uses, r.created_at, r.updated_at'),
  recordingNames: scoped('recordings', 'm.title AS meeting_title', meetingOf),
  present: `SELECT id AS peer_id, user_id, custom_participant_id, name, preset_name, joined_at
    FROM session_participants WHERE session_pk = :pk AND left_at IS NULL ORDER BY joined_at, pk LIMIT :limit`,
} as const

/** Create the repository. Statements are prepared at their first use. */
export function createListRowsRepository(db: Database) {
  const prepared = new Map<string, ReturnType<Database['prepare']>>()
  const statement = (name: keyof typeof statements) => {
    let found = prepared.get(name)
    if (!found) {
      found = db.prepare(statements[name])
      prepared.set(name, found)
    }
    return found
  }
  const reader =
    <Row>(name: keyof typeof statements) =>
    (pk: number) =>
      statement(name).get(pk) as Row

  return {
    livestream: reader<LivestreamRow>('livestream'),
    meeting: reader<MeetingRow>('meeting'),
    session: reader<SessionRow>('session'),
    participant: reader<ParticipantRow>('participant'),
    webhook: reader<WebhookRow>('webhook'),
    preset: reader<PresetRow>('preset'),
    recordingNames: reader<InApp & { meeting_title: string | null }>('recordingNames'),
    /** Who is in a session now, those who came first first; at most `limit`. */
    present: (sessionPk: number, limit: number) =>
      statement('present').all({ pk: sessionPk, limit }) as PresentRow[],
  }
}

export type ListRowsRepository = ReturnType<typeof createListRowsRepository>
