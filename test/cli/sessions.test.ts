/** Commands that put into a session what people write and say. */

import t from 'tap'
import { createApi } from '../helpers/api.js'
import { startCtl } from '../helpers/ctl.js'
import { overInject } from '../helpers/requests.js'

t.test('somebody writes and speaks in a session, and its summary is told', async (t) => {
  const { greenroom, json, run } = await startCtl(t, { fixtures: 'none' })
  const api = createApi(overInject(greenroom))
  const app = await api.app()
  const meeting = await api.meeting(app, { transcribe_on_end: true, summarize_on_end: true })
  const { session_id: session } = await json('join', meeting, '--participant', 'ada')
  t.match(await json('chat', session, 'Hello', '--participant', 'ada'), { messages: 1, lines: 0 })
  t.match(await json('transcript', session, 'Hello', '--participant', 'ada', '--app', app), { lines: 1 })
  t.match(await json('summary', session, 'They said hello.'), { session_id: session, summary: true })
  await api.post(`/${app}/meetings/${meeting}/active-session/kick-all`)
  for (const kind of ['chat', 'transcript', 'summary'])
    t.equal((await api.get(`/${app}/sessions/${session}/${kind}`)).status, 200, kind)
  const said = await json('said', session)
  const ada = { name: null, custom_participant_id: 'ada' }
  t.match(said, {
    messages: [{ ...ada, payload: 'Hello', payload_type: 'TEXT_MESSAGE', pinned: false, is_edited: false }],
    message_count: 1,
    lines: [{ ...ada, text: 'Hello', start_ms: 0, end_ms: 1500 }],
    line_count: 1,
    summary: 'They said hello.',
  })
  t.strictSame(
    said.files.map(({ kind, format }: { kind: string; format: string | null }) => [kind, format]),
    [
      ['chat', null],
      ['transcript', 'CSV'],
      ['transcript', 'JSON'],
      ['transcript', 'SRT'],
      ['transcript', 'VTT'],
      ['summary', null],
    ],
  )
  for (const { url } of said.files) t.equal((await fetch(url)).status, 200, url)
  t.match((await run('said', session)).stdout, /^\S+ +ada +Hello$/m)
  t.match(greenroom.sessions.said(session, { page_no: 2 }), { messages: [], message_count: 1 })
  t.match(await run('said', 'nowhere'), { code: 1, stderr: /No session found/ })
  t.match(await run('chat', session, 'More', '--participant', 'ada'), {
    code: 1,
    stderr: /is made: nothing can be/,
  })
  t.match(await run('transcript', session, 'x'), { code: 2, stderr: /needs --participant ID/ })
  t.match(await run('chat', 'nowhere', 'x', '--participant', 'ada'), { code: 1, stderr: /No session found/ })
})
