/** Track recordings: a file for each participant of a meeting's session. */

import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { startRecordings } from '../../helpers/recordings.js'
import { after } from '../../helpers/start.js'

t.test('each layer has a file for each who was to be recorded, and ends with the session', async (t) => {
  const { emulator, api, app, recordings, meeting, advance } = await startRecordings(t)
  for (const custom_participant_id of ['ada', 'bob', 'eve'])
    await api.participant(app, meeting, { custom_participant_id })
  const peers: Record<string, string | undefined> = {}
  const join = (custom_participant_id: string) => {
    const { participants } = emulator.meetings.join(meeting, { participant: { custom_participant_id } })
    peers[custom_participant_id] = participants[0]?.peer_id
  }
  join('ada')
  join('bob')
  const started = await recordings.tracks(meeting, {
    user_ids: ['ada', 'eve'],
    layers: { default: { file_name_prefix: 'speaker', media_kind: 'audio' }, plain: {} },
  })
  t.equal(started.status, 200)
  const { id } = started.body.data.recording
  t.strictSame(started.body.data.recording, {
    id,
    meeting_id: meeting,
    type: 'TRACK',
    status: 'INVOKED',
    output_file_name:
      '{{file_name_prefix}}_{{user_id}}_{{peer_id}}_{{stream_kind}}_{{media_kind}}_{{date_time}}.webm',
    download_url: null,
    audio_download_url: null,
    download_url_expiry: null,
    file_size: null,
    session_id: (await api.activeSession(app, meeting)).body.data.id,
    recording_duration: 0,
    invoked_time: after(0),
    started_time: null,
    stopped_time: null,
  })
  t.equal((await recordings.active(meeting)).status, 404, 'it is not the recording of the meeting')
  t.equal((await recordings.start(meeting)).status, 200, 'which can be started beside it')

  await advance(5)
  join('eve')
  await api.post(`/${app}/meetings/${meeting}/active-session/kick-all`)
  await advance(5)
  const [own] = (await recordings.list('?sort_order=ASC', recorded)).body.data
  const instant = Date.parse(after(0))
  const names = ['ada', 'eve'].map((who) => `${who}_${peers[who]}_peer_audio_${instant}.webm`)
  t.strictSame(
    own.download_url.map(({ layer_name, download_urls }: { layer_name: string; download_urls: object }) => [
      layer_name,
      Object.keys(download_urls),
    ]),
    [
      ['default', names.map((name) => `speaker_${name}`)],
      ['plain', names],
    ],
  )
  const documented = await recordings.look(id)
  t.equal(
    documented.download_url,
    own.download_url[0].download_urls[`speaker_${names[0]}`].download_url,
    'published as a string: the first file',
  )
  for (const { download_urls } of own.download_url)
    for (const { download_url } of Object.values<{ download_url: string }>(download_urls)) {
      const answer = await fetch(emulator.url + new URL(download_url).pathname)
      t.equal(answer.headers.get('content-type'), 'audio/webm')
      const file = Buffer.from(await answer.arrayBuffer())
      t.equal(file.length, documented.file_size)
      t.equal(file.toString('hex', 0, 4), '1a45dfa3', 'EBML, with which WebM begins')
    }
})

t.test('without layers there is one; without user_ids everybody is recorded', async (t) => {
  const { recordings, meeting, join, advance } = await startRecordings(t)
  const peers = [join(), join()].map(({ participants }) => participants[0]?.peer_id)
  const { id } = (await recordings.tracks(meeting)).body.data.recording
  await advance(5)
  await recordings.act(id, 'stop')
  await advance(5)
  const { download_url } = await recordings.look(id, recorded)
  t.strictSame(
    download_url.map(({ layer_name }: { layer_name: string }) => layer_name),
    ['default'],
  )
  t.equal(Object.keys(download_url[0].download_urls).length, 2)
  for (const peer of peers) t.match(JSON.stringify(download_url), peer)
})

t.test('without a live session it is 404; a wrong body is named', async (t) => {
  const { recordings, meeting, join } = await startRecordings(t)
  t.strictSame(
    (await recordings.tracks(meeting)).body,
    serviceError(404, `No active session found for meeting_id ${meeting}`),
  )
  join()
  for (const [body, problem] of [
    [{ user_ids: [] }, /"user_ids"/],
    [{ user_ids: Array.from({ length: 101 }, (_, i) => `u${i}`) }, /"user_ids"/],
    [{ user_ids: [''] }, /"user_ids\[0\]" is not allowed to be empty/],
    [{ layers: { a: { media_kind: 'video' } } }, /"layers.a.media_kind" must be one of \[audio\]/],
    [
      { layers: { a: { file_name_prefix: 'x [fail after 3]' } } },
      /"layers.a.file_name_prefix" has a directive/,
    ],
  ] as const) {
    const { status, body: answer } = await recordings.tracks(meeting, body)
    t.equal(status, 400)
    t.match(answer.error.message, problem)
  }
})
