import { BadRequestError, NotFoundError } from 'cloudflare'
import { type Context, paging, uuid } from './context.js'

/** Recordings of a meeting: started, paused, resumed, stopped, uploaded, and one for each participant. */
export async function recordings(
  { account_id, client, control, advance, checks }: Context,
  { appID }: { appID: string },
) {
  const { step, equal, matches, present, refused } = checks
  const { meetings, recordings } = client.realtimeKit
  const inApp = { account_id, app_id: appID }
  const created = await meetings.create(appID, { account_id, title: 'Recorded' })
  const meetingID = present('id', created.data?.id)

  step('start a recording')
  const started = await recordings.startRecordings(appID, {
    account_id,
    meeting_id: meetingID,
    max_seconds: 3600,
    file_name_prefix: 'show',
    audio_config: { codec: 'MP3' },
    storage_config: { type: 'aws', bucket: 'b', region: 'eu', access_key: 'hush', secret: 'hush' },
  })
  const id = present('id', started.data?.id)
  matches('id', id, uuid)
  equal('status', started.data?.status, 'INVOKED')
  equal('secrets', JSON.stringify(started.data?.storage_config).includes('hush'), false)
  await refused('a second one', recordings.startRecordings(appID, { account_id, meeting_id: meetingID }), [
    BadRequestError,
    /is already active/,
  ])
  await control(`meetings/${meetingID}/join`, {})
  await advance(10)
  const active = (await recordings.getActiveRecordings(meetingID, inApp)).data
  equal('id', active?.id, id)
  equal('status', active?.status, 'RECORDING')

  step('pause, resume and stop it')
  for (const [action, status] of [
    ['pause', 'PAUSED'],
    ['resume', 'RECORDING'],
    ['stop', 'UPLOADING'],
  ] as const) {
    const acted = await recordings.pauseResumeStopRecording(id, { ...inApp, action })
    equal('status', acted.data?.status, status)
  }
  await refused('what has stopped', recordings.pauseResumeStopRecording(id, { ...inApp, action: 'stop' }), [
    BadRequestError,
    /The recording is not in progress/,
  ])
  await refused('the active one', recordings.getActiveRecordings(meetingID, inApp), [
    NotFoundError,
    /No active recording/,
  ])

  step('fetch its files')
  await advance(10)
  const uploaded = (await recordings.getOneRecording(id, inApp)).data
  equal('status', uploaded?.status, 'UPLOADED')
  equal('stop_reason', uploaded?.stop_reason?.reason, 'API_CALL')
  const file = await fetch(present('download_url', uploaded?.download_url))
  equal('file_size', (await file.arrayBuffer()).byteLength, uploaded?.file_size)
  matches('audio_download_url', uploaded?.audio_download_url, /show_\d+\.mp3$/)

  step('record the participants')
  const layers = { default: { file_name_prefix: 'speaker', media_kind: 'audio' } } as const
  const tracks = { account_id, meeting_id: meetingID, layers }
  const track = (await recordings.startTrackRecording(appID, tracks)).data?.recording
  equal('status', track?.status, 'INVOKED')

  step('list recordings')
  const query = { account_id, meeting_id: meetingID, per_page: 1 }
  const listed = await recordings.getRecordings(appID, query)
  equal('id', listed.data[0]?.id, track?.id)
  equal('paging', listed.paging, paging(2, 1, 1))
  const found = await recordings.getRecordings(appID, {
    ...query,
    status: ['UPLOADED', 'ERRORED'],
    expired: false,
  })
  equal('id', found.data[0]?.id, id)
  equal('meeting', found.data[0]?.meeting?.title, 'Recorded')
  await control(`meetings/${meetingID}/leave`, {})
}
