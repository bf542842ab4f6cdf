import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { paging } from '../../helpers/errors.js'
import { after, client, startEmulator, startWithApp } from '../../helpers/start.js'

/** A meeting's livestream that went live after 2 seconds and has been on for 58. */
async function startLive(t: Parameters<typeof startWithApp>[0]) {
  const made = await startWithApp(t)
  const meeting = await made.api.meeting(made.app)
  const started = await made.api.livestream(made.app, meeting)
  await made.emulator.clock.advance({ seconds: 60 })
  const livestream = {
    id: started.id as string,
    name: null,
    ingest_server: 'rtmp://localhost:1935/live/',
    stream_key: started.stream_key as string,
    status: 'LIVE',
    meeting_id: meeting,
    playback_url: started.playback_url as string,
    created_at: after(0),
    updated_at: after(2),
    disabled: false,
  }
  const get = async (path: string) => (await made.api.get(`/${made.app}${path}`, recorded)).body
  const { session } = (await get(`/livestreams/${livestream.id}/active-livestream-session`)).data
  const broadcast = {
    id: session.id as string,
    livestream_id: livestream.id,
    err_message: null,
    invoked_time: null,
    started_time: after(2),
    stopped_time: null,
    created_at: after(0),
    updated_at: after(2),
    ingest_seconds: 58,
    viewer_seconds: 0,
  }
  return { ...made, meeting, livestream, broadcast, get }
}

t.test('the list is an array with its paging at the top', async (t) => {
  const { get, livestream } = await startLive(t)
  t.strictSame(await get('/livestreams'), { success: true, data: [livestream], paging: paging(1, 1, 1) })
  t.strictSame(await get('/livestreams?page_no=2'), { success: true, data: [], paging: paging(1, 0, 0) })
})

t.test('details have the sessions as an array, with the paging at the top', async (t) => {
  const { get, livestream, broadcast } = await startLive(t)
  t.strictSame(await get(`/livestreams/${livestream.id}`), {
    success: true,
    data: { livestream, sessions: [broadcast] },
    paging: paging(1, 1, 1),
  })
  t.strictSame(await get(`/livestreams/${livestream.id}?page_no=9`), {
    success: true,
    data: { livestream, sessions: [] },
    paging: paging(1, 0, 0),
  })
})

t.test('the active session has null where there is nothing, and numbers', async (t) => {
  const { get, livestream, broadcast } = await startLive(t)
  t.strictSame(await get(`/livestreams/${livestream.id}/active-livestream-session`), {
    success: true,
    data: { livestream, session: broadcast },
  })
})

t.test('a livestream session keeps its milliseconds', async (t) => {
  const { get, broadcast, emulator } = await startLive(t)
  await emulator.clock.advance({ seconds: 0.25 })
  t.strictSame(await get(`/livestreams/sessions/${broadcast.id}`), {
    success: true,
    data: { ...broadcast, ingest_seconds: 58.25 },
  })
})

t.test('the active livestream of a meeting has neither ingest server nor stream key', async (t) => {
  const { get, meeting, livestream } = await startLive(t)
  const { ingest_server: _server, stream_key: _key, ...rest } = livestream
  t.strictSame(await get(`/meetings/${meeting}/active-livestream`), {
    success: true,
    data: { ...rest, manual_ingest: false },
  })
})

t.test("a meeting's livestream is one, the latest, with a session for each", async (t) => {
  const { api, app, get, meeting, livestream, broadcast } = await startLive(t)
  t.strictSame(await get(`/meetings/${meeting}/livestream`), {
    success: true,
    data: { livestream, sessions: [broadcast] },
    paging: paging(1, 1, 1),
  })
  await api.post(`/${app}/meetings/${meeting}/active-livestream/stop`)
  const { id } = await api.livestream(app, meeting)
  const body = await get(`/meetings/${meeting}/livestream`)
  t.equal(body.data.livestream.id, id)
  t.strictSame(body.data.sessions[1], { ...broadcast, stopped_time: after(60), updated_at: after(60) })
  t.strictSame(body.paging, paging(2, 1, 2))
})

t.test('a meeting that was never livestreamed has a null livestream', async (t) => {
  const { api, app, get } = await startLive(t)
  t.strictSame(await get(`/meetings/${await api.meeting(app)}/livestream`), {
    success: true,
    data: { livestream: null, sessions: [] },
    paging: paging(0, 0, 0),
  })
})

t.test('the livestream sessions of a meeting session are in data.data', async (t) => {
  const { get, meeting, broadcast } = await startLive(t)
  const { id } = (await get(`/meetings/${meeting}/active-session`)).data
  t.strictSame(await get(`/sessions/${id}/livestream-sessions`), {
    success: true,
    data: { data: [broadcast], paging: paging(1, 1, 1) },
  })
  t.strictSame(await get(`/sessions/${id}/livestream-sessions?page_no=2`), {
    success: true,
    data: { data: [], paging: paging(1, 0, 0) },
  })
})

t.test('create, start and stop', async (t) => {
  const { api, app } = await startWithApp(t)
  const created = await api.post(`/${app}/livestreams`, {}, recorded)
  t.equal(created.status, 201)
  const { id, stream_key, playback_url } = created.body.data
  const addresses = { ingest_server: 'rtmp://localhost:1935/live/', stream_key, playback_url }
  t.strictSame(created.body, {
    success: true,
    data: { id, status: 'INVOKED', name: null, meeting_id: null, disabled: false, ...addresses },
  })

  const meeting = `/${app}/meetings/${await api.meeting(app)}`
  const started = await api.post(`${meeting}/livestreams`, {}, recorded)
  t.equal(started.status, 201)
  t.same(Object.keys(started.body.data).sort(), [
    'id',
    'ingest_server',
    'manual_ingest',
    'playback_url',
    'status',
    'stream_key',
  ])

  const stopped = await api.post(`${meeting}/active-livestream/stop`, undefined, recorded)
  t.strictSame(stopped.body, { success: true, data: { message: 'Stopped live stream successfully' } })
})

t.test('the wire is chosen by the option, and for one request by the header', async (t) => {
  const emulator = await startEmulator(t, { wire: 'recorded' })
  const api = client(emulator)
  const list = `/${await api.app()}/livestreams`
  const documentedBody = { success: true, data: { paging: paging(0, 0, 0), livestreams: [] } }
  const recordedBody = { success: true, data: [], paging: paging(0, 0, 0) }
  t.strictSame((await api.get(list)).body, recordedBody)
  t.strictSame((await api.get(list, { 'x-greenroom-wire': 'documented' })).body, documentedBody)
  t.strictSame((await api.get(list, { 'X-Greenroom-Wire': 'recorded' })).body, recordedBody)
})

t.test('an unknown wire is refused, naming the header', async (t) => {
  const { api, app } = await startWithApp(t)
  for (const wire of ['Recorded', 'v2', '', 'recorded, documented']) {
    const { status, body } = await api.get(`/${app}/livestreams`, { 'x-greenroom-wire': wire })
    t.equal(status, 400, wire)
    t.strictSame(body, {
      success: false,
      error: {
        code: 400,
        message: 'BAD_REQUEST: "x-greenroom-wire" must be one of [documented, recorded]',
      },
    })
  }
})

t.test('errors are the same on both wires', async (t) => {
  const { api, app } = await startWithApp(t)
  const path = `/${app}/livestreams/nothing`
  t.strictSame((await api.get(path, recorded)).body, (await api.get(path)).body)
})
