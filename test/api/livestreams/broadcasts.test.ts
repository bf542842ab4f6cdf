import t from 'tap'
import { startFrozen } from '../../helpers/frozen.js'

t.test('an independent livestream that reconnects begins a new livestream session', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const id = await client.newLivestream(app, { name: 'Camera' })
  const created = (await client.details(app, id)).body.data
  await client.advance(5)
  await client.event(id, 'live')
  await client.advance(30)
  await client.event(id, 'stop')
  await client.advance(100)
  t.equal((await client.openSession(app, id)).status, 404)
  await client.event(id, 'live')
  await client.advance(7)
  await client.event(id, 'fail', { err_message: 'no signal' })
  await client.advance(1)
  await client.event(id, 'live')
  await client.advance(2)

  const { livestream, sessions, session, paging } = (await client.details(app, id)).body.data
  t.strictSame(livestream, {
    ...created.livestream,
    status: 'LIVE',
    updated_at: '2026-01-01T00:02:23.000Z',
  })
  t.equal(new Set(sessions.map(({ id }: { id: string }) => id)).size, 3)
  t.strictSame(session, sessions[0])
  t.strictSame(paging, { total_count: 3, start_offset: 1, end_offset: 3 })
  const [third, second, first] = sessions
  const common = { livestream_id: id, viewer_seconds: 0 }
  t.strictSame(first, {
    ...common,
    id: created.session.id,
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:35.000Z',
    invoked_time: '2026-01-01T00:00:00.000Z',
    started_time: '2026-01-01T00:00:05.000Z',
    stopped_time: '2026-01-01T00:00:35.000Z',
    ingest_seconds: 30,
  })
  t.strictSame(second, {
    ...common,
    id: second.id,
    err_message: 'no signal',
    created_at: '2026-01-01T00:02:15.000Z',
    updated_at: '2026-01-01T00:02:22.000Z',
    invoked_time: '2026-01-01T00:02:15.000Z',
    started_time: '2026-01-01T00:02:15.000Z',
    stopped_time: '2026-01-01T00:02:22.000Z',
    ingest_seconds: 7,
  })
  t.strictSame(third, {
    ...common,
    id: third.id,
    created_at: '2026-01-01T00:02:23.000Z',
    updated_at: '2026-01-01T00:02:23.000Z',
    invoked_time: '2026-01-01T00:02:23.000Z',
    started_time: '2026-01-01T00:02:23.000Z',
    ingest_seconds: 2,
  })
  for (const each of sessions)
    t.strictSame((await client.api.get(`/${app}/livestreams/sessions/${each.id}`)).body, {
      success: true,
      data: each,
    })
  const second1 = await client.api.get(`/${app}/livestreams/${id}?per_page=1&page_no=2`)
  t.strictSame(second1.body.data.sessions, [second])
  t.strictSame((await client.overall(app)).body, {
    success: true,
    data: { count: 1, total_ingest_seconds: 39, total_viewer_seconds: 0 },
  })
})

t.test('a meeting session begins and ends with its livestream', async (t) => {
  const client = await startFrozen(t)
  const app = await client.newApp()
  const meeting = await client.newMeeting(app, { title: 'All hands' })
  t.equal((await client.activeSession(app, meeting)).status, 404)
  await client.advance(60)
  const livestream = await client.newStart(app, meeting)
  await client.advance(90)
  const going = (await client.activeSession(app, meeting)).body.data
  const session = {
    id: going.id,
    associated_id: meeting,
    meeting_display_name: 'All hands',
    type: 'meeting',
    live_participants: 0,
    max_concurrent_participants: 0,
    organization_id: app,
    started_at: '2026-01-01T00:01:00.000Z',
    created_at: '2026-01-01T00:01:00.000Z',
  }
  t.strictSame(going, {
    ...session,
    status: 'LIVE',
    updated_at: '2026-01-01T00:01:00.000Z',
    minutes_consumed: 1.5,
  })
  await client.event(livestream, 'fail')
  await client.advance(600)
  t.strictSame((await client.activeSession(app, meeting)).body, {
    success: false,
    error: { code: 404, message: `No active session found for meeting_id ${meeting}` },
  })
  const ended = {
    ...session,
    status: 'ENDED',
    updated_at: '2026-01-01T00:02:30.000Z',
    ended_at: '2026-01-01T00:02:30.000Z',
    minutes_consumed: 1.5,
  }
  t.strictSame((await client.api.get(`/${app}/sessions/${going.id}`)).body.data, {
    ...ended,
    session: ended,
  })
  const { data } = (await client.api.get(`/${app}/sessions/${going.id}/livestream-sessions`)).body
  t.equal(data.livestream_id, livestream)
  t.equal(data.livestream_sessions.length, 1)

  await client.newStart(app, meeting)
  const next = (await client.activeSession(app, meeting)).body.data
  t.not(next.id, going.id, 'the next livestream has a session of its own')
  await client.stop(app, meeting)
  t.equal((await client.activeSession(app, meeting)).status, 404, 'also when it was never live')
})

t.test('a meeting session with participants outlives its livestream', async (t) => {
  const dir = t.testdir({
    'joined.json': JSON.stringify({
      account_id: 'a0000000000000000000000000000001',
      apps: [{ id: 'app', name: 'App' }],
      meetings: [{ app_id: 'app', id: 'meeting', title: 'Joined' }],
      sessions: [{ app_id: 'app', id: 'session', meeting_id: 'meeting', live_participants: 2 }],
    }),
  })
  const client = await startFrozen(t, { fixtures: [`${dir}/joined.json`] })
  await client.newStart('app', 'meeting')
  await client.advance(10)
  await client.stop('app', 'meeting')
  t.match((await client.activeSession('app', 'meeting')).body.data, { id: 'session', status: 'LIVE' })
})

t.test('viewer_seconds is viewers times the time they watched', async (t) => {
  const dir = t.testdir({
    'watched.json': JSON.stringify({
      account_id: 'a0000000000000000000000000000001',
      apps: [{ id: 'app', name: 'App' }],
      livestreams: [{ app_id: 'app', id: 'watched', status: 'LIVE', viewers: 7, created_at: '-10s' }],
    }),
  })
  const client = await startFrozen(t, { fixtures: [`${dir}/watched.json`] })
  const seconds = async () => {
    const { session } = (await client.details('app', 'watched')).body.data
    return [session.ingest_seconds, session.viewer_seconds]
  }
  t.strictSame(await seconds(), [10, 70])
  await client.advance(0.25)
  t.strictSame(await seconds(), [10.25, 71.75])
  t.strictSame((await client.openSession('app', 'watched')).body.data.session.viewer_seconds, '71.75')
  await client.event('watched', 'stop')
  await client.advance(1000)
  t.strictSame(await seconds(), [10.25, 71.75], 'it stands still when it has stopped')
  t.strictSame((await client.overall('app')).body.data, {
    count: 1,
    total_ingest_seconds: 10,
    total_viewer_seconds: 72,
  })
  await client.event('watched', 'live')
  await client.advance(2)
  t.strictSame(await seconds(), [2, 14], 'they watch the next livestream session too')
  t.match((await client.overall('app')).body.data, { total_viewer_seconds: 86 })
})
