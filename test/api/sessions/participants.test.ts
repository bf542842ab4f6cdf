import t, { type Test } from 'tap'
import { recorded } from '../../helpers/api.js'
import { paging, serviceError } from '../../helpers/errors.js'
import { made } from '../../helpers/requests.js'
import { after, startWithApp } from '../../helpers/start.js'

/** Ada is added to the meeting and attends from 0 to 90 s; Bob was never added, and comes at 60 s and again at 240 s. */
async function attended(t: Test) {
  const started = await startWithApp(t)
  const { api, app, emulator, control } = started
  const meeting = await api.meeting(app)
  const ada = await api.participant(app, meeting, {
    custom_participant_id: 'ada-1',
    name: 'Ada',
    preset_name: 'webinar_presenter',
  })
  const join = async (participant: object) =>
    (await control.post(`/meetings/${meeting}/join`, { participant })).body
  const leave = async (id: string) => control.post(`/meetings/${meeting}/leave`, { participant: { id } })
  const first = await join({ id: ada.id })
  await emulator.clock.advance(60)
  const second = await join({ id: 'bob', name: 'Bob' })
  await emulator.clock.advance(30)
  await leave(ada.id)
  await emulator.clock.advance(90)
  await leave('bob')
  await emulator.clock.advance(30)
  const third = await join({ id: 'bob', name: 'Robert' })
  await emulator.clock.advance(30)
  const [peerOfAda, peerOfBob, laterPeerOfBob] = [first, second, third].map(
    (joined) => joined.participants[0].peer_id,
  )
  const session = `/${app}/sessions/${first.session_id}`
  return { ...started, ada, peerOfAda, peerOfBob, laterPeerOfBob, session, sessionId: first.session_id }
}

const minutes = (seconds: number) => Math.round((seconds / 60) * 10_000) / 10_000

t.test('a session lists each presence, the last to join first, on both wires', async (t) => {
  const { api, ada, session, peerOfAda, peerOfBob, laterPeerOfBob } = await attended(t)
  const bob = { user_id: 'bob', custom_participant_id: 'bob' }
  const late = {
    id: laterPeerOfBob,
    ...bob,
    display_name: 'Robert',
    joined_at: after(210),
    duration: minutes(30),
    created_at: after(210),
    updated_at: after(210),
  }
  const early = {
    id: peerOfBob,
    ...bob,
    display_name: 'Bob',
    joined_at: after(60),
    left_at: after(180),
    duration: 2,
    created_at: after(60),
    updated_at: after(180),
  }
  const hers = {
    id: peerOfAda,
    user_id: ada.id,
    custom_participant_id: 'ada-1',
    display_name: 'Ada',
    preset_name: 'webinar_presenter',
    joined_at: after(0),
    left_at: after(90),
    duration: 1.5,
    created_at: after(0),
    updated_at: after(90),
  }
  t.strictSame((await api.get(`${session}/participants`)).body, {
    success: true,
    data: { participants: [late, early, hers], paging: paging(3, 1, 3) },
  })
  const nobodys = { preset_name: null }
  t.strictSame((await api.get(`${session}/participants`, recorded)).body, {
    success: true,
    data: {
      participants: [{ ...late, ...nobodys, left_at: null }, { ...early, ...nobodys }, hers],
      paging: paging(3, 1, 3),
    },
  })
})

t.test('the consolidated view has each participant once, with all minutes of their presences', async (t) => {
  const { api, session, peerOfAda, peerOfBob } = await attended(t)
  const { participants, paging: pages } = made(
    await api.get(`${session}/participants?view=consolidated&include_peer_events=true`),
  )
  t.strictSame(pages, paging(2, 1, 2))
  const [bob, ada] = participants
  t.match(bob, { id: peerOfBob, display_name: 'Bob', joined_at: after(60), duration: 2.5 })
  t.notOk('left_at' in bob, 'he is still there')
  t.match(ada, { id: peerOfAda, duration: 1.5, left_at: after(90) })
  t.equal(bob.peer_events.length, 5)
  t.equal(ada.peer_events.length, 3)
})

t.test('participants are searched, sorted and paged', async (t) => {
  const { api, ada, session, peerOfAda, peerOfBob, laterPeerOfBob } = await attended(t)
  const ids = async (query: string) => {
    const { participants } = made(await api.get(`${session}/participants?${query}`))
    return participants.map(({ id }: { id: string }) => id)
  }
  t.strictSame(await ids('sort_order=ASC'), [peerOfAda, peerOfBob, laterPeerOfBob])
  t.strictSame(await ids('sort_by=duration'), [peerOfBob, peerOfAda, laterPeerOfBob])
  t.strictSame(await ids('sort_by=duration&sort_order=ASC'), [laterPeerOfBob, peerOfAda, peerOfBob])
  t.strictSame(await ids('sort_by=duration&sort_order=ASC&per_page=1&page_no=2'), [peerOfAda])
  t.strictSame(await ids('view=consolidated&sort_by=duration&sort_order=ASC'), [peerOfAda, peerOfBob])
  t.strictSame(await ids('search=ROB'), [laterPeerOfBob])
  t.strictSame(await ids('search=ada-1'), [peerOfAda])
  t.strictSame(await ids(`search=${ada.id}`), [peerOfAda])
  t.strictSame(await ids(`search=${peerOfBob}`), [peerOfBob])
  t.strictSame(await ids('search=bo&sort_by=duration'), [peerOfBob, laterPeerOfBob])
  t.strictSame(await ids('view=consolidated&search=bob&sort_by=duration'), [peerOfBob])
  const page = made(await api.get(`${session}/participants?search=bo&per_page=1&page_no=2`))
  t.strictSame(page.paging, paging(2, 2, 2))
  for (const [query, problem] of [
    ['sort_by=name', '"sort_by" must be one of [joinedAt, duration]'],
    ['sort_order=DSC', '"sort_order" must be one of [ASC, DESC]'],
    ['view=all', '"view" must be one of [raw, consolidated]'],
    ['include_peer_events=perhaps', '"include_peer_events" must be a boolean'],
  ]) {
    const { status, body } = await api.get(`${session}/participants?${query}`)
    t.equal(status, 400)
    t.strictSame(body, serviceError(400, `BAD_REQUEST: ${problem}`))
  }
})

