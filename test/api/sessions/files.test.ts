import t, { type Test } from 'tap'
import type { EmulatorOptions } from '../../../src/index.js'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { made } from '../../helpers/requests.js'
import { after, startWithApp } from '../../helpers/start.js'

const wholeMeeting = { title: 'Talk', transcribe_on_end: true, summarize_on_end: true }

/** Ada attends a session, alone. */
async function inSession(t: Test, meetingBody: object = wholeMeeting, options: EmulatorOptions = {}) {
  const started = await startWithApp(t, options)
  const { api, app, emulator } = started
  const meeting = await api.meeting(app, meetingBody)
  const joined = emulator.meetings.join(meeting, { participant: { id: 'ada', name: 'Ada' } })
  const id = joined.session_id
  const session = `/${app}/sessions/${id}`
  const peer = joined.participants[0]?.peer_id ?? ''
  const end = () => api.post(`/${app}/meetings/${meeting}/active-session/kick-all`)
  const download = async (url: string, headers = {}) =>
    emulator.inject({ url: new URL(url).pathname, headers })
  return { ...started, meeting, id, session, peer, end, download }
}

t.test('a chat is a file once the session has ended, with the published columns', async (t) => {
  const { emulator, api, meeting, id, session, end, download } = await inSession(t)
  const none = serviceError(404, 'No chat dump found for this session!')
  t.strictSame((await api.get(`${session}/chat`)).body, none)
  await emulator.clock.advance(5)
  const said = emulator.sessions.chat(id, {
    messages: [
      { participant_id: 'ada', id: 'first', payload: 'Hello, "world"', created_at: after(1) },
      { participant_id: 'ada', payload_type: 'FILE_MESSAGE', payload: 'two\nlines', pinned: true },
    ],
  })
  t.match(said, { session_id: id, meeting_id: meeting, messages: 2, lines: 0, summary: false })
  t.strictSame((await api.get(`${session}/chat`)).body, none, 'not before the end')
  await end()
  const { chat_download_url: url, ...rest } = made(await api.get(`${session}/chat`))
  t.strictSame(rest, { chat_download_url_expiry: after(5 + 7 * 86_400) })
  t.match(url, /\/downloads\/[0-9a-f]{64}\/chat\.csv$/)
  t.strictSame(made(await api.get(`${session}/chat`, recorded)), { chat_download_url: url, ...rest })

  const file = await download(url)
  t.equal(file.statusCode, 200)
  t.match(file.headers, { 'content-type': 'text/csv; charset=utf-8', 'access-control-allow-origin': '*' })
  const [header, first, ...others] = file.body.split('\n')
  t.equal(
    header,
    'id,participantId,sessionId,meetingId,displayName,pinned,isEdited,payloadType,payload,createdAt',
  )
  const about = `ada,${id},${meeting},Ada`
  t.equal(first, `first,${about},false,false,TEXT_MESSAGE,"Hello, ""world""",${after(1)}`)
  t.equal(others.join('\n').slice(37), `${about},true,false,FILE_MESSAGE,"two\nlines",${after(5)}\n`)

  const pathname = new URL(url).pathname
  const head = await emulator.inject({ method: 'HEAD', url: pathname })
  t.strictSame([head.statusCode, head.body], [200, ''])
  t.equal(head.headers['content-length'], String(Buffer.byteLength(file.body)))
  for (const wrong of [pathname.replace('chat', 'transcript'), pathname.replace(/[0-9a-f]{64}/, 'guess')])
    t.equal((await emulator.inject({ url: wrong })).statusCode, 404)
})

t.test('a transcript is written in four formats, and escaped in each', async (t) => {
  const { emulator, api, id, peer, session, end, download } = await inSession(t)
  await emulator.clock.advance(3)
  emulator.sessions.transcript(id, {
    lines: [
      { participant_id: peer, text: 'Say "hi" & <b>go</b>\n\nnow', start_ms: 3_723_004, end_ms: 3_725_000 },
      { participant_id: 'ada', text: 'Hello everyone', start_ms: 1000, end_ms: 2500 },
      { participant_id: 'ada', text: 'Later' },
    ],
  })
  await end()
  const file = async (format: string) => {
    const found = made(await api.get(`${session}/transcript${format && `?format=${format}`}`))
    t.equal(found.sessionId, id)
    t.equal(found.transcript_download_url_expiry, after(3 + 7 * 86_400))
    return download(found.transcript_download_url)
  }
  const csv = await file('')
  t.equal(csv.headers['content-type'], 'text/csv; charset=utf-8')
  const who = `"${peer}","ada","ada","Ada"`
  t.equal(
    csv.body,
    `"1000",${who},"Hello everyone"\n"3000",${who},"Later"\n"3723004",${who},"Say ""hi"" & <b>go</b>\n\nnow"\n`,
  )
  t.equal((await file('CSV')).body, csv.body)
  const json = await file('JSON')
  t.equal(json.headers['content-type'], 'application/json; charset=utf-8')
  t.strictSame(json.json()[0], {
    startTime: 1000,
    endTime: 2500,
    sentence: 'Hello everyone',
    peerData: {
      id: peer,
      userId: 'ada',
      displayName: 'Ada',
      cpi: 'ada',
      joinedAt: after(0),
      leftAt: after(3),
    },
  })
  t.equal(
    (await file('SRT')).body,
    '1\n00:00:01,000 --> 00:00:02,500\nAda: Hello everyone\n\n' +
      '2\n00:00:03,000 --> 00:00:04,500\nAda: Later\n\n' +
      '3\n01:02:03,004 --> 01:02:05,000\nAda: Say "hi" & <b>go</b> now\n',
  )
  const vtt = await file('VTT')
  t.equal(vtt.headers['content-type'], 'text/vtt; charset=utf-8')
  t.match(vtt.body, /^WEBVTT\n\n1\n00:00:01\.000 --> 00:00:02\.500\nAda: Hello everyone\n\n/)
  t.match(vtt.body, /Ada: Say "hi" &amp; &lt;b&gt;go&lt;\/b&gt; now\n$/)
  const { status, body } = await api.get(`${session}/transcript?format=PDF`)
  t.equal(status, 400)
  t.strictSame(body, serviceError(400, 'BAD_REQUEST: "format" must be one of [CSV, JSON, SRT, VTT]'))
})

