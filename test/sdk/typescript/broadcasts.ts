import { BadRequestError, NotFoundError } from 'cloudflare'
import {
  at,
  type Context,
  ingestServer,
  type Paging,
  paging,
  playbackURL,
  streamKey,
  uuid,
} from './context.js'
import type { Prepared } from './meetings.js'

/** A livestream that is stopped, one that fails and one without a meeting. */
export async function broadcast(context: Context, { appID, meetingID, inactiveMeetingID }: Prepared) {
  const { account_id, client, control, advance, checks } = context
  const { step, equal, matches, present, refused } = checks
  const { activeSession, livestreams } = client.realtimeKit
  const inApp = { account_id, app_id: appID }
  const appPath = `/accounts/${account_id}/realtime/kit/${appID}`
  const details = async (id: string, page: { page_no?: number; per_page?: number } = {}) =>
    (await livestreams.getLivestreamSessionForLivestreamID(id, { ...inApp, ...page })).data
  const event = (livestreamID: string, change: { event: string; err_message?: string }) =>
    control(`livestreams/${livestreamID}/events`, { ...inApp, ...change })

  step('start livestreaming an inactive meeting')
  await refused('a bad request', livestreams.startLivestreamingAMeeting(inactiveMeetingID, inApp), [
    BadRequestError,
    /BAD_REQUEST/,
  ])

  step('start livestreaming the meeting')
  const start = { ...inApp, name: 'First', video_config: { width: 1280, height: 720 } }
  const started = await livestreams.startLivestreamingAMeeting(meetingID, start)
  equal('success', started.success, true)
  equal('status', started.data?.status, 'INVOKED')
  matches('stream_key', started.data?.stream_key, streamKey)
  matches('playback_url', started.data?.playback_url, playbackURL)
  matches('ingest_server', started.data?.ingest_server, ingestServer)
  const firstID = present('id', started.data?.id)

  step('start it again')
  await refused('a refusal', livestreams.startLivestreamingAMeeting(meetingID, start), [
    BadRequestError,
    /already active/,
  ])

  step("get the meeting's active livestream")
  const active = await livestreams.getMeetingActiveLivestreams(meetingID, inApp)
  equal('id', active.data?.id, firstID)
  equal('status', active.data?.status, 'INVOKED')
  equal('name', active.data?.name, 'First')
  equal('meeting_id', active.data?.meeting_id, meetingID)
  equal('disabled', active.data?.disabled, 'false')

  step('5 seconds later it is live')
  await advance(5)
  const alive = await details(firstID)
  equal('status', alive?.livestream?.status, 'LIVE')
  equal('stream_key', alive?.livestream?.stream_key, started.data?.stream_key)
  equal('playback_url', alive?.livestream?.playback_url, started.data?.playback_url)
  equal('livestream_id', alive?.session?.livestream_id, firstID)
  equal('ingest_seconds', alive?.session?.ingest_seconds, 3)
  equal('stopped_time', alive?.session?.stopped_time, undefined)
  equal('paging', alive?.paging, paging(1, 1, 1))
  const firstSessionID = present('session id', alive?.session?.id)
  const invokedTime = present('invoked_time', alive?.session?.invoked_time)
  equal('started_time', alive?.session?.started_time, at(invokedTime, 2))

  step('get its active livestream session')
  const ongoing = (await livestreams.getActiveLivestreamsForLivestreamID(firstID, inApp)).data
  equal('livestream status', ongoing?.livestream?.status, 'LIVE')
  equal('session id', ongoing?.session?.id, firstSessionID)
  equal('ingest_seconds', ongoing?.session?.ingest_seconds, '3')
  equal('viewer_seconds', ongoing?.session?.viewer_seconds, '0')

  step("60 seconds later, get the meeting's active session")
  await advance(60)
  const session = present('session', (await activeSession.getActiveSession(meetingID, inApp)).data)
  matches('id', session.id, uuid)
  equal('associated_id', session.associated_id, meetingID)
  equal('organization_id', session.organization_id, appID)
  equal('meeting_display_name', session.meeting_display_name, 'Broadcast')
  equal('status', session.status, 'LIVE')
  equal('type', session.type, 'meeting')
  equal('minutes_consumed', session.minutes_consumed, 65 / 60)
  equal('ended_at', session.ended_at, undefined)

  step('stop livestreaming the meeting')
  const stopped = await livestreams.stopLivestreamingAMeeting(meetingID, inApp)
  matches('message', stopped.data?.message, /stop/i)

  step('nothing is active any more')
  const noneActive: [typeof NotFoundError, RegExp] = [NotFoundError, /No active livestream/]
  await refused('active livestream', livestreams.getMeetingActiveLivestreams(meetingID, inApp), noneActive)
  await refused('stop again', livestreams.stopLivestreamingAMeeting(meetingID, inApp), noneActive)
  await refused(
    'active livestream session',
    livestreams.getActiveLivestreamsForLivestreamID(firstID, inApp),
    [NotFoundError, /No active livestream session/],
  )
  await refused('active session', activeSession.getActiveSession(meetingID, inApp), [
    NotFoundError,
    /No active session/,
  ])

  step('get the stopped livestream')
  const idle = await details(firstID)
  equal('status', idle?.livestream?.status, 'IDLE')
  equal('ingest_seconds', idle?.session?.ingest_seconds, 63)
  equal('stopped_time', idle?.session?.stopped_time, at(invokedTime, 65))
  equal('err_message', idle?.session?.err_message, undefined)

  step('get its livestream session')
  const broadcast = (await livestreams.getLivestreamSessionDetailsForSessionID(firstSessionID, inApp)).data
  equal('id', broadcast?.id, firstSessionID)
  equal('livestream_id', broadcast?.livestream_id, firstID)
  equal('ingest_seconds', broadcast?.ingest_seconds, 63)
  equal('stopped_time', broadcast?.stopped_time, at(invokedTime, 65))

  step("get the meeting's livestreams")
  const { data: ofMeeting } = await client.get<{
    data: {
      livestreams: { id: string; disabled: boolean }[]
      sessions: { id: string; ingest_seconds: string }
      paging: Paging
    }
  }>(`${appPath}/meetings/${meetingID}/livestream`, { query: { per_page: 10 } })
  equal(
    'livestreams',
    ofMeeting.livestreams.map(({ id }) => id),
    [firstID],
  )
  equal('disabled', ofMeeting.livestreams[0]?.disabled, false)
  equal('session id', ofMeeting.sessions.id, firstSessionID)
  equal('ingest_seconds', ofMeeting.sessions.ingest_seconds, '63')
  equal('total_count', ofMeeting.paging.total_count, 1)

  step("get the meeting session's livestream sessions")
  const { data: ofSession } = await client.get<{
    data: { id: string; livestream_id: string; ingest_seconds: number; paging: Paging }
  }>(`${appPath}/sessions/${session.id}/livestream-sessions`)
  equal('id', ofSession.id, firstSessionID)
  equal('livestream_id', ofSession.livestream_id, firstID)
  equal('ingest_seconds', ofSession.ingest_seconds, 63)
  equal('total_count', ofSession.paging.total_count, 1)

  step('start a second livestream, which fails')
  const secondStart = await livestreams.startLivestreamingAMeeting(meetingID, { ...inApp, name: 'Second' })
  const secondID = present('id', secondStart.data?.id)
  await advance(5)
  await event(secondID, { event: 'fail', err_message: 'encoder lost' })
  const failed = await details(secondID)
  equal('status', failed?.livestream?.status, 'ERRORED')
  equal('err_message', failed?.session?.err_message, 'encoder lost')
  equal('ingest_seconds', failed?.session?.ingest_seconds, 3)

  step('create an independent livestream')
  const { data: independent } = await client.post<{
    data: {
      id: string
      name: string
      meeting_id: string | null
      status: string
      disabled: boolean
      stream_key: string
    }
  }>(`${appPath}/livestreams`, { body: { name: 'Independent' } })
  matches('id', independent.id, uuid)
  equal('name', independent.name, 'Independent')
  equal('meeting_id', independent.meeting_id, null)
  equal('status', independent.status, 'INVOKED')
  equal('disabled', independent.disabled, false)
  matches('stream_key', independent.stream_key, streamKey)

  step('its encoder connects twice')
  await event(independent.id, { event: 'live' })
  await advance(10)
  await event(independent.id, { event: 'stop' })
  await event(independent.id, { event: 'live' })
  await advance(20)
  await event(independent.id, { event: 'stop' })
  const latest = await details(independent.id, { page_no: 1, per_page: 1 })
  equal('status', latest?.livestream?.status, 'IDLE')
  equal('meeting_id', latest?.livestream?.meeting_id, undefined)
  equal('ingest_seconds of the latest', latest?.session?.ingest_seconds, 20)
  const earliest = await details(independent.id, { page_no: 2, per_page: 1 })
  equal('ingest_seconds of the earliest', earliest?.session?.ingest_seconds, 10)
  equal('paging', earliest?.paging, paging(2, 2, 2))

  return { firstID, secondID, independentID: independent.id, session, invokedTime }
}

export type Broadcasts = Awaited<ReturnType<typeof broadcast>>
