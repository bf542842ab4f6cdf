import t from 'tap'
import { paging } from '../../helpers/errors.js'
import { after, startWithApp } from '../../helpers/start.js'

const keyForm = /^[0-9a-f]{32}k[0-9a-f]{32}$/
const playbackForm = /^http:\/\/localhost:80\/[0-9a-f]{32}\/manifest\/video\.m3u8$/
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** A meeting's livestream that went live after 2 seconds and has been on for 8. */
async function startLive(t: Parameters<typeof startWithApp>[0]) {
  const made = await startWithApp(t)
  const meeting = await made.api.meeting(made.app, { title: 'A meeting' })
  const started = await made.api.livestream(made.app, meeting, { name: 'A livestream' })
  await made.emulator.clock.advance({ seconds: 10 })
  const addresses = {
    ingest_server: 'rtmp://localhost:1935/live/',
    stream_key: started.stream_key as string,
    playback_url: started.playback_url as string,
  }
  const listed = {
    id: started.id as string,
    name: 'A livestream',
    status: 'LIVE',
    meeting_id: meeting,
    ...addresses,
    created_at: after(0),
    updated_at: after(2),
    disabled: 'false',
  }
  return { ...made, meeting, started, listed }
}

const sessionOf = (id: string, livestreamId: string) => ({
  id,
  livestream_id: livestreamId,
  invoked_time: after(0),
  started_time: after(2),
  created_at: after(0),
  updated_at: after(2),
})

t.test(
  'starting a meeting answers 201 with ids, keys and addresses of the form of the service',
  async (t) => {
    const { api, app } = await startWithApp(t)
    const meeting = await api.meeting(app)
    const { status, body } = await api.post(`/${app}/meetings/${meeting}/livestreams`, { name: 'n' })
    t.equal(status, 201)
    t.match(body.data.id, uuidForm)
    t.match(body.data.stream_key, keyForm)
    t.match(body.data.playback_url, playbackForm)
    const { id, stream_key, playback_url } = body.data
    t.strictSame(body, {
      success: true,
      data: {
        id,
        status: 'INVOKED',
        stream_key,
        playback_url,
        ingest_server: 'rtmp://localhost:1935/live/',
        manual_ingest: false,
      },
    })
  },
)

t.test('starting needs no body, and takes a null name and a video size', async (t) => {
  const { api, app } = await startWithApp(t)
  const bodies = [undefined, {}, { name: null }, { video_config: { height: 720, width: 1280 } }]
  for (const body of bodies) {
    const { status } = await api.post(`/${app}/meetings/${await api.meeting(app)}/livestreams`, body)
    t.equal(status, 201, JSON.stringify(body))
  }
})

t.test('creating an independent livestream answers 201 with a null meeting and a boolean', async (t) => {
  const { api, app } = await startWithApp(t)
  const { status, body } = await api.post(`/${app}/livestreams`, { name: 'On its own' })
  t.equal(status, 201)
  const { id, stream_key, playback_url } = body.data
  t.match(id, uuidForm)
  t.match(stream_key, keyForm)
  t.strictSame(body, {
    success: true,
    data: {
      id,
      status: 'INVOKED',
      name: 'On its own',
      meeting_id: null,
      disabled: false,
      ingest_server: 'rtmp://localhost:1935/live/',
      stream_key,
      playback_url,
    },
  })
})

t.test('an independent livestream without a name has none, not a null one', async (t) => {
  const { api, app } = await startWithApp(t)
  for (const body of [undefined, {}, { name: null }]) {
    const answer = await api.post(`/${app}/livestreams`, body)
    t.equal(answer.status, 201)
    t.notOk('name' in answer.body.data)
  }
  const { body } = await api.get(`/${app}/livestreams?per_page=1`)
  t.notOk('name' in body.data)
  t.notOk('meeting_id' in body.data)
  t.notOk('name' in body.data.livestreams[0])
})

t.test('the list is the first livestream, its paging, and the whole page beside it', async (t) => {
  const { api, app, listed } = await startLive(t)
  const other = await api.independent(app)
  const second = {
    id: other.id,
    status: 'INVOKED',
    ingest_server: other.ingest_server,
    stream_key: other.stream_key,
    playback_url: other.playback_url,
    created_at: after(10),
    updated_at: after(10),
    disabled: 'false',
  }
  const { status, body } = await api.get(`/${app}/livestreams`)
  t.equal(status, 200)
  t.strictSame(body, {
    success: true,
    data: { ...second, paging: paging(2, 1, 2), livestreams: [second, listed] },
  })
})

t.test('an empty list has neither livestream nor offsets', async (t) => {
  const { api, app } = await startWithApp(t)
  t.strictSame((await api.get(`/${app}/livestreams`)).body, {
    success: true,
    data: { paging: paging(0, 0, 0), livestreams: [] },
  })
})

t.test('details are the livestream, its latest session with numbers, and the page of sessions', async (t) => {
  const { api, app, listed } = await startLive(t)
  const { status, body } = await api.get(`/${app}/livestreams/${listed.id}`)
  t.equal(status, 200)
  const session = { ...sessionOf(body.data.session.id, listed.id), ingest_seconds: 8, viewer_seconds: 0 }
  t.match(session.id, uuidForm)
  t.strictSame(body, {
    success: true,
    data: { livestream: listed, session, paging: paging(1, 1, 1), sessions: [session] },
  })
})

t.test('a page of details beyond the sessions has no session', async (t) => {
  const { api, app, listed } = await startLive(t)
  t.strictSame((await api.get(`/${app}/livestreams/${listed.id}?page_no=2`)).body, {
    success: true,
    data: { livestream: listed, paging: paging(1, 0, 0), sessions: [] },
  })
})

