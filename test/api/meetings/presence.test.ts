import t from 'tap'
import { after, frozen } from '../../helpers/world.js'

t.test(
  'the first to join begins the session, the last to leave ends it after the keep-alive time',
  async (t) => {
    const { account, app, api, control, meeting } = await frozen(t)
    const id = await meeting({ session_keep_alive_time_in_secs: 90 })
    t.equal((await api.get(`/meetings/${id}/active-session`)).status, 404)

    const ada = { id: 'ada', name: 'Ada' }
    const joined = await control.post(`/meetings/${id}/join`, { participant: ada })
    const { session_id } = joined.body
    const [{ peer_id }] = joined.body.participants
    t.match(peer_id, /^[0-9a-f-]{36}$/)
    const adasPresence = {
      ...ada,
      peer_id,
      custom_participant_id: 'ada',
      preset_name: null,
      joined_at: after(0),
    }
    t.strictSame(joined, {
      status: 200,
      body: {
        account_id: account,
        app_id: app,
        meeting_id: id,
        session_id,
        live_participants: 1,
        max_concurrent_participants: 1,
        participants: [{ ...adasPresence, left_at: null }],
      },
    })
    t.match((await api.get(`/meetings/${id}/active-session`)).body.data, {
      id: session_id,
      status: 'LIVE',
      live_participants: 1,
      started_at: after(0),
    })

    await control.advance(30)
    t.strictSame((await control.post(`/meetings/${id}/leave`, { participant: { id: 'ada' } })).body, {
      account_id: account,
      app_id: app,
      meeting_id: id,
      session_id,
      live_participants: 0,
      max_concurrent_participants: 1,
      participants: [{ ...adasPresence, left_at: after(30) }],
      session_ends_at: after(120),
    })
    t.strictSame((await control.get('/scheduled')).body.scheduled, [
      { kind: 'session.end', at: after(120), account_id: account, app_id: app, meeting_id: id, session_id },
    ])
    await control.advance(89)
    t.match((await api.get(`/sessions/${session_id}`)).body.data, { status: 'LIVE', live_participants: 0 })
    await control.advance(1)
    t.match((await api.get(`/sessions/${session_id}`)).body.data, {
      status: 'ENDED',
      ended_at: after(120),
      minutes_consumed: 2,
      live_participants: 0,
      max_concurrent_participants: 1,
    })
  },
)

t.test('a join meanwhile keeps the session; one later begins another', async (t) => {
  const { control, meeting } = await frozen(t)
  const id = await meeting()
  const join = async () => (await control.post(`/meetings/${id}/join`)).body.session_id
  const first = await join()
  await control.post(`/meetings/${id}/leave`)
  await control.advance(59)
  t.equal(await join(), first)
  t.strictSame((await control.get('/scheduled')).body.scheduled, [])
  await control.advance(3600)
  await control.post(`/meetings/${id}/leave`)
  await control.advance(60)
  t.not(await join(), first)
})

t.test('participants are counted, those there now and the most at once', async (t) => {
  const { api, control, meeting } = await frozen(t)
  const id = await meeting()
  const counts = async (what: 'join' | 'leave', body: object) => {
    const answer = (await control.post(`/meetings/${id}/${what}`, body)).body
    const { live_participants, max_concurrent_participants } = (
      await api.get(`/meetings/${id}/active-session`)
    ).body.data
    t.match(answer, { live_participants, max_concurrent_participants })
    return [live_participants, max_concurrent_participants]
  }
  t.strictSame(await counts('join', { count: 3 }), [3, 3])
  t.strictSame(await counts('leave', { count: 2 }), [1, 3])
  t.strictSame(await counts('join', {}), [2, 3])
  t.strictSame(await counts('join', { count: 5 }), [7, 7])
  t.strictSame(await counts('leave', {}), [6, 7])
})

t.test('ids that are not given are drawn, and who has been there longest leaves first', async (t) => {
  const { control, meeting } = await frozen(t)
  const id = await meeting()
  const ids = ({ body }: { body: { participants: { id: string }[] } }) =>
    body.participants.map((participant) => participant.id)
  const [a, b] = ids(await control.post(`/meetings/${id}/join`, { count: 2 }))
  const [c] = ids(await control.post(`/meetings/${id}/join`, { participant: { name: 'Carl' } }))
  t.equal(new Set([a, b, c]).size, 3)
  t.match(a, /^[0-9a-f]{8}-[0-9a-f]{4}-4/)
  t.strictSame(ids(await control.post(`/meetings/${id}/leave`, { participant: { id: b } })), [b])
  t.strictSame(ids(await control.post(`/meetings/${id}/leave`, { count: 2 })), [a, c])
})

t.test('who left may come back, and is there once', async (t) => {
  const { control, meeting } = await frozen(t)
  const id = await meeting()
  const participant = { id: 'ada' }
  const move = (what: string) => control.post(`/meetings/${id}/${what}`, { participant })
  await control.post(`/meetings/${id}/join`)
  t.equal((await move('join')).status, 200)
  t.strictSame(await move('join'), {
    status: 409,
    body: {
      success: false,
      error: { code: 409, message: `"participant.id" ada is already in meeting_id ${id}` },
    },
  })
  t.match(await move('leave'), { status: 200, body: { live_participants: 1 } })
  t.strictSame(await move('leave'), {
    status: 404,
    body: {
      success: false,
      error: { code: 404, message: `"participant.id" ada is not in meeting_id ${id}` },
    },
  })
  t.match(await move('join'), { status: 200, body: { live_participants: 2 } })
})

t.test('in process it is the same', async (t) => {
  const { emulator, account, meeting } = await frozen(t)
  const id = await meeting()
  t.match(emulator.meetings.join(id, { participant: { id: 'ada', name: 'Ada' }, account_id: account }), {
    live_participants: 1,
    participants: [{ id: 'ada', name: 'Ada' }],
  })
  t.match(emulator.meetings.join(id), { live_participants: 2 })
  t.match(emulator.meetings.leave(id, { count: 2 }), { live_participants: 0, session_ends_at: after(60) })
  t.throws(() => emulator.meetings.join(id, { count: 0 }), {
    message: 'BAD_REQUEST: "count" must be greater than or equal to 1',
  })
})

t.test('people in a fixture may leave', async (t) => {
  const file = `${t.testdir({
    'fixture.json': JSON.stringify({
      account_id: 'acc',
      apps: [{ id: 'app', name: 'app' }],
      meetings: [{ app_id: 'app', id: 'meeting' }],
      sessions: [{ app_id: 'app', id: 'session', meeting_id: 'meeting', live_participants: 2 }],
    }),
  })}/fixture.json`
  const { emulator } = await frozen(t, { fixtures: [file] })
  t.strictSame(emulator.scheduled(), [])
  t.match(emulator.meetings.leave('meeting', { count: 2 }), {
    session_id: 'session',
    live_participants: 0,
    max_concurrent_participants: 2,
  })
})

t.test('who is there outlives the process', async (t) => {
  const data = `${t.testdir()}/greenroom.db`
  const before = await frozen(t, { data })
  const id = await before.meeting()
  before.emulator.meetings.join(id, { participant: { id: 'ada' } })
  await before.emulator.close()
  const { emulator, control } = await frozen(t, { data })
  t.match(emulator.meetings.leave(id, { participant: { id: 'ada' } }), { live_participants: 0 })
  t.match((await control.post('/clock/advance', { until: 'idle' })).body.ran, [
    { kind: 'session.end', at: after(60) },
  ])
})
