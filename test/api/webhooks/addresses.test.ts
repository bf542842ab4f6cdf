/** The addresses in webhook bodies, which follow no request. */

import t from 'tap'
import { writeFixture } from '../../helpers/fixture.js'
import { startReceiver } from '../../helpers/receiver.js'
import { after, client, send, startEmulator } from '../../helpers/start.js'
import { startWithReceiver } from '../../helpers/webhooks.js'

const kit = '/client/v4/accounts/account/realtime/kit'
const callBy = (host: string | undefined, url = `${kit}/apps`) => ({
  method: 'GET' as const,
  url,
  headers: { authorization: 'Bearer token', ...(host !== undefined && { host }) },
})

t.test('a webhook has the address by which its account was last called', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  const livestream = await create()
  const other = client(emulator, 'other')
  for (const [host, origin, ingest] of [
    ['greenroom:4010', 'http://greenroom:4010', 'rtmp://greenroom:1935/live/'],
    ['[::1]:99', 'http://[::1]:99', 'rtmp://[::1]:1935/live/'],
    ['0.0.0.0:4010', 'http://127.0.0.1:4010', 'rtmp://127.0.0.1:1935/live/'],
    ['streams.example', 'http://streams.example', 'rtmp://streams.example:1935/live/'],
    ['not a host', 'http://streams.example', 'rtmp://streams.example:1935/live/'],
  ] as const) {
    await send(emulator, callBy(host))
    await other.get('/apps', { host: 'elsewhere:1' })
    event(livestream, 'live', 'stop')
    await settle()
    const { body } = receiver.received.at(-1) ?? {}
    t.equal(new URL(body.playbackUrl).origin, origin, `called by ${host}`)
    t.equal(body.ingestServer, ingest)
  }
})

t.test('a call without a credential, or of the control API, changes no address', async (t) => {
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t)
  const livestream = await create()
  await send(emulator, callBy('greenroom:4010'))
  t.equal((await send(emulator, { ...callBy('attacker:1'), headers: { host: 'attacker:1' } })).status, 401)
  await send(emulator, callBy('localhost:1', '/_greenroom/scheduled'))
  event(livestream, 'live')
  await settle()
  t.match(receiver.received[0]?.body.playbackUrl, /^http:\/\/greenroom:4010\//)
})

t.test('an account that was not called has the address that is listened on, never a wildcard', async (t) => {
  const receiver = await startReceiver(t)
  const id = '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e'
  const hook = { app_id: 'app', name: 'Hook', url: receiver.url, events: ['livestreaming.statusUpdate'] }
  const fixture = writeFixture(t, {
    account_id: 'account',
    apps: [{ id: 'app', name: 'App' }],
    livestreams: [{ app_id: 'app', id, status: 'INVOKED' }],
    webhooks: [hook],
  })
  const emulator = await startEmulator(t, { host: '0.0.0.0', fixtures: [fixture] })
  emulator.event(id, { event: 'live' })
  await emulator.clock.advance({ seconds: 0 })
  const { port } = new URL(emulator.url)
  t.equal(new URL(receiver.received[0]?.body.playbackUrl).host, `127.0.0.1:${port}`)
})

t.test('after a restart the address is the one before, with the port of now where it was ours', async (t) => {
  const data = `${t.testdir()}/state.db`
  for (const ours of [true, false]) {
    const first = await startWithReceiver(t, { data, seed: ours ? 1 : 2 })
    const { port } = new URL(first.emulator.url)
    const meeting = await first.api.meeting(first.app)
    const host = ours ? `greenroom:${port}` : 'greenroom:8080'
    await first.api.post(`/${first.app}/meetings/${meeting}/livestreams`, undefined, { host })
    await first.emulator.close()

    const second = await startEmulator(t, { data, now: after(0) })
    await second.clock.advance({ seconds: 2 })
    const { body } = first.receiver.received.at(-1) ?? {}
    const expected = ours ? `greenroom:${new URL(second.url).port}` : host
    t.equal(new URL(body.playbackUrl).host, expected)
    t.equal(body.ingestServer, 'rtmp://greenroom:1935/live/')
    second.reset({ fixtures: 'none' })
    await second.close()
  }
})

t.test('a configured public URL comes before the address of any call', async (t) => {
  const publicUrl = 'https://streams.example'
  const { emulator, receiver, create, event, settle } = await startWithReceiver(t, { publicUrl })
  const livestream = await create()
  await send(emulator, callBy('greenroom:4010'))
  event(livestream, 'live')
  await settle()
  t.match(receiver.received[0]?.body, {
    playbackUrl: /^https:\/\/streams\.example\//,
    ingestServer: 'rtmp://streams.example:1935/live/',
  })
})
