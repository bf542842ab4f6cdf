/** Back ends like those that are in use, in three languages, play an evening show against the real process. */

import { execFile } from 'node:child_process'
import { createVerify } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import Cloudflare from 'cloudflare'
import t, { type Test } from 'tap'
import { connect } from '../../src/index.js'
import { startProcess } from '../helpers/process.js'
import { startReceiver } from '../helpers/receiver.js'
import { createShowService } from './typescript/show-service.js'

const run = promisify(execFile)
const sources = fileURLToPath(new URL('../../../test/backend/', import.meta.url))
/** Building the Go SDK for the first time takes minutes. */
const patience = 900_000
t.setTimeout(3 * patience)

const startGreenroom = (t: Test) =>
  startProcess(t, ['--fixtures', 'none', '--seed', '1', '--log-level', 'warn'])

t.test('a back end in TypeScript plays a show to its end', async (t) => {
  const { url, baseUrl } = await startGreenroom(t)
  const account_id = 'backend-typescript'
  const greenroom = await connect(url)
  t.teardown(() => greenroom.close())
  const { clock, meetings, sessions } = greenroom.account(account_id)
  await clock.set({ mode: 'frozen', now: '2026-01-01T20:00:00Z' })
  const known = await (await fetch(`${url}/.well-known/webhooks.json`)).json()
  const publicKey = (known as { data: { publicKey: string } }).data.publicKey
  const receiver = await startReceiver(t, {
    answer({ raw, headers }, response) {
      const signature = String(headers['rtk-signature'])
      const isGenuine = createVerify('RSA-SHA256').update(raw).verify(publicKey, signature, 'base64')
      response.writeHead(isGenuine ? 200 : 401).end()
    },
  })
  const client = new Cloudflare({ baseURL: baseUrl, apiToken: 'any-token', maxRetries: 0 })
  const app = await client.realtimeKit.apps.post({ account_id, name: 'Shows' })
  const shows = createShowService({ client, account_id, appID: app.data?.app?.id ?? '' })
  await shows.subscribe(receiver.url, [
    'meeting.started',
    'meeting.participantJoined',
    'meeting.participantLeft',
    'meeting.ended',
    'meeting.chatSynced',
    'meeting.transcript',
    'meeting.summary',
    'livestreaming.statusUpdate',
    'recording.statusUpdate',
  ])
  const preset = await shows.ensurePreset('show_host', 'livestream_host')
  t.equal(await shows.ensurePreset('show_host', 'livestream_host'), preset, 'the preset that is there')

  const show = await shows.begin('Evening show', { host: 'ada', viewers: ['bob', 'cem'] })
  let [session, host] = ['', '']
  for (const token of [show.hostToken, ...show.viewerTokens]) {
    const joined = await meetings.join(show.meetingID, { participant: { token } })
    session = joined.session_id
    host ||= joined.participants[0]?.id ?? ''
    await clock.advance(2)
  }
  await sessions.chat(session, { messages: [{ participant_id: host, payload: 'Good evening' }] })
  await sessions.transcript(session, { lines: [{ participant_id: host, text: 'Good evening, everybody.' }] })
  await clock.advance(594)
  await shows.finish(show)
  await clock.advance(60)

  const { film, ...found } = await shows.reconcile(show)
  t.strictSame(found, {
    livestream: 'IDLE',
    session: { id: session, status: 'ENDED', most: 3 },
    attended: [
      { who: 'ada', minutes: 10 },
      { who: 'bob', minutes: 9.97 },
      { who: 'cem', minutes: 9.93 },
    ],
    recording: { id: show.recordingID, status: 'UPLOADED' },
  })
  const told = receiver.received.map(({ body }) => body)
  const { deliveries } = {
    deliveries: await greenroom.account(account_id).webhooks.deliveries({ limit: 100 }),
  }
  t.same(
    deliveries.map(({ outcome }) => outcome),
    told.map(() => 'delivered'),
    'every webhook was genuine, and came once',
  )
  const statuses = (event: string) =>
    told.filter((body) => body.event === event).map(({ status, recording }) => status ?? recording.status)
  t.strictSame(statuses('livestreaming.statusUpdate'), ['LIVE', 'IDLE'])
  t.strictSame(statuses('recording.statusUpdate'), ['RECORDING', 'UPLOADING', 'UPLOADED'])
  const ofMeeting = told.map(({ event }) => event).filter((event) => event.startsWith('meeting.'))
  t.strictSame(
    ofMeeting.filter((event) => !event.includes('participant')),
    ['meeting.started', 'meeting.ended', 'meeting.chatSynced', 'meeting.transcript', 'meeting.summary'],
  )
  for (const event of ['meeting.participantJoined', 'meeting.participantLeft'])
    t.equal(ofMeeting.filter((each) => each === event).length, 3, event)
  const uploaded = told.findLast(({ event }) => event === 'recording.statusUpdate')
  t.equal(uploaded.recording.downloadUrl, film, 'the list and the webhook tell of one file')
  const bytes = Buffer.from(await (await fetch(String(film))).arrayBuffer())
  t.equal(bytes.toString('latin1', 4, 8), 'ftyp', 'which is an MP4')
  const chat = told.find(({ event }) => event === 'meeting.chatSynced')
  t.match(await (await fetch(chat.chatDownloadUrl)).text(), 'Good evening')
})

/** Run a program, or skip when it cannot be made here; fail instead with GREENROOM_REQUIRE_SDKS=1. */
async function play(t: Test, make: () => Promise<{ file: string; args?: string[]; cwd: string }>) {
  let program: Awaited<ReturnType<typeof make>>
  try {
    program = await make()
  } catch (error) {
    const { message, stderr } = error as { message: string; stderr?: string }
    const reason = `not available here: ${(stderr || message).trim().split('\n').at(-1)}`
    if (process.env.GREENROOM_REQUIRE_SDKS === '1') t.fail(reason)
    else t.plan(0, reason)
    return
  }
  const { url } = await startGreenroom(t)
  const env = { ...process.env, GREENROOM_URL: url, NO_PROXY: '127.0.0.1', PYTHONDONTWRITEBYTECODE: '1' }
  const { stdout } = await run(program.file, program.args ?? [], { cwd: program.cwd, env })
  t.match(stdout, /^\d+ checks passed in the back end\n$/, 'comes to its end')
}

t.test('a back end in Go does', { timeout: patience }, (t) =>
  play(t, async () => {
    const cwd = join(sources, 'go')
    const file = join(t.testdir(), 'backend')
    await run('go', ['build', '-o', file, '.'], { cwd })
    return { file, cwd }
  }),
)

t.test('a back end in Python does', { timeout: patience }, (t) =>
  play(t, async () => {
    const cwd = join(sources, 'python')
    const file = join(cwd, '.venv/bin/python')
    await run('python3', ['-m', 'venv', '.venv'], { cwd })
    await run(file, ['-m', 'pip', 'install', '--quiet', '--requirement', 'requirements.txt'], { cwd })
    return { file, args: ['main.py'], cwd }
  }),
)