t.test('a summary follows the transcript: by itself, or when asked for', async (t) => {
  const noTranscript = serviceError(404, 'No transcript found for this session!')
  for (const summarize of [true, false]) {
    const meeting = { title: 'Talk', transcribe_on_end: true, summarize_on_end: summarize }
    const { emulator, api, id, session, end, download } = await inSession(t, meeting)
    t.strictSame((await api.post(`${session}/summary`)).body, noTranscript)
    emulator.sessions.transcript(id, { lines: [{ participant_id: 'ada', text: 'Hello' }] })
    if (summarize) emulator.sessions.summary(id, { text: 'Ada said hello.' })
    await end()
    const missing = serviceError(404, 'No summary found for this session!')
    if (!summarize) {
      t.strictSame((await api.get(`${session}/summary`)).body, missing)
      t.strictSame(made(await api.post(`${session}/summary`)), { session_id: id, status: 'Success' })
    }
    const { summaryDownloadUrl, ...rest } = made(await api.get(`${session}/summary`))
    t.strictSame(rest, { sessionId: id, summaryDownloadUrlExpiry: after(7 * 86_400) })
    const file = await download(summaryDownloadUrl)
    t.equal(file.headers['content-type'], 'text/plain; charset=utf-8')
    t.equal(file.body, summarize ? 'Ada said hello.' : 'Summary of Talk\n\n- Ada: 1 line\n')
    t.strictSame(made(await api.post(`${session}/summary`, undefined, recorded)), {
      success: true,
      message: 'Success',
    })
    t.equal(made(await api.get(`${session}/summary`)).summaryDownloadUrl, summaryDownloadUrl, 'the same file')
  }
})

t.test('a meeting that is not transcribed has a chat and no transcript', async (t) => {
  const { emulator, api, id, session, end } = await inSession(t, { title: 'Talk', summarize_on_end: true })
  emulator.sessions.transcript(id, { lines: [{ participant_id: 'ada', text: 'Hello' }] })
  await end()
  for (const kind of ['chat', 'transcript', 'summary'])
    t.equal((await api.get(`${session}/${kind}`)).status, 404)
  emulator.sessions.chat(id, { messages: [{ participant_id: 'ada', payload: 'After the end' }] })
  t.equal((await api.get(`${session}/chat`)).status, 200, 'what is added after the end makes a file too')
})

t.test('a link expires after seven days of the emulator’s clock, with an error that says so', async (t) => {
  const { emulator, api, id, session, end, download } = await inSession(t)
  emulator.sessions.chat(id, { messages: [{ participant_id: 'ada', payload: 'Hello' }] })
  await end()
  const { chat_download_url: url } = made(await api.get(`${session}/chat`))
  await emulator.clock.advance(7 * 86_400 - 1)
  t.equal((await download(url)).statusCode, 200)
  await emulator.clock.advance(1)
  const expired = await download(url)
  t.equal(expired.statusCode, 403)
  t.strictSame(expired.json(), serviceError(403, `This link expired at ${after(7 * 86_400)}`))
})

t.test('what cannot be put into a session is refused, and nothing of it is kept', async (t) => {
  const { emulator, control, id, end } = await inSession(t)
  const hello = { participant_id: 'ada', payload: 'Hello' }
  const refused = async (path: string, body: object, [status, message]: [number, string]) => {
    const answer = await control.post(`/sessions/${path}`, body)
    t.strictSame(answer.body, serviceError(status, message))
  }
  await refused(`${id}/chat`, { messages: [hello, { ...hello, participant_id: 'bob' }] }, [
    404,
    'No user found with id bob',
  ])
  await refused(`${id}/chat`, { messages: [] }, [
    400,
    'BAD_REQUEST: "messages" must NOT have fewer than 1 items',
  ])
  const twice = { ...hello, id: 'one' }
  await refused(`${id}/chat`, { messages: [twice, twice] }, [
    400,
    'BAD_REQUEST: "messages" must have an "id" once, but has one again',
  ])
  await refused(
    `${id}/transcript`,
    { lines: [{ participant_id: 'ada', text: 'x', start_ms: 2, end_ms: 1 }] },
    [400, 'BAD_REQUEST: "end_ms" must not be less than "start_ms", but 1 < 2'],
  )
  await refused(`${id}/summary`, {}, [400, 'BAD_REQUEST: "text" is required'])
  const unknown = '813432c7-3c5a-45e2-9acf-eef7061c7584'
  await refused(`${unknown}/summary`, { text: 'x' }, [404, `No session found with id ${unknown}`])
  t.match(emulator.sessions.summary(id, { text: 'x' }), { messages: 0, lines: 0, summary: true })
  emulator.sessions.chat(id, { messages: [hello] })
  await end()
  await refused(`${id}/chat`, { messages: [hello] }, [
    409,
    `The chat of session ${id} is made: nothing can be added to it`,
  ])
})
