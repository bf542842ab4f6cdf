import assert from 'node:assert/strict'
import type { Caller } from './caller.js'

const nobody = '00000000-0000-4000-8000-000000000000'
const statuses = ['INVOKED', 'RECORDING', 'PAUSED', 'UPLOADING', 'UPLOADED', 'ERRORED']

const settings = {
  max_seconds: 3600,
  file_name_prefix: 'walk',
  audio_config: { codec: 'MP3', channel: 'mono', export_file: true },
  video_config: {
    codec: 'H264',
    width: 1280,
    height: 720,
    export_file: true,
    watermark: { position: 'left top', size: { width: 10, height: 10 }, url: 'https://example.com/logo.png' },
  },
  storage_config: {
    type: 'sftp',
    host: 'files.example.com',
    port: 22,
    path: '/walk',
    username: 'walk',
    auth_method: 'KEY',
    private_key: 'x',
    password: 'x',
  },
  realtimekit_bucket_config: { enabled: true },
  interactive_config: { type: 'ID3' },
  rtmp_out_config: { rtmp_url: 'rtmp://example.com/live' },
  url: 'https://example.com/stage',
}

/** Recordings of a meeting through every status, with all of their settings and with none. */
export async function recordings({ call, get, pages, control }: Caller) {
  const { app } = (await call('POST', '/apps', 200, { body: { name: 'Recordings' } })).data
  const path = `/${app.id}/recordings`
  const recording_config = { file_name_prefix: 'own', storage_config: settings.storage_config }
  const body = { title: 'Recorded', record_on_start: true, recording_config }
  const { id: meeting } = (await call('POST', `/${app.id}/meetings`, 201, { body })).data
  const start = async (more: object = {}) =>
    (await call('POST', path, 200, { body: { meeting_id: meeting, ...more } })).data.id as string
  const act = (id: string, action: string, status = 200) =>
    call('PUT', `${path}/${id}`, status, { body: { action } })
  const advance = (seconds: number) => control('/clock/advance', { seconds })
  await get(path)
  await call('GET', `${path}/active-recording/${meeting}`, 404)
  await call('POST', `${path}/track`, 404, { body: { meeting_id: meeting } })

  await control(`/meetings/${meeting}/join`, { count: 2 })
  const { id: own } = (await get(`${path}/active-recording/${meeting}`)).data
  await call('POST', path, 400, { body: { meeting_id: meeting } })
  const full = await start({ ...settings, allow_multiple_recordings: true })
  const failed = await start({ allow_multiple_recordings: true })
  await act(full, 'stop', 400)
  const layers = { default: { file_name_prefix: 'speaker', media_kind: 'audio' } }
  const tracks = (await call('POST', `${path}/track`, 200, { body: { meeting_id: meeting, layers } })).data
    .recording
  await call('POST', `${path}/track`, 200, { body: { meeting_id: meeting, user_ids: ['nobody'] } })
  for (const id of [own, full, failed, tracks.id]) await get(`${path}/${id}`)

  await advance(30)
  await get(`${path}/active-recording/${meeting}`)
  await act(full, 'pause')
  await get(`${path}/${full}`)
  await act(full, 'resume')
  await act(full, 'stop')
  await act(tracks.id, 'stop')
  await control(`/recordings/${failed}/events`, { event: 'fail', err_message: 'Recorder lost' })
  for (const id of [own, full, failed, tracks.id]) await get(`${path}/${id}`)
  await advance(30)
  const { data: uploaded } = await get(`${path}/${full}`)
  assert.equal(uploaded.status, 'UPLOADED')
  for (const [id, of] of [
    [full, 'download_url'],
    [full, 'audio_download_url'],
    [tracks.id, 'download_url'],
  ] as const) {
    const link = (await get(`${path}/${id}`)).data[of]
    assert.equal((await fetch(link)).status, 200, link)
  }
  await control(`/meetings/${meeting}/leave`, { count: 2 })
  await advance(90)

  const listed = await pages(path, ({ paging }) => paging)
  assert.equal(new Set(listed.map(({ data }) => data[0].id)).size, 5)
  for (const status of statuses) await get(`${path}?status=${status}`)
  await get(`${path}?status=UPLOADED&status=ERRORED&sort_by=invokedTime&sort_order=ASC&expired=false`)
  await get(`${path}?meeting_id=${meeting}&search=recorded&expired=true`)
  await get(`${path}?start_time=2025-01-01T00:00:00Z&end_time=2027-01-01T00:00:00Z`)
  const { recording_stats } = (await get(`/${app.id}/analytics/daywise`)).data
  assert.equal(recording_stats.recording_count, 5)

  await call('GET', `${path}?status=LIVE`, 400)
  await call('GET', `${path}/${nobody}`, 404)
  await act(nobody, 'stop', 404)
  await act(full, 'stop', 400)
}
