/** The life of a recording, from its start to the upload of its file. */

import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { startRecordings } from '../../helpers/recordings.js'
import { after } from '../../helpers/start.js'

const caller = { type: 'ORGANIZATION' }

t.test('a recording begins 1.6 s after its start, pauses, resumes, stops and is uploaded', async (t) => {
  const { recordings, meeting, join, advance } = await startRecordings(t)
  const { session_id } = join()
  const started = await recordings.start(meeting, {}, recorded)
  t.equal(started.status, 201, 'as the live service answers')
  const { id } = started.body.data
  const invoked = {
    id,
    meeting_id: meeting,
    status: 'INVOKED',
    output_file_name: `${meeting}_${Date.parse(after(0))}.mp4`,
    download_url: null,
    audio_download_url: null,
    download_url_expiry: null,
    file_size: null,
    session_id: null,
    recording_duration: 0,
    invoked_time: after(0),
    started_time: null,
    stopped_time: null,
    storage_config: null,
    start_reason: { reason: 'API_CALL', caller },
  }
  t.strictSame(started.body, { success: true, data: invoked })
  t.strictSame((await recordings.get(id)).body, { success: true, data: invoked })

  await advance(1.5)
  t.equal((await recordings.look(id)).status, 'INVOKED')
  await advance(10.1)
  const recording = {
    ...invoked,
    status: 'RECORDING',
    session_id,
    started_time: after(1.6),
    recording_duration: 10,
  }
  t.strictSame(await recordings.look(id), recording)

  const paused = await recordings.act(id, 'pause')
  t.equal(paused.status, 200)
  t.strictSame(paused.body.data, { ...recording, status: 'PAUSED' })
  await advance(100)
  t.strictSame((await recordings.act(id, 'resume')).body.data, recording, 'a pause does not count')
  await advance(20)
  const stopped = (await recordings.act(id, 'stop')).body.data
  const uploading = {
    ...recording,
    status: 'UPLOADING',
    stopped_time: after(131.6),
    recording_duration: 30,
    stop_reason: { reason: 'API_CALL', caller },
  }
  t.strictSame(stopped, uploading)

  await advance(2)
  const uploaded = await recordings.look(id)
  const { download_url, file_size } = uploaded
  t.ok(file_size > 10_000)
  t.strictSame(uploaded, {
    ...uploading,
    status: 'UPLOADED',
    download_url,
    download_url_expiry: after(131.6 + 7 * 86_400),
    file_size,
  })
})

t.test('the settings say how long the steps take', async (t) => {
  const { recordings, record, join, advance } = await startRecordings(t, { recordAfter: 0, uploadAfter: 60 })
  join()
  const id = await record()
  t.equal((await recordings.look(id)).status, 'RECORDING')
  await recordings.act(id, 'stop')
  await advance(59)
  t.equal((await recordings.look(id)).status, 'UPLOADING')
  await advance(1)
  t.equal((await recordings.look(id)).status, 'UPLOADED')
})

t.test('a recording with max_seconds stops by itself, without a published reason', async (t) => {
  const { recordings, record, join, advance } = await startRecordings(t)
  join()
  const id = await record({ max_seconds: 60 })
  await advance(1.6)
  await recordings.act(id, 'pause')
  await advance(30)
  await recordings.act(id, 'resume')
  await advance(29)
  t.equal((await recordings.look(id)).status, 'RECORDING')
  await advance(1)
  const { status, recording_duration, stop_reason } = await recordings.look(id)
  t.strictSame([status, recording_duration, stop_reason], ['UPLOADING', 30, undefined])
})

t.test('nobody there: accepted, and begins with the first who comes within a minute', async (t) => {
  const { recordings, record, join, advance } = await startRecordings(t)
  const id = await record()
  await advance(59)
  t.equal((await recordings.look(id)).status, 'INVOKED')
  t.strictSame(await recordings.act(id, 'stop').then(({ body }) => body), notInProgress)
  join()
  t.match(await recordings.look(id), { status: 'RECORDING', started_time: after(59) })
})

const notInProgress = serviceError(400, 'The recording is not in progress')

t.test('nobody comes: it fails after a minute, and there is nothing to stop', async (t) => {
  const { recordings, record, advance } = await startRecordings(t)
  const id = await record()
  await advance(60)
  t.match(await recordings.look(id), {
    status: 'ERRORED',
    started_time: null,
    stopped_time: after(60),
    stop_reason: { reason: 'INTERNAL_ERROR' },
    download_url: null,
  })
  t.strictSame((await recordings.act(id, 'stop')).body, notInProgress)
})

t.test('a recording ends a minute after the last has left, unless somebody comes back', async (t) => {
  const { api, app, recordings, record, join, leave, advance } = await startRecordings(t)
  const meeting = await api.meeting(app, { session_keep_alive_time_in_secs: 600 })
  join(meeting)
  const id = await record({}, meeting)
  await advance(10)
  leave(meeting)
  await advance(59)
  join(meeting)
  await advance(60)
  t.equal((await recordings.look(id)).status, 'RECORDING')
  leave(meeting)
  await advance(60)
  t.match(await recordings.look(id), {
    status: 'UPLOADING',
    stopped_time: after(189),
    stop_reason: { reason: 'ALL_PEERS_LEFT' },
  })
  t.equal((await api.activeSession(app, meeting)).status, 200, 'the session goes on')
})

t.test('the end of a session ends its recordings: those that have not begun fail', async (t) => {
  const { api, app, recordings, meeting, record, join, advance } = await startRecordings(t)
  join()
  const begun = await record()
  await advance(5)
  const late = await record({ allow_multiple_recordings: true })
  await api.post(`/${app}/meetings/${meeting}/active-session/kick-all`)
  t.match(await recordings.look(begun), {
    status: 'UPLOADING',
    stopped_time: after(5),
    stop_reason: { reason: 'ALL_PEERS_LEFT' },
  })
  t.match(await recordings.look(late), { status: 'ERRORED', started_time: null })
  await advance(100)
  t.equal((await recordings.look(begun)).status, 'UPLOADED')
})

t.test('record_on_start records with the first who joins, by recording_config', async (t) => {
  const { api, app, recordings, join, leave, advance } = await startRecordings(t)
  const meeting = await api.meeting(app, {
    record_on_start: true,
    recording_config: { max_seconds: 90, file_name_prefix: 'show', audio_config: { codec: 'MP3' } },
  })
  join(meeting)
  const { id } = (await recordings.active(meeting)).body.data
  t.match(await recordings.look(id), {
    status: 'INVOKED',
    output_file_name: `show_${Date.parse(after(0))}.mp4`,
    start_reason: { reason: 'RECORD_ON_START' },
  })
  join(meeting)
  await advance(91.6)
  t.equal((await recordings.look(id)).status, 'UPLOADING', 'by max_seconds')
  await advance(5)
  t.match(await recordings.look(id), { status: 'UPLOADED', audio_download_url: /\.mp3$/ })
  leave(meeting)
  leave(meeting)
  await advance(60)
  join(meeting)
  t.equal((await recordings.list(`?meeting_id=${meeting}`)).body.paging.total_count, 2, 'again')
})
