/** Two accounts of one show, in the same form: what the webhooks told, and what the API lists. */

import type Cloudflare from 'cloudflare'
import type { Event } from './listener.js'
import { present } from './shows.js'

/** Put together what the webhooks told of a show. */
export function toldBy(events: Event[]) {
  const of = (name: string) => events.filter(({ event }) => event === name)
  const last = (name: string) => of(name).at(-1)
  const ended = last('meeting.ended')
  const streamed = last('livestreaming.statusUpdate')
  const recording = last('recording.statusUpdate')?.recording
  const left = new Map(
    of('meeting.participantLeft').map(({ participant }) => [participant.peerId, participant]),
  )
  const session = (ended ?? last('meeting.started'))?.meeting
  return {
    session: {
      id: session?.sessionId,
      meeting: session?.id,
      title: session?.title,
      status: ended ? 'ENDED' : 'LIVE',
      started: session?.startedAt,
      ended: session?.endedAt,
    },
    people: of('meeting.participantJoined')
      .map(({ participant }) => ({
        peer: participant.peerId,
        person: participant.customParticipantId,
        name: participant.userDisplayName,
        joined: participant.joinedAt,
        left: left.get(participant.peerId)?.leftAt,
      }))
      .sort((a, b) => a.peer.localeCompare(b.peer)),
    livestream: {
      id: streamed?.streamId,
      status: streamed?.status,
      playback: streamed?.playbackUrl,
      key: streamed?.streamKey,
    },
    recording: {
      id: recording?.id,
      status: recording?.status,
      started: recording?.startedTime,
      stopped: recording?.stoppedTime,
      seconds: recording?.recordingDuration,
      bytes: Number(recording?.fileSize),
      file: recording?.downloadUrl,
    },
    files: {
      chat: last('meeting.chatSynced')?.chatDownloadUrl,
      transcript: last('meeting.transcript')?.transcriptDownloadUrl,
      summary: last('meeting.summary')?.summaryDownloadUrl,
    },
  }
}

/** Put together what the API lists of a show. @throws Error when a list has not exactly one record of it */
export async function listedBy(
  client: Cloudflare,
  { account_id, app_id, meetingId }: { account_id: string; app_id: string; meetingId: string },
) {
  const { livestreams, recordings, sessions } = client.realtimeKit
  const inApp = { account_id, app_id }
  const only = <Row>(name: string, rows: Row[] = []) => {
    if (rows.length !== 1) throw new Error(`${rows.length} ${name} are listed, and not one`)
    return rows[0] as Row
  }
  const listed = await sessions.getSessions(app_id, { account_id, associated_id: meetingId })
  const session = only('sessions', listed.data?.sessions)
  const people = (await sessions.getSessionParticipants(session.id, { ...inApp, per_page: 100 })).data
  const first = (await livestreams.getAllLivestreams(app_id, { account_id, per_page: 1 })).data
  if (first?.paging?.total_count !== 1)
    throw new Error(`${first?.paging?.total_count} livestreams are listed`)
  const id = present('livestream', first.id)
  const livestream = (await livestreams.getLivestreamSessionForLivestreamID(id, inApp)).data?.livestream
  const recorded = await recordings.getRecordings(app_id, { account_id, meeting_id: meetingId })
  const recording = only('recordings', recorded.data)
  return {
    session: {
      id: session.id,
      meeting: session.associated_id,
      title: session.meeting_display_name,
      status: session.status,
      started: session.started_at,
      ended: session.ended_at,
    },
    people: (people?.participants ?? [])
      .map((participant) => ({
        peer: present('id', participant.id),
        person: participant.custom_participant_id,
        name: participant.display_name,
        joined: participant.joined_at,
        left: participant.left_at,
      }))
      .sort((a, b) => a.peer.localeCompare(b.peer)),
    livestream: {
      id: livestream?.id,
      status: livestream?.status,
      playback: livestream?.playback_url,
      key: livestream?.stream_key,
    },
    recording: {
      id: recording.id,
      status: recording.status,
      started: recording.started_time ?? undefined,
      stopped: recording.stopped_time ?? undefined,
      seconds: recording.recording_duration,
      bytes: Number(recording.file_size),
      file: recording.download_url ?? undefined,
    },
    files: {
      chat: (await sessions.getSessionChat(session.id, inApp)).data?.chat_download_url,
      transcript: (await sessions.getSessionTranscripts(session.id, inApp)).data?.transcript_download_url,
      summary: (await sessions.getSessionSummary(session.id, inApp)).data?.summaryDownloadUrl,
    },
  }
}

/** What analytics must say of a show, by what the webhooks told of it. */
export function analyticsOf({ session, recording }: ReturnType<typeof toldBy>, streamedSeconds: number) {
  return {
    sessions: 1,
    minutes: (Date.parse(session.ended) - Date.parse(session.started)) / 60_000,
    recordings: 1,
    recordedMinutes: (Date.parse(recording.stopped) - Date.parse(recording.started)) / 60_000,
    livestreams: 1,
    streamedSeconds,
  }
}

/** Put together what analytics say of an app, over all time and in the days of a show. */
export async function analyticsBy(
  client: Cloudflare,
  { account_id, app_id, day }: { account_id: string; app_id: string; day: string },
) {
  const { analytics, livestreams } = client.realtimeKit
  const org = (await analytics.getOrgAnalytics(app_id, { account_id, start_date: day, end_date: day })).data
  const streamed = (await livestreams.getLivestreamAnalyticsComplete(app_id, { account_id })).data
  return {
    sessions: org?.session_stats?.sessions_count,
    minutes: org?.session_stats?.sessions_minutes_consumed,
    recordings: org?.recording_stats?.recording_count,
    recordedMinutes: org?.recording_stats?.recording_minutes_consumed,
    livestreams: streamed?.count,
    streamedSeconds: streamed?.total_ingest_seconds,
  }
}
