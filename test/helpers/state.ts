/** A small world to export, keep and restore: every table has something in it. */

import type { Emulator } from '../../src/index.js'
import { type Client, createClient } from './client.js'
import { overInject, startFrozen } from './frozen.js'
import { made } from './requests.js'

// biome-ignore lint/suspicious/noExplicitAny: tests look into documents of every shape
export type Document = any

/** Make an app with a meeting that is livestreamed and recorded, one that was, and an independent livestream. */
export async function furnish({ api, control, newApp, newMeeting, newStart, newLivestream, stop }: Client) {
  const app = await newApp()
  const meeting = await newMeeting(app, { title: 'Weekly', recording_config: { max_seconds: 60 } })
  const ended = await newMeeting(app, { title: 'Ended' })
  const livestream = await newStart(app, meeting)
  const host = { custom_participant_id: 'host', name: 'Ada' }
  const { token } = made(await api.post(`/${app}/meetings/${meeting}/participants`, host))
  const { session_id: session } = (
    await control.post(`/meetings/${meeting}/join`, { participant: { token } })
  ).body
  const { participants } = made(await api.get(`/${app}/sessions/${session}/participants`))
  const said = { participant_id: participants[0].id }
  await control.post(`/sessions/${session}/chat`, { messages: [{ ...said, payload: 'Hello' }] })
  await control.post(`/sessions/${session}/transcript`, { lines: [{ ...said, text: 'Hello' }] })
  made(await api.post(`/${app}/recordings`, { meeting_id: meeting, audio_config: {} }))
  await newStart(app, ended)
  await stop(app, ended)
  const independent = await newLivestream(app, { name: 'Camera “1”' })
  return { app, meeting, ended, livestream, independent }
}

/** The state document of everything, or of one account, as it came. */
export async function exportText(emulator: Emulator, accountId?: string): Promise<string> {
  const query = accountId === undefined ? '' : `?account_id=${accountId}`
  const { statusCode, payload } = await emulator.inject({ url: `/_greenroom/state${query}` })
  if (statusCode !== 200) throw new Error(`${statusCode}: ${payload}`)
  return payload
}

/** Put a document, text or not, in place. */
export async function importState(emulator: Emulator, document: string | object, accountId?: string) {
  const query = accountId === undefined ? '' : `?account_id=${accountId}`
  const { statusCode, payload } = await emulator.inject({
    method: 'PUT',
    url: `/_greenroom/state${query}`,
    headers: { 'content-type': 'application/json' },
    payload: typeof document === 'string' ? document : JSON.stringify(document),
  })
  return { status: statusCode, body: JSON.parse(payload) }
}

export async function startFurnished(t: Parameters<typeof startFrozen>[0]) {
  const world = await startFrozen(t)
  return { ...world, ...(await furnish(world)) }
}

/** The same emulator's client of another account. */
export const clientOf = (emulator: Emulator, accountId: string) =>
  createClient(overInject(emulator), accountId)

/** A list of calls that depends on everything: drawn ids, ties of time, what was scheduled, analytics. */
export async function replay(
  client: Client,
  { app, meeting, ended }: { app: string; meeting: string; ended: string },
) {
  const answers = [
    await client.list(app, { per_page: '3' }),
    await client.advance(5),
    await client.active(app, meeting),
    await client.stop(app, meeting),
    await client.start(app, ended, { name: 'Again' }),
    await client.advance(90),
    await client.api.post(`/${app}/livestreams`, { name: 'New' }),
    await client.api.post('/apps', { name: 'Another' }),
    await client.ofMeeting(app, ended),
    await client.list(app, { sort_order: 'ASC' }),
    await client.overall(app),
    await client.api.get(`/${app}/sessions`),
    await client.api.get(`/${app}/meetings/${meeting}/participants`),
    await client.api.get(`/${app}/recordings`),
  ]
  return answers.map(({ status, payload }) => `${status} ${payload}`)
}
