/** `recording.statusUpdate`: who is told of which status, and in which form. */

import t from 'tap'
import { recordingsOf } from '../../helpers/recordings.js'
import { after } from '../../helpers/start.js'
import { startWithReceiver } from '../../helpers/webhooks.js'

t.test('RECORDING, UPLOADING and UPLOADED are sent in order, INVOKED and PAUSED are not', async (t) => {
  const { emulator, api, app, receiver, send } = await startWithReceiver(t, {
    events: ['recording.statusUpdate', 'meeting.ended'],
  })
  const recordings = recordingsOf(send, app)
  const meeting = await api.meeting(app, { title: 'Weekly' })
  const { session_id } = emulator.meetings.join(meeting)
  const { id } = (await recordings.start(meeting, { audio_config: {} })).body.data
  await emulator.clock.advance(11.6)
  await recordings.act(id, 'pause')
  await emulator.clock.advance(5)
  await recordings.act(id, 'resume')
  await emulator.clock.advance(5)
  await api.post(`/${app}/meetings/${meeting}/active-session/kick-all`)
  await emulator.clock.advance(5)

  const sent = receiver.received.map(({ body }) => body)
  t.strictSame(
    sent.map(({ event, recording }) => [event, recording?.status]),
    [
      ['recording.statusUpdate', 'RECORDING'],
      ['recording.statusUpdate', 'RECORDING'],
      ['meeting.ended', undefined],
      ['recording.statusUpdate', 'UPLOADING'],
      ['recording.statusUpdate', 'UPLOADED'],
    ],
  )
  const common = {
    id,
    recordingId: id,
    meetingId: meeting,
    organizationId: app,
    roomUUID: session_id,
    outputFileName: `${meeting}_${Date.parse(after(0))}.mp4`,
    startedTime: after(1.6),
  }
  const ofMeeting = (endedAt: string | null) => ({
    id: meeting,
    roomName: meeting,
    title: 'Weekly',
    status: 'LIVE',
    createdAt: after(0),
    sessionId: session_id,
    startedAt: after(0),
    endedAt,
    organizedBy: { id: app, name: 'An app' },
  })
  t.strictSame(sent[0], {
    event: 'recording.statusUpdate',
    recording: { ...common, status: 'RECORDING', recordingDuration: 0 },
    meeting: ofMeeting(null),
  })
  const { download_url, audio_download_url, file_size } = await recordings.look(id)
  t.strictSame(sent[4], {
    event: 'recording.statusUpdate',
    recording: {
      ...common,
      status: 'UPLOADED',
      stoppedTime: after(21.6),
      fileSize: String(file_size),
      downloadUrl: download_url,
      audioDownloadUrl: audio_download_url,
      downloadUrlExpiry: after(21.6 + 7 * 86_400),
      recordingDuration: 15,
      stopReason: "{'reason':'ALL_PEERS_LEFT','caller':{'type':'INTERNAL'}}",
    },
    meeting: ofMeeting(after(21.6)),
  })
})

t.test('a recording that fails before anybody came is ERRORED, of no session', async (t) => {
  const { emulator, api, app, receiver, send } = await startWithReceiver(t, {
    events: ['recording.statusUpdate'],
  })
  const meeting = await api.meeting(app)
  const { id } = (await recordingsOf(send, app).start(meeting)).body.data
  await emulator.clock.advance(60)
  await emulator.clock.advance(0)
  t.strictSame(
    receiver.received.map(({ body }) => body),
    [
      {
        event: 'recording.statusUpdate',
        recording: {
          id,
          recordingId: id,
          status: 'ERRORED',
          meetingId: meeting,
          organizationId: app,
          outputFileName: `${meeting}_${Date.parse(after(0))}.mp4`,
          stoppedTime: after(60),
          recordingDuration: 0,
          stopReason: "{'reason':'INTERNAL_ERROR','caller':{'type':'INTERNAL'}}",
        },
        meeting: {
          id: meeting,
          roomName: meeting,
          title: '',
          status: 'LIVE',
          createdAt: after(0),
          organizedBy: { id: app, name: 'An app' },
        },
      },
    ],
  )
})
