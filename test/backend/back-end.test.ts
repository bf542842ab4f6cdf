/** The sample back end in ./typescript against the real process, from the first preset to the reconciliation. */

import Cloudflare from 'cloudflare'
import t, { type Test } from 'tap'
import { startProcess } from '../helpers/process.js'
import { startListener } from './typescript/listener.js'
import { analyticsBy, analyticsOf, listedBy, toldBy } from './typescript/reconcile.js'
import { createShows } from './typescript/shows.js'

const account_id = 'back-end'
const begin = '2026-01-01T00:00:00.000Z'
const at = (seconds: number) => new Date(Date.parse(begin) + seconds * 1000).toISOString()

/** A back end with an account, a clock and an app of its own, and a webhook for all events. */
async function startBackEnd(t: Test) {
  const args = ['--clock', 'frozen', '--now', begin, '--fixtures', 'none', '--log-level', 'error']
  const { url, baseUrl } = await startProcess(t, args)
  const control = async (method: string, path: string, body: object) => {
    const response = await fetch(`${url}/_greenroom/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account_id, ...body }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  }
  await control('PUT', 'clock', { mode: 'frozen' })

  const client = new Cloudflare({ baseURL: baseUrl, apiToken: 'any', apiEmail: null, apiKey: null })
  const { data } = await client.realtimeKit.apps.post({ account_id, name: 'Shows' })
  const app_id = data?.app?.id ?? ''
  const listener = await startListener(url)
  t.teardown(listener.close)
  const events = [
    'meeting.started',
    'meeting.ended',
    'meeting.participantJoined',
    'meeting.participantLeft',
    'meeting.chatSynced',
    'meeting.transcript',
    'meeting.summary',
    'recording.statusUpdate',
    'livestreaming.statusUpdate',
  ] as Cloudflare.RealtimeKit.WebhookCreateWebhookParams['events']
  const webhook = { account_id, name: 'Back end', url: listener.url, events }
  await client.realtimeKit.webhooks.createWebhook(app_id, webhook)
  return {
    client,
    app_id,
    listener,
    shows: createShows(client, { account_id, app_id }),
    control: (path: string, body: object) => control('POST', path, body),
    advance: (seconds: number) => control('POST', 'clock/advance', { seconds }),
  }
}

/** A show of 120 seconds: Ada hosts it, Bob leaves halfway, and Cy stays to the end. */
async function play(backEnd: Awaited<ReturnType<typeof startBackEnd>>) {
  const { shows, control, advance } = backEnd
  await shows.seedPreset('show_host', { like: 'livestream_host' })
  const meetingId = await shows.create('Evening show')
  const join = async (custom_participant_id: string, name: string, preset_name: string) => {
    const { id, token } = await shows.add(meetingId, { custom_participant_id, name, preset_name })
    await control(`meetings/${meetingId}/join`, { participant: { token } })
    return id
  }
  const started = await shows.start(meetingId)
  const host = await join('ada', 'Ada', 'show_host')
  await advance(10)
  const viewer = await join('bob', 'Bob', 'livestream_viewer')
  await join('cy', 'Cy', 'livestream_viewer')
  await advance(50)
  const sessionId = toldBy(backEnd.listener.events()).session.id
  await control(`sessions/${sessionId}/chat`, { messages: [{ participant_id: viewer, payload: 'Bravo' }] })
  await control(`sessions/${sessionId}/transcript`, {
    lines: [{ participant_id: host, text: 'Good evening' }],
  })
  await control(`sessions/${sessionId}/summary`, { text: 'A good evening.' })
  await control(`meetings/${meetingId}/leave`, { participant: { id: viewer } })
  await advance(60)
  const kicked = await shows.end(meetingId)
  await advance(10)
  return { ...started, meetingId, kicked }
}

t.test('a show is led from its preset to its files, and the lists agree with the webhooks', async (t) => {
  const backEnd = await startBackEnd(t)
  const { client, app_id, listener, shows } = backEnd
  const { livestreamId, recordingId, meetingId, kicked } = await play(backEnd)
  t.equal(kicked, 2, 'Ada and Cy are sent home')

  const told = toldBy(listener.events())
  t.match(told.session, {
    meeting: meetingId,
    title: 'Evening show',
    status: 'ENDED',
    started: at(0),
    ended: at(120),
  })
  t.strictSame(
    told.people.map(({ peer: _, ...person }) => person).sort((a, b) => a.person.localeCompare(b.person)),
    [
      { person: 'ada', name: 'Ada', joined: at(0), left: at(120) },
      { person: 'bob', name: 'Bob', joined: at(10), left: at(60) },
      { person: 'cy', name: 'Cy', joined: at(10), left: at(120) },
    ],
  )
  t.match(told.livestream, { id: livestreamId, status: 'IDLE' })
  t.match(told.recording, { id: recordingId, status: 'UPLOADED', started: at(1.6), stopped: at(120) })
  t.strictSame(await listedBy(client, { account_id, app_id, meetingId }), told, 'the lists say the same')
  t.strictSame(
    await analyticsBy(client, { account_id, app_id, day: begin.slice(0, 10) }),
    analyticsOf(told, 118),
    'and analytics, with 2 seconds until the livestream was live',
  )
  t.strictSame(listener.counts, { forged: 0, repeated: 0 })

  const preset = await shows.seedPreset('show_host', { like: 'livestream_host' })
  t.equal(
    (await client.realtimeKit.presets.getPresetByID(preset, { account_id, app_id })).data.name,
    'show_host',
  )
  const { paging } = await client.realtimeKit.presets.get(app_id, { account_id })
  t.equal(paging.total_count, 8, 'a preset that is there is not created again')

  const text = async (url: string) => (await fetch(url)).text()
  t.equal((await (await fetch(told.recording.file)).arrayBuffer()).byteLength, told.recording.bytes)
  t.match(await text(told.files.chat), /Bob.*Bravo/)
  t.match(await text(told.files.transcript), /Ada.*Good evening/)
  t.match(await text(told.files.summary), /^A good evening\.\s*$/)
})

t.test(
  'a forged delivery and a lost one are found by the lists, and one that comes twice does no harm',
  async (t) => {
    const backEnd = await startBackEnd(t)
    const { client, app_id, listener, control } = backEnd
    const rule = (event: string, send: string) =>
      control('deliveries/rules', { account_id: undefined, match: { account_id, event }, send, times: 1 })
    await rule('meeting.participantLeft', 'bad_signature')
    await rule('meeting.chatSynced', 'never')
    await rule('meeting.started', 'twice')
    const { meetingId } = await play(backEnd)
    t.strictSame(listener.counts, { forged: 1, repeated: 1 })

    const told = toldBy(listener.events())
    const listed = await listedBy(client, { account_id, app_id, meetingId })
    t.equal(told.files.chat, undefined)
    t.strictSame(told.people.find(({ person }) => person === 'bob')?.left, undefined)
    const mended = {
      ...told,
      people: told.people.map((one) => (one.person === 'bob' ? { ...one, left: at(60) } : one)),
      files: { ...told.files, chat: listed.files.chat },
    }
    t.match(listed.files.chat, /\.csv$/)
    t.strictSame(listed, mended, 'and nothing else differs')
  },
)
