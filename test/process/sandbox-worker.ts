/**
 * One of the workers that share a process: it plays its tests in an account of its own, and tells its parent what went
 * otherwise than expected. A process of its own and not a part of the test: tap follows everything asynchronous in it, and
 * grows slower with each of very many requests.
 */

import { isDeepStrictEqual } from 'node:util'
import { connect } from '../helpers/api.js'
import { startReceiver } from '../helpers/receiver.js'
import { overAgent } from '../helpers/requests.js'
import { addWebhook } from '../helpers/webhooks.js'

/** What every test sees, whatever the other workers do meanwhile. */
const expected = {
  before: 'INVOKED',
  live: 'LIVE',
  after: 'IDLE',
  ran: ['livestream.live', 'session.end'],
  told: ['LIVE', 'IDLE'],
  started: '2026-01-01T00:00:02.000Z',
  stopped: '2026-01-01T00:01:30.000Z',
  sessionEnded: '2026-01-01T00:01:30.000Z',
  calls: ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:30.000Z', '2026-01-01T00:05:00.000Z'],
}

const [, , url = '', account = '', tests = ''] = process.argv
const undo: (() => unknown)[] = []
const teardown = { teardown: (each: () => unknown) => void undo.push(each) }
const { api, control } = connect(overAgent(teardown, url), account)
const receiver = await startReceiver(teardown)

const advance = async (seconds: number): Promise<string[]> => {
  const { body } = await control.post('/clock/advance', { account_id: account, seconds })
  return body.ran.map(({ kind }: { kind: string }) => kind)
}

/** A livestream goes live, everybody leaves, and it stops; a receiver hears of it. */
async function runTest() {
  receiver.received.length = 0
  await control.post('/reset', { account_id: account })
  await control.put('/clock', { account_id: account, mode: 'frozen', now: '2026-01-01T00:00:00Z' })
  const app = await api.app()
  await addWebhook(api, app, { url: receiver.url, events: ['livestreaming.statusUpdate'] })
  const meeting = await api.meeting(app, { session_keep_alive_time_in_secs: 60 })
  const { id } = await api.livestream(app, meeting)
  const before = await api.status(app, id)
  const ran = await advance(30)
  const live = await api.status(app, id)
  for (const what of ['join', 'leave'])
    await control.post(`/meetings/${meeting}/${what}`, { account_id: account })
  ran.push(...(await advance(270)))
  const after = await api.status(app, id)
  const { body } = await api.details(app, id)
  const [session] = body.data.sessions ?? body.data.livestream.sessions
  const { body: sessions } = await api.get(`/${app}/sessions`)
  const { body: journal } = await control.get(
    `/requests?account_id=${account}&operation=get-v2-livestream-session-livestream-id`,
  )
  const seen = {
    before,
    live,
    after,
    ran,
    told: receiver.told(),
    started: session.started_time,
    stopped: session.stopped_time,
    sessionEnded: sessions.data.sessions[0].ended_at,
    calls: journal.requests.slice(0, 3).map(({ time }: { time: string }) => time),
  }
  return { seen, ids: [app, meeting, id, session.id] }
}

const failures: object[] = []
const { ids } = await runTest()
for (let i = 0; i < Number(tests); i++) {
  const result = await runTest()
  if (!isDeepStrictEqual(result, { seen: expected, ids })) failures.push({ account, i, ...result })
}
for (const each of undo) await each()
process.send?.({ tests: Number(tests), failures: failures.slice(0, 3) })
