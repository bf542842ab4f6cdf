/** What the official SDK does by itself when calls fail: it tries again twice, and waits as long as it is told. */

import Cloudflare from 'cloudflare'
import t from 'tap'
import type { Emulator } from '../../src/index.js'
import { startEmulator } from '../helpers/start.js'

/** The SDK waits half a second and more between its tries: the tests wait side by side. */
t.jobs = 4

const account_id = 'account'
const sdk = ({ baseUrl }: Emulator, options = {}) =>
  new Cloudflare({ baseURL: baseUrl, apiToken: 'any-token', apiEmail: null, apiKey: null, ...options })

async function startWithSdk(t: Parameters<typeof startEmulator>[0], options = {}) {
  const emulator = await startEmulator(t, options)
  const client = sdk(emulator)
  const { data } = await client.realtimeKit.apps.post({ account_id, name: 'An app' })
  const app = data?.app?.id ?? ''
  const meeting = await client.realtimeKit.meetings.create(app, { account_id, title: 'A meeting' })
  const start = (from = client) =>
    from.realtimeKit.livestreams.startLivestreamingAMeeting(meeting.data?.id ?? '', {
      account_id,
      app_id: app,
    })
  return { emulator, client, start }
}

const statusesOf = (emulator: Emulator) =>
  emulator.requests.list({ operation: 'start-livestreaming' }).requests.map(({ status }) => status)

t.test('two failures are retried, and the third try is the only one that counts', async (t) => {
  const { emulator, start } = await startWithSdk(t)
  emulator.faults.add({ match: { operation: 'start-livestreaming' }, action: { status: 500 }, times: 2 })
  t.equal((await start()).data?.status, 'INVOKED')
  t.same(statusesOf(emulator), [500, 500, 201])
  t.match(emulator.faults.list(), [{ hits: 2 }])
  t.equal(emulator.requests.verify({ operation: 'start-livestreaming', status: 201, exactly: 1 }), 1)
})

t.test('a third failure is given up on', async (t) => {
  const { emulator, start } = await startWithSdk(t)
  const message = 'Out of order'
  emulator.faults.add({ match: { account_id }, action: { status: 503, message }, times: 3 })
  await t.rejects(start(), { message: /503.*Out of order/ })
  t.same(statusesOf(emulator), [503, 503, 503])
})

t.test('a connection that is reset is retried, and an answer that hangs runs into the timeout', async (t) => {
  const { emulator, start } = await startWithSdk(t)
  emulator.faults.add({ action: { reset: true }, times: 1 })
  t.equal((await start()).data?.status, 'INVOKED')
  t.same(statusesOf(emulator), [null, 201])

  emulator.faults.add({ action: { hang: true } })
  await t.rejects(start(sdk(emulator, { timeout: 200, maxRetries: 0 })), { message: /timed out/ })
})

t.test('Retry-After is honoured, and the call passes when the clock has moved as far', async (t) => {
  const { emulator, client, start } = await startWithSdk(t, { rateLimit: '3/1s' })
  await client.realtimeKit.apps.get({ account_id })
  const stop = emulator.events(
    ({ data }) => {
      if (data.status === 429) void emulator.clock.advance({ seconds: 1 })
    },
    { type: 'request' },
  )
  t.teardown(stop)
  t.equal((await start()).data?.status, 'INVOKED')
  const calls = emulator.requests.list({ operation: 'start-livestreaming' }).requests
  t.same(
    calls.map(({ status, time }) => [status, time]),
    [
      [429, '2026-01-01T00:00:00.000Z'],
      [201, '2026-01-01T00:00:01.000Z'],
    ],
  )
})
