import type Cloudflare from 'cloudflare'
import { BadRequestError, NotFoundError } from 'cloudflare'
import type { Broadcasts } from './broadcasts.js'
import { at, type Context, paging } from './context.js'
import type { Prepared } from './meetings.js'

/** What lists, sessions and analytics say of it afterwards. */
export async function report(
  { account_id, client, checks }: Context,
  { appID, meetingID, firstID, secondID, independentID, session, invokedTime }: Prepared & Broadcasts,
) {
  const { step, equal, present, refused } = checks
  const { analytics, livestreams, meetings, sessions } = client.realtimeKit
  const inApp = { account_id, app_id: appID }

  step('page through the livestreams')
  for (const [index, id] of [independentID, secondID, firstID].entries()) {
    const page = await livestreams.getAllLivestreams(appID, { account_id, page_no: index + 1, per_page: 1 })
    equal(`id on page ${index + 1}`, page.data?.id, id)
    equal(`paging of page ${index + 1}`, page.data?.paging, paging(3, index + 1, index + 1))
  }
  const beyond = await livestreams.getAllLivestreams(appID, { account_id, page_no: 4, per_page: 1 })
  equal('id beyond the last page', beyond.data?.id, undefined)
  equal('paging beyond the last page', beyond.data?.paging, paging(3, 0, 0))

  step('filter and sort the livestreams')
  const list = async (query: Omit<Cloudflare.RealtimeKit.LivestreamGetAllLivestreamsParams, 'account_id'>) =>
    (await livestreams.getAllLivestreams(appID, { account_id, per_page: 1, ...query })).data
  const errored = await list({ status: 'ERRORED' })
  equal('id of the errored', errored?.id, secondID)
  equal('status of the errored', errored?.status, 'ERRORED')
  equal('name of the errored', errored?.name, 'Second')
  equal('how many errored', errored?.paging?.total_count, 1)
  const live = await list({ status: 'LIVE' })
  equal('id of the live', live?.id, undefined)
  equal('how many live', live?.paging, paging(0, 0, 0))
  equal('first, ascending', (await list({ sort_order: 'ASC' }))?.id, firstID)
  equal('first, descending', (await list({ sort_order: 'DSC' }))?.id, independentID)
  const withoutMeetings = await list({ exclude_meetings: true })
  equal('id without meetings', withoutMeetings?.id, independentID)
  equal('how many without meetings', withoutMeetings?.paging?.total_count, 1)
  const createdAt = present('created_at', errored?.created_at)
  const inWindow = await list({ start_time: at(createdAt, -1), end_time: at(createdAt, 1) })
  equal('id in two seconds', inWindow?.id, secondID)
  equal('how many in two seconds', inWindow?.paging?.total_count, 1)

  step('list the sessions')
  const listedSessions = await sessions.getSessions(appID, {
    account_id,
    associated_id: meetingID,
    status: 'ENDED',
    sort_by: 'createdAt',
    sort_order: 'ASC',
    page_no: 1,
    per_page: 10,
  })
  equal('how many', listedSessions.data?.sessions?.length, 2)
  equal('id of the first', listedSessions.data?.sessions?.[0]?.id, session.id)
  equal('paging', listedSessions.paging, paging(2, 1, 2))

  step('get the session')
  const ended = (await sessions.getSessionDetails(session.id, inApp)).data
  equal('id', ended?.id, session.id)
  equal('status', ended?.status, 'ENDED')
  equal('minutes_consumed', ended?.minutes_consumed, 65 / 60)
  equal('ended_at', ended?.ended_at, at(session.started_at, 65))

  step('livestream analytics')
  const from = Math.floor(Date.parse(invokedTime) / 1000)
  const hour = { account_id, start_time: from, end_time: from + 3600 }
  const overall = await livestreams.getLivestreamAnalyticsComplete(appID, hour)
  equal('overall', overall.data, { count: 3, total_ingest_seconds: 96, total_viewer_seconds: 0 })
  const firstSecond = await livestreams.getLivestreamAnalyticsComplete(appID, { ...hour, end_time: from + 1 })
  equal('in the first second', firstSecond.data, {
    count: 1,
    total_ingest_seconds: 63,
    total_viewer_seconds: 0,
  })
  const days = (await livestreams.getLivestreamAnalyticsDaywise(appID, hour)).data ?? []
  equal('the first day', days[0]?.date, invokedTime.slice(0, 10))
  equal(
    'total_ingest_seconds of the days',
    days.reduce((sum, day) => sum + (day.total_ingest_seconds ?? 0), 0),
    96,
  )

  step('session analytics')
  const dates = { account_id, start_date: invokedTime.slice(0, 10), end_date: createdAt.slice(0, 10) }
  const org = (await livestreams.getOrgAnalytics(appID, dates)).data
  equal('sessions_count', org?.session_stats?.sessions_count, 2)
  equal('sessions_minutes_consumed', org?.session_stats?.sessions_minutes_consumed, 70 / 60)
  equal('the first day', org?.session_stats?.day_stats?.[0]?.day, invokedTime.slice(0, 10))
  equal('recording_count', org?.recording_stats?.recording_count, 0)
  equal('the last 30 days', (await analytics.getOrgAnalytics(appID, { account_id })).data, org)

  step('what is not there, and what is malformed')
  const nowhere = '00000000-0000-4000-8000-000000000000'
  await refused('livestream', livestreams.getLivestreamSessionForLivestreamID(nowhere, inApp), [
    NotFoundError,
    /No livestream found/,
  ])
  await refused('meeting id', meetings.getMeetingByID('no-uuid', inApp), [
    BadRequestError,
    /must be a valid GUID/,
  ])
}