t.test('peer events tell of joining and leaving, and of the preset', async (t) => {
  const { api, ada, session, sessionId, peerOfAda, laterPeerOfBob } = await attended(t)
  const events = async (peer: string, headers = {}) => {
    const { participant } = made(
      await api.get(`${session}/participants/${peer}?include_peer_events=true`, headers),
    )
    return participant.peer_events.map(({ id, ...event }: { id: string }) => {
      t.match(id, /^[0-9a-f-]{36}$/)
      return event
    })
  }
  const at = (seconds: number) => ({ created_at: after(seconds), updated_at: after(seconds) })
  const hers = {
    peer_id: peerOfAda,
    participant_id: ada.id,
    session_id: sessionId,
    socket_session_id: null,
    preset_view_type: 'WEBINAR',
  }
  t.strictSame(await events(peerOfAda), [
    { event_name: 'PEER_CREATED', ...hers, minutes_consumed: 0, ...at(0) },
    { event_name: 'PEER_JOINING', ...hers, minutes_consumed: 0, ...at(0) },
    { event_name: 'PEER_LEAVING', ...hers, minutes_consumed: 1.5, ...at(90) },
  ])
  t.strictSame(await events(peerOfAda, recorded), [
    { event_name: 'PEER_JOINING', peer_id: peerOfAda, ...at(0) },
    { event_name: 'PEER_LEAVING', peer_id: peerOfAda, ...at(90) },
  ])
  const [, joining, ...more] = await events(laterPeerOfBob)
  t.match(joining, { event_name: 'PEER_JOINING', participant_id: 'bob' })
  t.notOk('preset_view_type' in joining, 'he joined with no preset')
  t.strictSame(more, [], 'he is still there')
})

t.test('a participant is fetched by the peer id or by the id of the participant', async (t) => {
  const { api, app, ada, session, peerOfAda, laterPeerOfBob } = await attended(t)
  const of = async (id: string) => made(await api.get(`${session}/participants/${id}`)).participant
  t.strictSame(await of(ada.id), await of(peerOfAda))
  t.notOk('peer_events' in (await of(peerOfAda)))
  t.equal((await of('bob')).duration, 2.5, 'both of his presences')
  t.equal((await of(laterPeerOfBob)).duration, 0.5)

  const unknown = '813432c7-3c5a-45e2-9acf-eef7061c7584'
  for (const path of [`${session}/participants/${unknown}`, `/${app}/sessions/peer-report/${unknown}`]) {
    const { status, body } = await api.get(path)
    t.equal(status, 404)
    t.strictSame(body, serviceError(404, `No user found with id ${unknown}`))
  }
  const other = await api.get(`/${app}/sessions/${unknown}/participants/${peerOfAda}`)
  t.strictSame(other.body, serviceError(404, `No session found with id ${unknown}`))
})

t.test('the report of a peer says what presence tells, and has nothing measured', async (t) => {
  const { api, app, apiOf, session, sessionId, peerOfAda } = await attended(t)
  const report = async (query = '', headers = {}) =>
    made(await api.get(`/${app}/sessions/peer-report/${peerOfAda}${query}`, headers)).participant
  const { preset_name, ...hers } = made(await api.get(`${session}/participants/${peerOfAda}`)).participant
  const { peer_report, ...rest } = await report()
  t.strictSame(rest, { ...hers, role: preset_name, session_id: sessionId })
  t.equal(peer_report.metadata.room_view_type, 'webinar')
  t.strictSame(peer_report.metadata.candidate_pairs, { producing_transport: [], consuming_transport: [] })
  t.strictSame(peer_report.quality.screenshare_video_producer, [])
  t.strictSame(peer_report.quality.audio_consumer_cumulative, {})

  t.strictSame((await report('?filters=events')).peer_report, { metadata: { events: [] } })
  t.strictSame((await report('?filters=events,device_info')).peer_report, {
    metadata: { events: [], device_info: {}, browser_metadata: {} },
  })
  t.equal(Object.keys((await report('?filters=quality_stats')).peer_report.quality).length, 16)
  t.equal((await report('?include_peer_events=true')).peer_events.length, 3)
  const old = await report('?filters=ip_information', recorded)
  t.strictSame(old.peer_stats, { ip_information: {} })
  t.equal(old.role, 'webinar_presenter')
  const { status, body } = await api.get(`/${app}/sessions/peer-report/${peerOfAda}?filters=weather`)
  t.equal(status, 400)
  t.match(body.error.message, /"filters" must be of \[device_info,/)

  const others = apiOf('other')
  const otherApp = await others.app()
  t.equal(
    (await others.get(`/${otherApp}/sessions/peer-report/${peerOfAda}`)).status,
    404,
    'accounts are walls',
  )
})
