import t from 'tap'
import { made } from '../../helpers/requests.js'
import { after, start } from '../../helpers/start.js'
import { startWithReceiver } from '../../helpers/webhooks.js'

const events = ['meeting.ended', 'meeting.chatSynced', 'meeting.transcript', 'meeting.summary']

t.test('the files of a session are told of after its end, in the published bodies', async (t) => {
  const { emulator, api, app, receiver, settle } = await startWithReceiver(t, { events })
  const meeting = await api.meeting(app, { title: 'Talk', transcribe_on_end: true, summarize_on_end: true })
  const { session_id: id } = emulator.meetings.join(meeting, { participant: { id: 'ada', name: 'Ada' } })
  emulator.sessions.chat(id, { messages: [{ participant_id: 'ada', payload: 'Hello' }] })
  emulator.sessions.transcript(id, { lines: [{ participant_id: 'ada', text: 'Hello' }] })
  await emulator.clock.advance(10)
  emulator.meetings.leave(meeting, { participant: { id: 'ada' } })
  await emulator.clock.advance(60)
  await settle()
  const [ended, ...files] = receiver.received.map(({ body }) => body)
  t.equal(ended.event, 'meeting.ended')
  const { reason: _, event: __, meeting: endedMeeting } = ended
  const session = `/${app}/sessions/${id}`
  const chat = made(await api.get(`${session}/chat`))
  const transcript = made(await api.get(`${session}/transcript`))
  const summary = made(await api.get(`${session}/summary`))
  const organizedBy = { id: app, name: 'An app' }
  t.strictSame(files, [
    {
      event: 'meeting.chatSynced',
      sessionId: id,
      meetingId: meeting,
      chatDownloadUrl: chat.chat_download_url,
      chatDownloadUrlExpiry: after(70 + 7 * 86_400),
      title: 'Talk',
      createdAt: after(0),
      startedAt: after(0),
      endedAt: after(70),
      organizedBy,
    },
    {
      event: 'meeting.transcript',
      meeting: endedMeeting,
      transcriptDownloadUrl: transcript.transcript_download_url,
      transcriptDownloadUrlExpiry: after(70 + 7 * 86_400),
    },
    {
      event: 'meeting.summary',
      meeting: endedMeeting,
      summaryDownloadUrl: summary.summaryDownloadUrl,
      summaryDownloadUrlExpiry: after(70 + 7 * 86_400),
    },
  ])
  t.match(endedMeeting, { id: meeting, roomName: meeting, sessionId: id, endedAt: after(70) })
  const file = await emulator.inject({ url: new URL(files[0].chatDownloadUrl).pathname })
  t.equal(file.statusCode, 200)
})

t.test('what was said outlives the process, a snapshot and an export, each with its link', async (t) => {
  const data = `${t.testdir()}/greenroom.db`
  const first = await start(t, { data })
  const app = await first.api.app()
  const meeting = await first.api.meeting(app, { transcribe_on_end: true })
  const { session_id: id } = first.emulator.meetings.join(meeting, { participant: { id: 'ada' } })
  first.emulator.sessions.chat(id, { messages: [{ participant_id: 'ada', payload: 'Hello' }] })
  const { restore } = first.emulator.snapshot()
  const kickAll = `/${app}/meetings/${meeting}/active-session/kick-all`
  await first.api.post(kickAll)
  const chat = `/${app}/sessions/${id}/chat`
  t.equal((await first.api.get(chat)).status, 200)
  restore()
  t.equal((await first.api.get(chat)).status, 404, 'as before the end')
  await first.emulator.close()

  const second = await start(t, { data })
  await second.api.post(kickAll)
  const { chat_download_url: url } = made(await second.api.get(chat))
  const read = async ({ emulator }: typeof second) => {
    const { body, statusCode } = await emulator.inject({ url: new URL(url).pathname })
    return statusCode === 200 ? body : statusCode
  }
  const text = await read(second)
  t.match(text, /TEXT_MESSAGE,Hello,/)
  const third = await start(t)
  await third.emulator.state.import(second.emulator.state.export())
  t.equal(await read(third), text)
  await third.emulator.state.import(third.emulator.state.export({ account_id: 'account' }), {
    account_id: 'copy',
  })
  const copied = made(await third.apiOf('copy').get(chat)).chat_download_url
  t.not(copied, url, 'a copy for another account has a link of its own')
  third.emulator.reset({ account_id: 'account' })
  t.equal(await read(third), 404)
  t.equal((await third.emulator.inject({ url: new URL(copied).pathname })).body, text)
})

t.test('two apps may have a session of one id: which is meant must be said', async (t) => {
  const { emulator, api, control } = await start(t)
  const app = await api.app()
  const meeting = await api.meeting(app)
  const { session_id: id } = emulator.meetings.join(meeting, { participant: { id: 'ada' } })
  const copy = await start(t)
  await copy.emulator.state.import(emulator.state.export({ account_id: 'account' }), { account_id: 'copy' })
  await emulator.state.import(copy.emulator.state.export({ account_id: 'copy' }), { account_id: 'copy' })
  const { status, body } = await control.post(`/sessions/${id}/summary`, { text: 'x' })
  t.equal(status, 409)
  t.match(body.error.message, /^2 apps have a session /)
  t.match(emulator.sessions.summary(id, { text: 'x', account_id: 'copy' }), { account_id: 'copy' })
})
