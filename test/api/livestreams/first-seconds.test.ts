import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { startWithApp } from '../../helpers/start.js'

t.test('on the recorded wire seconds read 60 until a livestream session is 45 seconds old', async (t) => {
  const { api, app, emulator } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const { id } = await api.livestream(app, meeting)
  emulator.livestreams.setViewers(id, { viewers: 10 })
  const seconds = async (headers = {}) => {
    const { session } = (await api.get(`/${app}/livestreams/${id}/active-livestream-session`, headers)).body
      .data
    return [session.ingest_seconds, session.viewer_seconds]
  }
  t.strictSame(await seconds(recorded), [0, 0], 'not live yet')
  await emulator.clock.advance({ seconds: 2 })
  t.strictSame(await seconds(recorded), [60, 60])
  await emulator.clock.advance({ seconds: 44.999 })
  t.strictSame(await seconds(recorded), [60, 60])
  t.strictSame(await seconds(), ['44.999', '449.99'], 'the documented wire counts')
  await emulator.clock.advance({ seconds: 0.001 })
  t.strictSame(await seconds(recorded), [45, 450])
})

t.test('a livestream session that ended sooner has its own seconds', async (t) => {
  const { api, app, emulator } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const { id } = await api.livestream(app, meeting)
  await emulator.clock.advance({ seconds: 12 })
  await api.post(`/${app}/meetings/${meeting}/active-livestream/stop`)
  const [session] = (await api.get(`/${app}/livestreams/${id}`, recorded)).body.data.sessions
  t.match(session, { ingest_seconds: 10, viewer_seconds: 0, invoked_time: null })
})
