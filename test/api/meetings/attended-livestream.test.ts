import t from 'tap'
import { after, frozen } from '../../helpers/world.js'

t.test('with live_stream_on_start the first to join starts the livestream, the next does not', async (t) => {
  const { api, control, meeting, look } = await frozen(t)
  const id = await meeting({ live_stream_on_start: true })
  const { session_id } = (await control.post(`/meetings/${id}/join`)).body
  await control.post(`/meetings/${id}/join`)
  await control.advance(2)
  const { livestreams } = (await api.get(`/meetings/${id}/livestream`)).body.data
  t.equal(livestreams.length, 1)
  t.match(await look(livestreams[0].id), {
    status: 'LIVE',
    name: null,
    session: { created_at: after(0), started_time: after(2) },
  })
  const { data } = (await api.get(`/sessions/${session_id}/livestream-sessions`)).body
  t.equal(data.livestream_id, livestreams[0].id)
})

t.test('without live_stream_on_start, or once it was stopped, a join starts no livestream', async (t) => {
  const { api, control, meeting } = await frozen(t)
  const plain = await meeting()
  await control.post(`/meetings/${plain}/join`)
  t.equal((await api.get(`/meetings/${plain}/active-livestream`)).status, 404)

  const streamed = await meeting({ live_stream_on_start: true })
  await control.post(`/meetings/${streamed}/join`)
  t.equal((await api.post(`/meetings/${streamed}/active-livestream/stop`)).status, 200)
  await control.post(`/meetings/${streamed}/join`)
  t.equal((await api.get(`/meetings/${streamed}/active-livestream`)).status, 404)
})

t.test('joining a meeting that is livestreamed joins its session', async (t) => {
  const { api, control, meeting, start } = await frozen(t)
  const id = await meeting({ live_stream_on_start: true })
  await start(id)
  const { id: session } = (await api.get(`/meetings/${id}/active-session`)).body.data
  t.match(await control.post(`/meetings/${id}/join`), { status: 200, body: { session_id: session } })
})

t.test('a livestream without participants for 120 s stops, before a session that lasts longer', async (t) => {
  const { api, control, meeting, start, look } = await frozen(t)
  const id = await meeting({ session_keep_alive_time_in_secs: 600 })
  const { session_id } = (await control.post(`/meetings/${id}/join`)).body
  const livestream = await start(id)
  await control.advance(10)
  await control.post(`/meetings/${id}/leave`)
  t.match((await control.get('/scheduled')).body.scheduled[0], {
    kind: 'livestream.stop',
    at: after(130),
    livestream_id: livestream,
    session_id,
  })
  await control.advance(119)
  t.equal((await look(livestream)).status, 'LIVE')
  await control.advance(1)
  t.match(await look(livestream), { status: 'IDLE', session: { stopped_time: after(130) } })
  t.match((await api.get(`/sessions/${session_id}`)).body.data, { status: 'LIVE' })
  await control.post('/clock/advance', { until: 'idle' })
  t.match((await api.get(`/sessions/${session_id}`)).body.data, { status: 'ENDED', ended_at: after(610) })
})

t.test('a join within the 120 s keeps the livestream', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const id = await meeting({ session_keep_alive_time_in_secs: 600 })
  const livestream = await start(id)
  await control.post(`/meetings/${id}/join`)
  await control.post(`/meetings/${id}/leave`)
  await control.advance(119)
  await control.post(`/meetings/${id}/join`)
  await control.advance(3600)
  t.equal((await look(livestream)).status, 'LIVE')
})

t.test('a livestream that nobody ever joined goes on for its 24 hours', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const livestream = await start(await meeting())
  await control.advance(86_400)
  t.equal((await look(livestream)).status, 'LIVE')
  await control.advance(2)
  t.equal((await look(livestream)).status, 'IDLE')
})

t.test('a livestream started after all have left stops 120 s later', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const id = await meeting({ session_keep_alive_time_in_secs: 600 })
  await control.post(`/meetings/${id}/join`)
  await control.post(`/meetings/${id}/leave`)
  await control.advance(60)
  const livestream = await start(id)
  await control.advance(500)
  t.match(await look(livestream), { status: 'IDLE', session: { stopped_time: after(180) } })
})

t.test('a session that ends takes its livestream with it, and leaves nothing scheduled', async (t) => {
  const { api, control, meeting, start, look } = await frozen(t)
  const id = await meeting({ session_keep_alive_time_in_secs: 60 })
  const { session_id } = (await control.post(`/meetings/${id}/join`)).body
  const livestream = await start(id, '[stall]')
  await control.post(`/meetings/${id}/leave`)
  t.strictSame(
    (await control.advance(3600)).body.ran.map((job: { kind: string; at: string }) => [job.kind, job.at]),
    [['session.end', after(60)]],
  )
  t.match(await look(livestream), { status: 'IDLE', session: { stopped_time: after(60) } })
  t.match((await api.get(`/sessions/${session_id}`)).body.data, { status: 'ENDED', ended_at: after(60) })
  t.strictSame((await control.get('/scheduled')).body.total, 0)
})

t.test('stopping the livestream leaves a session with people in it as it is', async (t) => {
  const { api, control, meeting, start } = await frozen(t)
  const id = await meeting()
  await start(id)
  await control.post(`/meetings/${id}/join`)
  await api.post(`/meetings/${id}/active-livestream/stop`)
  t.match((await api.get(`/meetings/${id}/active-session`)).body.data, {
    status: 'LIVE',
    live_participants: 1,
  })
})