t.test('the active session gives its seconds as text', async (t) => {
  const { api, app, listed } = await startLive(t)
  const { status, body } = await api.get(`/${app}/livestreams/${listed.id}/active-livestream-session`)
  t.equal(status, 200)
  t.strictSame(body, {
    success: true,
    data: {
      livestream: listed,
      session: { ...sessionOf(body.data.session.id, listed.id), ingest_seconds: '8', viewer_seconds: '0' },
    },
  })
})

t.test("a livestream session's seconds are whole, rounded", async (t) => {
  const { api, app, listed, emulator } = await startLive(t)
  await emulator.clock.advance({ seconds: 0.6 })
  const details = await api.get(`/${app}/livestreams/${listed.id}`)
  t.equal(details.body.data.session.ingest_seconds, 8.6)
  const { id } = details.body.data.session
  const { status, body } = await api.get(`/${app}/livestreams/sessions/${id}`)
  t.equal(status, 200)
  t.strictSame(body, {
    success: true,
    data: { ...sessionOf(id, listed.id), ingest_seconds: 9, viewer_seconds: 0 },
  })
})

t.test("a meeting's active livestream names it, with `disabled` as text", async (t) => {
  const { api, app, meeting, listed } = await startLive(t)
  const { status, body } = await api.get(`/${app}/meetings/${meeting}/active-livestream`)
  t.equal(status, 200)
  t.strictSame(body, { success: true, data: { ...listed, manual_ingest: false } })
})

t.test("a meeting's active livestream without a name has a null one", async (t) => {
  const { api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  await api.livestream(app, meeting)
  const { body } = await api.get(`/${app}/meetings/${meeting}/active-livestream`)
  t.equal(body.data.name, null)
})

t.test(
  "a meeting's livestreams come with a session each, seconds as text, `disabled` a boolean",
  async (t) => {
    const { api, app, meeting, listed } = await startLive(t)
    await api.post(`/${app}/meetings/${meeting}/active-livestream/stop`)
    const { manual_ingest: _, ...again } = await api.livestream(app, meeting)
    const { status, body } = await api.get(`/${app}/meetings/${meeting}/livestream`)
    t.equal(status, 200)
    const [newest, oldest] = body.data.livestream_sessions
    const sessions = [
      {
        id: newest.id,
        livestream_id: again.id,
        invoked_time: after(10),
        created_at: after(10),
        updated_at: after(10),
        ingest_seconds: '0',
        viewer_seconds: '0',
      },
      {
        ...sessionOf(oldest.id, listed.id),
        stopped_time: after(10),
        updated_at: after(10),
        ingest_seconds: '8',
        viewer_seconds: '0',
      },
    ]
    t.strictSame(body, {
      success: true,
      data: {
        livestreams: [
          {
            ...again,
            name: null,
            meeting_id: meeting,
            disabled: false,
            created_at: after(10),
            updated_at: after(10),
          },
          { ...listed, status: 'IDLE', updated_at: after(10), disabled: false },
        ],
        sessions: sessions[0],
        paging: paging(2, 1, 2),
        livestream_sessions: sessions,
      },
    })
  },
)

t.test('a meeting that was never livestreamed has an empty page', async (t) => {
  const { api, app } = await startWithApp(t)
  const { status, body } = await api.get(`/${app}/meetings/${await api.meeting(app)}/livestream`)
  t.equal(status, 200)
  t.strictSame(body, {
    success: true,
    data: { livestreams: [], paging: paging(0, 0, 0), livestream_sessions: [] },
  })
})

t.test("a meeting session's livestream sessions: the first one's fields, and the page", async (t) => {
  const { api, app, meeting, listed } = await startLive(t)
  const { id } = (await api.get(`/${app}/meetings/${meeting}/active-session`)).body.data
  const { status, body } = await api.get(`/${app}/sessions/${id}/livestream-sessions`)
  t.equal(status, 200)
  const session = { ...sessionOf(body.data.id, listed.id), ingest_seconds: 8, viewer_seconds: 0 }
  t.strictSame(body, {
    success: true,
    data: { ...session, paging: paging(1, 1, 1), livestream_sessions: [session] },
  })
  t.strictSame((await api.get(`/${app}/sessions/${id}/livestream-sessions?page_no=2`)).body, {
    success: true,
    data: { paging: paging(1, 0, 0), livestream_sessions: [] },
  })
})

t.test('stopping answers with a message, and 404 once nothing is live', async (t) => {
  const { api, app, meeting } = await startLive(t)
  const stop = () => api.post(`/${app}/meetings/${meeting}/active-livestream/stop`)
  const { status, body } = await stop()
  t.equal(status, 200)
  t.strictSame(body, { success: true, data: { message: 'Stopped live stream successfully' } })
  t.equal((await stop()).status, 404)
})

t.test('a failed livestream tells why, in its session', async (t) => {
  const { api, app, listed, emulator } = await startLive(t)
  emulator.event(listed.id, { event: 'fail', err_message: 'The encoder went away' })
  const { body } = await api.get(`/${app}/livestreams/${listed.id}`)
  t.equal(body.data.livestream.status, 'ERRORED')
  t.strictSame(body.data.session, {
    ...sessionOf(body.data.session.id, listed.id),
    err_message: 'The encoder went away',
    stopped_time: after(10),
    updated_at: after(10),
    ingest_seconds: 8,
    viewer_seconds: 0,
  })
})
