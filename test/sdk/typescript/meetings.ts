import { type Context, createClient, paging, uuid } from './context.js'

/** An app with a meeting that can be livestreamed, and one that cannot. */
export async function prepare({ account_id, baseURL, client, checks }: Context) {
  const { step, equal, matches, present } = checks
  const { apps, meetings } = client.realtimeKit

  step('create an app')
  const createdApp = await apps.post({ account_id, name: 'Life of a livestream' })
  equal('success', createdApp.success, true)
  const app = present('app', createdApp.data?.app)
  const appID = present('id', app.id)
  matches('id', appID, uuid)
  equal('name', app.name, 'Life of a livestream')
  const inApp = { account_id, app_id: appID }

  step('list the apps, with an email and a key')
  const byKey = createClient(baseURL, { apiEmail: 'a@example.com', apiKey: 'any-key' })
  const listedApps = await byKey.realtimeKit.apps.get({ account_id, per_page: 50, sort_order: 'DESC' })
  equal(
    'the app in it',
    listedApps.data?.find(({ id }) => id === appID),
    app,
  )
  equal('paging', listedApps.paging?.start_offset, 1)

  step('get the app')
  const gotApp = await client.get<{ data: object }>(`/accounts/${account_id}/realtime/kit/apps/${appID}`)
  equal('the app', gotApp.data, app)

  step('create a meeting')
  const recording_config = {
    max_seconds: 3600,
    file_name_prefix: 'life',
    audio_config: { codec: 'AAC', channel: 'mono', export_file: false },
    video_config: {
      codec: 'H264',
      width: 640,
      height: 360,
      watermark: {
        position: 'right top',
        size: { width: 100, height: 40 },
        url: 'https://example.com/logo.png',
      },
    },
    live_streaming_config: { rtmp_url: 'rtmp://example.com/live' },
  } as const
  const createdMeeting = await meetings.create(appID, {
    account_id,
    title: 'Weekly broadcast',
    record_on_start: true,
    persist_chat: true,
    session_keep_alive_time_in_secs: 120,
    recording_config,
  })
  const meeting = present('meeting', createdMeeting.data)
  matches('id', meeting.id, uuid)
  equal('status', meeting.status, 'ACTIVE')
  equal('title', meeting.title, 'Weekly broadcast')
  equal('record_on_start', meeting.record_on_start, true)
  equal('persist_chat', meeting.persist_chat, true)
  equal('live_stream_on_start', meeting.live_stream_on_start, false)
  equal('session_keep_alive_time_in_secs', meeting.session_keep_alive_time_in_secs, 120)
  equal('recording_config', meeting.recording_config, recording_config)

  step('get the meeting')
  equal('the meeting', (await meetings.getMeetingByID(meeting.id, inApp)).data, meeting)

  step('patch the meeting')
  const patched = await meetings.updateMeetingByID(meeting.id, { ...inApp, title: 'Monthly broadcast' })
  equal('title', patched.data?.title, 'Monthly broadcast')
  equal('persist_chat', patched.data?.persist_chat, true)
  equal('recording_config', patched.data?.recording_config, recording_config)

  step('put the meeting')
  const replaced = await meetings.replaceMeetingByID(meeting.id, { ...inApp, title: 'Broadcast' })
  equal('id', replaced.data?.id, meeting.id)
  equal('title', replaced.data?.title, 'Broadcast')
  equal('persist_chat', replaced.data?.persist_chat, false)
  equal('session_keep_alive_time_in_secs', replaced.data?.session_keep_alive_time_in_secs, 60)
  equal('recording_config', replaced.data?.recording_config, undefined)

  step('list the meetings')
  const closed = present('meeting', (await meetings.create(appID, { account_id, title: 'Closed' })).data)
  const deactivated = await meetings.updateMeetingByID(closed.id, { ...inApp, status: 'INACTIVE' })
  equal('status', deactivated.data?.status, 'INACTIVE')
  const found = await meetings.get(appID, { account_id, search: 'Broad' })
  equal(
    'found by title',
    found.data.map(({ id }) => id),
    [meeting.id],
  )
  const inactive = await meetings.get(appID, { account_id, status: 'INACTIVE' })
  equal(
    'found by status',
    inactive.data.map(({ id }) => id),
    [closed.id],
  )
  const meetingsPage = await meetings.get(appID, { account_id, page_no: 2, per_page: 1 })
  equal('paging', meetingsPage.paging, paging(2, 2, 2))

  return { appID, meetingID: meeting.id, inactiveMeetingID: closed.id }
}

export type Prepared = Awaited<ReturnType<typeof prepare>>
