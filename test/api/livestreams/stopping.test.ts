import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { startWithApp } from '../../helpers/start.js'

const stillStopping = (meeting: string) => ({
  status: 400,
  body: serviceError(400, `The livestream of meeting_id ${meeting} is still stopping`),
})

t.test('a start within the stopping time after a stop is a 400 on both wires', async (t) => {
  const { api, app, emulator } = await startWithApp(t, { stopping: 5 })
  const meeting = await api.meeting(app)
  const { id } = await api.livestream(app, meeting)
  await api.post(`/${app}/meetings/${meeting}/active-livestream/stop`)
  const start = async (headers = {}) => {
    const { status, body } = await api.post(`/${app}/meetings/${meeting}/livestreams`, {}, headers)
    return { status, body }
  }
  for (const headers of [{}, recorded]) t.strictSame(await start(headers), stillStopping(meeting))
  await emulator.clock.advance({ seconds: 4.999 })
  t.strictSame(await start(), stillStopping(meeting))
  await emulator.clock.advance({ seconds: 0.001 })
  const again = await start()
  t.equal(again.status, 201)
  t.not(again.body.data.id, id)
})

t.test('so is a start after a failure; other meetings start', async (t) => {
  const { api, app, emulator } = await startWithApp(t, { stopping: 5 })
  const [meeting, other] = [await api.meeting(app), await api.meeting(app)]
  const { id } = await api.livestream(app, meeting)
  emulator.event(id, { event: 'fail' })
  const { status, body } = await api.post(`/${app}/meetings/${meeting}/livestreams`)
  t.strictSame({ status, body }, stillStopping(meeting))
  await api.livestream(app, other)
})

t.test('live_stream_on_start starts a livestream although the one before may be stopping', async (t) => {
  const { api, app, emulator } = await startWithApp(t, { stopping: 600 })
  const meeting = await api.meeting(app, { live_stream_on_start: true })
  for (let round = 0; round < 2; round++) {
    emulator.meetings.join(meeting)
    t.equal((await api.get(`/${app}/meetings/${meeting}/active-livestream`)).status, 200)
    emulator.meetings.leave(meeting)
    await emulator.clock.advance({ seconds: 60 })
    t.equal((await api.get(`/${app}/meetings/${meeting}/active-livestream`)).status, 404)
  }
})

t.test('with startWhenActive conflict, a start while one is active is a 409', async (t) => {
  const { api, app } = await startWithApp(t, { startWhenActive: 'conflict' })
  const meeting = await api.meeting(app)
  const { id } = await api.livestream(app, meeting)
  const { status, body } = await api.post(`/${app}/meetings/${meeting}/livestreams`)
  t.equal(status, 409)
  t.strictSame(body, serviceError(409, `Livestream ${id} is already active for meeting_id ${meeting}`))
})
