/** What is refused, and what is never told. */

import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { recordingsOf, startRecordings } from '../../helpers/recordings.js'
import { exportText } from '../../helpers/state.js'

const nobody = '00000000-0000-4000-8000-000000000000'

t.test('one recording of a meeting at a time, unless more are allowed', async (t) => {
  const { recordings, meeting, record, join, advance } = await startRecordings(t)
  join()
  const first = await record()
  const active = serviceError(400, `Recording ${first} is already active for meeting_id ${meeting}`)
  t.strictSame((await recordings.start(meeting)).body, active)
  await advance(5)
  t.strictSame((await recordings.start(meeting)).body, active)
  await recordings.act(first, 'pause')
  t.equal((await recordings.start(meeting)).status, 400)
  const second = await record({ allow_multiple_recordings: true })
  t.equal((await recordings.active(meeting)).body.data.id, second, 'the newest')
  await advance(5)
  for (const id of [first, second]) await recordings.act(id, 'stop')
  t.equal((await recordings.active(meeting)).status, 404)
  t.equal((await recordings.start(meeting)).status, 200, "an upload is in nobody's way")
})

t.test('an action that the status does not allow says why', async (t) => {
  const { recordings, record, join, advance } = await startRecordings(t)
  join()
  const id = await record()
  const refused = async (action: string, message: string) =>
    t.strictSame((await recordings.act(id, action)).body, serviceError(400, message), `${action}: ${message}`)
  for (const action of ['stop', 'pause', 'resume']) await refused(action, 'The recording is not in progress')
  await advance(5)
  await refused('resume', 'The recording is not paused')
  await recordings.act(id, 'pause')
  await refused('pause', 'The recording is already paused')
  t.equal((await recordings.act(id, 'stop')).status, 200, 'a paused recording can be stopped')
  for (const action of ['stop', 'pause', 'resume']) await refused(action, 'The recording is not in progress')
  await advance(5)
  await refused('stop', 'The recording is not in progress')
})

t.test('unknown recordings and meetings are 404, what is no id is 400', async (t) => {
  const { api, app, recordings, meeting } = await startRecordings(t)
  const noRecording = serviceError(404, `No recording found with id ${nobody}`)
  t.strictSame((await recordings.get(nobody)).body, noRecording)
  t.strictSame((await recordings.act(nobody, 'stop')).body, noRecording)
  t.strictSame((await recordings.start(nobody)).body, serviceError(404, `No meeting found with id ${nobody}`))
  t.strictSame(
    (await recordings.active(meeting)).body,
    serviceError(404, `No active recording found for meeting_id ${meeting}`),
  )
  const guid = (field: string) => serviceError(400, `BAD_REQUEST: "${field}" must be a valid GUID`)
  t.strictSame((await recordings.get('x')).body, guid('recording_id'))
  t.strictSame((await recordings.active('x')).body, guid('meeting_id'))
  t.strictSame((await recordings.start('x')).body, guid('meeting_id'))
  t.strictSame((await recordings.list('?meeting_id=x')).body, guid('meeting_id'))
  t.equal((await api.delete(`/${app}/recordings/${nobody}`)).status, 405)
  t.equal((await api.post(`/${app}/recordings/${nobody}/stop`)).status, 404)
})

t.test('a body that is wrong is refused by its field', async (t) => {
  const { recordings, meeting, api, app } = await startRecordings(t)
  for (const [body, problem] of [
    [{ max_seconds: 59 }, '"max_seconds" must be greater than or equal to 60'],
    [{ max_seconds: 86_401 }, '"max_seconds" must be less than or equal to 86400'],
    [{ video_config: { codec: 'AV1' } }, '"video_config.codec" must be one of [H264, VP8]'],
    [{ video_config: { width: 0 } }, '"video_config.width" must be greater than or equal to 1'],
    [{ audio_config: { channel: 'quad' } }, '"audio_config.channel" must be one of [mono, stereo]'],
    [{ storage_config: {} }, '"storage_config.type" is required'],
    [{ realtimekit_bucket_config: {} }, '"realtimekit_bucket_config.enabled" is required'],
    [{ rtmp_out_config: { rtmp_url: 'nowhere' } }, '"rtmp_out_config.rtmp_url" must be a valid uri'],
    [{ interactive_config: { type: 'SEI' } }, '"interactive_config.type" must be one of [ID3]'],
  ] as const)
    t.strictSame((await recordings.start(meeting, body)).body, serviceError(400, `BAD_REQUEST: ${problem}`))
  const withoutMeeting = await api.post(`/${app}/recordings`, {})
  t.strictSame(withoutMeeting.body, serviceError(400, 'BAD_REQUEST: "meeting_id" is required'))
  const unknown = await recordings.act(nobody, 'delete')
  t.strictSame(unknown.body, serviceError(400, 'BAD_REQUEST: "action" must be one of [stop, pause, resume]'))
})

t.test('an INACTIVE meeting is not recorded', async (t) => {
  const { api, app, recordings, meeting } = await startRecordings(t)
  await api.patch(`/${app}/meetings/${meeting}`, { status: 'INACTIVE' })
  t.equal((await recordings.start(meeting)).status, 400)
})

t.test('secrets of storage_config are given back by nothing, and are not stored', async (t) => {
  const { api, app, emulator, recordings, send, advance, join } = await startRecordings(t)
  const shown = {
    type: 'sftp',
    bucket: 'b',
    region: 'eu',
    path: '/x',
    host: 'files.example',
    port: 22,
    username: 'ada',
    auth_method: 'KEY',
  }
  const secrets = { access_key: 'hush-1', secret: 'hush-2', password: 'hush-3', private_key: 'hush-4' }
  const storage_config = { ...shown, ...secrets }
  const meeting = await api.meeting(app)
  const started = await recordings.start(meeting, { storage_config })
  t.strictSame(started.body.data.storage_config, shown)
  const { id } = started.body.data
  join(meeting)
  await advance(5)
  const answers = [started]
  for (const headers of [{}, recorded])
    answers.push(
      await recordings.get(id, headers),
      await recordings.list('', headers),
      await recordings.act(id, Object.keys(headers).length ? 'resume' : 'pause', headers),
    )
  answers.push(await recordings.act(id, 'stop'))
  const text = JSON.stringify(answers) + (await exportText(emulator))
  t.notMatch(text, /hush/)
  const journal = JSON.stringify(emulator.requests.list())
  t.notMatch(journal, /hush/)
  t.match(journal, /files\.example/, 'the rest is shown')

  // The meeting of a listed recording has a storage_config too.
  await api.patch(`/${app}/meetings/${meeting}`, { recording_config: { storage_config } })
  for (const headers of [{}, recorded]) {
    const listed = await recordingsOf(send, app).list('', headers)
    t.strictSame(listed.body.data[0].meeting.recording_config.storage_config, shown)
  }
})
