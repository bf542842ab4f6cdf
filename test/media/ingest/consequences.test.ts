/** What pushes cause elsewhere: webhooks, times on the clock of the account, and what others do meanwhile. */

import t from 'tap'
import { push } from '../../helpers/encoder.js'
import { startIngest } from '../../helpers/ingest.js'
import { follow } from '../../helpers/playback.js'
import { startReceiver } from '../../helpers/receiver.js'
import { after } from '../../helpers/start.js'
import { addWebhook } from '../../helpers/webhooks.js'

t.test('webhooks tell each step, with manualIngest true from the push on', async (t) => {
  const { emulator, api, app, port, independent, ofMeeting, until } = await startIngest(t)
  const receiver = await startReceiver(t)
  await addWebhook(api, app, { url: receiver.url, events: ['livestreaming.statusUpdate'] })
  const told = async () => {
    await emulator.clock.advance(0)
    return receiver.received.splice(0).map(({ body }) => [body.streamId, body.status, body.manualIngest])
  }
  const { id, stream_key } = await independent()
  t.strictSame(await told(), [])
  const encoder = await push(port, stream_key)
  t.strictSame(await told(), [[id, 'LIVE', true]])
  await encoder.drop()
  await until('left')
  await emulator.clock.advance(9)
  const again = await push(port, stream_key)
  await emulator.clock.advance(100)
  t.strictSame(await told(), [], 'coming back in time is no step')
  again.send({ type: 8, timestamp: 500, data: Buffer.from([0x2f, 1]) })
  await again.closed()
  t.strictSame(await told(), [[id, 'OFFLINE', true]], 'which is how the service tells a failure')
  await push(port, stream_key)
  t.strictSame(await told(), [[id, 'LIVE', true]])

  const shown = await ofMeeting()
  await emulator.clock.advance(2)
  t.strictSame(await told(), [[shown.id, 'LIVE', false]])
  await push(port, shown.stream_key)
  t.strictSame(await told(), [], 'taking over from the test card is no step')
  await api.post(`/${app}/meetings/${shown.meeting}/active-livestream/stop`)
  t.strictSame(await told(), [[shown.id, 'IDLE', true]])

  const manual = await ofMeeting({ manual_ingest: true })
  await push(port, manual.stream_key)
  await emulator.clock.advance(86_400)
  t.strictSame(
    (await told()).filter(([stream]) => stream === manual.id),
    [
      [manual.id, 'LIVE', true],
      [manual.id, 'IDLE', true],
    ],
    'the 24 hours of the service hold for pushes',
  )
})

t.test('all times are those of the account that the livestream belongs to', async (t) => {
  const { emulator, control, port, independent, look, events, until } = await startIngest(t)
  await control.put('/clock', { account_id: 'account', now: '2030-01-01T00:00:00Z' })
  const { id, stream_key, playback_url: url } = await independent()
  const encoder = await push(port, stream_key, { seconds: 4.1 })
  t.equal((await look(id)).sessions[0].started_time, '2030-01-01T00:00:00.000Z')
  t.match((await follow(url)).media.text, '#EXT-X-PROGRAM-DATE-TIME:2030-01-01T00:00:00.000Z\n')
  await emulator.clock.advance(3600)
  await encoder.drop()
  await until('left')
  t.strictSame(
    events.map(({ event, time }) => [event, time]),
    ['connected', 'live', 'left'].map((event) => [event, '2030-01-01T00:00:00.000Z']),
  )
  await emulator.clock.advance(3600)
  t.equal((await look(id)).status, 'LIVE', 'the shared clock does not count')
  await control.post('/clock/advance', { account_id: 'account', seconds: 10 })
  const { status, sessions } = await look(id)
  t.equal(status, 'IDLE')
  t.match(sessions[0], { stopped_time: '2030-01-01T00:00:10.000Z', ingest_seconds: 10 })
  t.ok((await follow(url)).ended)
})

t.test('a livestream that is disabled or gets another key while it is fed goes on', async (t) => {
  const { emulator, api, app, port, independent, look, until } = await startIngest(t)
  const { id, stream_key: old, playback_url: url } = await independent()
  const encoder = await push(port, old, { seconds: 2.1 })
  const path = `/${app}/livestreams/${id}`
  const { stream_key: renewed } = (await api.post(`${path}/reset-stream-key`)).body.data
  await emulator.clock.advance(60)
  t.equal((await look(id)).status, 'LIVE')
  await t.rejects(push(port, old), { message: /no livestream has this stream key/ })
  await t.rejects(push(port, renewed), { message: /is fed by another encoder/ })
  await api.put(`${path}/disable`)
  t.equal((await look(id)).status, 'LIVE')
  t.equal((await fetch(url)).status, 403)
  await encoder.leave()
  await until('left')
  await t.rejects(push(port, renewed), { message: /is disabled/ })
  await emulator.clock.advance(10)
  const { status, sessions } = await look(id)
  t.equal(status, 'IDLE')
  t.match(sessions[0], { stopped_time: after(70) })
  await api.put(`${path}/enable`)
  await push(port, renewed)
  t.equal((await look(id)).sessions.length, 2)
})

t.test('without a grace, the livestream stops with its encoder', async (t) => {
  const { emulator, port, independent, look, until } = await startIngest(t, { reconnectGrace: 0 })
  const { id, stream_key } = await independent()
  const encoder = await push(port, stream_key)
  await emulator.clock.advance(7)
  await encoder.drop()
  await until('left')
  const { status, sessions } = await look(id)
  t.equal(status, 'IDLE')
  t.match(sessions[0], { stopped_time: after(7), ingest_seconds: 7 })
})
