/** What a back end does to a live session: kick, mute, ask. */

import t from 'tap'
import { serviceError } from '../../helpers/errors.js'
import { after, startWithApp } from '../../helpers/start.js'
import { sentEvents, startWithReceiver } from '../../helpers/webhooks.js'

const nobody = '00000000-0000-4000-8000-000000000000'

async function startWithThree(t: Parameters<typeof startWithApp>[0]) {
  const started = await startWithApp(t)
  const { emulator, api, app } = started
  const meeting = await api.meeting(app)
  const picture = 'https://example.com/ada.png'
  const ada = await api.participant(app, meeting, { name: 'Ada', picture })
  const bob = await api.participant(app, meeting, { custom_participant_id: 'bob' })
  for (const { id } of [ada, bob]) emulator.meetings.join(meeting, { participant: { id } })
  emulator.meetings.join(meeting, { participant: { id: 'passer-by' } })
  const post = (what: string, body?: unknown) =>
    api.post(`/${app}/meetings/${meeting}/active-session/${what}`, body)
  const live = async () => (await api.activeSession(app, meeting)).body.data?.live_participants
  return { ...started, meeting, ada, bob, picture, post, live }
}

t.test('kick makes those leave who are named by id or custom id, each once', async (t) => {
  const { emulator, ada, picture, post, live } = await startWithThree(t)
  await emulator.clock.advance(5)
  const { status, body } = await post('kick', {
    participant_ids: [ada.id],
    custom_participant_ids: ['ada', 'passer-by'],
  })
  t.equal(status, 200)
  const times = { created_at: after(0), updated_at: after(5) }
  t.strictSame(body, {
    success: true,
    data: {
      action: 'kick',
      participants: [
        { id: ada.id, name: 'Ada', picture, ...times },
        { id: 'passer-by', ...times },
      ],
    },
  })
  t.equal(await live(), 1)
})

t.test('an unknown id is refused by the recorded words, and nobody is kicked', async (t) => {
  const { ada, post, live } = await startWithThree(t)
  const unknown = (id: string) => serviceError(404, `No user found with id ${id}`)
  for (const what of ['kick', 'mute']) {
    const byId = await post(what, { participant_ids: [ada.id, nobody] })
    t.strictSame([byId.status, byId.body], [404, unknown(nobody)])
    const byCustomId = await post(what, { participant_ids: [ada.id], custom_participant_ids: ['eve'] })
    t.strictSame([byCustomId.status, byCustomId.body], [404, unknown('eve')])
  }
  t.equal(await live(), 3)
  await post('kick', { participant_ids: [ada.id] })
  t.strictSame((await post('kick', { participant_ids: [ada.id] })).body, unknown(ada.id), 'who has left')
})

t.test('at least one must be named', async (t) => {
  const { post, live } = await startWithThree(t)
  const problem =
    'BAD_REQUEST: "participant_ids" or "custom_participant_ids" must name at least one participant'
  for (const what of ['kick', 'mute']) {
    for (const body of [undefined, {}, { participant_ids: [], custom_participant_ids: [] }])
      t.strictSame((await post(what, body)).body, serviceError(400, problem))
    t.match(
      (await post(what, { participant_ids: 'ada' })).body.error.message,
      /"participant_ids" must be an array/,
    )
  }
  t.equal(await live(), 3)
})

t.test('with the last who is kicked the session ends as if they had left', async (t) => {
  const { emulator, api, app, meeting, post } = await startWithThree(t)
  await post('kick', { custom_participant_ids: ['ada', 'bob', 'passer-by'] })
  t.match((await api.activeSession(app, meeting)).body.data, { live_participants: 0 })
  t.match(emulator.scheduled(), [{ kind: 'session.end', at: after(60) }])
  await emulator.clock.advance(60)
  t.equal((await api.activeSession(app, meeting)).status, 404)
})

t.test('kick-all makes everybody leave, and ends the session and its livestream', async (t) => {
  const { emulator, api, app, receiver, settle } = await startWithReceiver(t, { events: sentEvents })
  const meeting = await api.meeting(app)
  const { id } = await api.participant(app, meeting, { name: 'Ada' })
  emulator.meetings.join(meeting, { participant: { id } })
  emulator.meetings.join(meeting, { participant: { id: 'bob' } })
  const livestream = await api.livestream(app, meeting)
  const session = (await api.activeSession(app, meeting)).body.data.id
  await emulator.clock.advance(10)
  const { length } = receiver.received

  const { status, body } = await api.post(`/${app}/meetings/${meeting}/active-session/kick-all`)
  t.equal(status, 200)
  t.strictSame(body, { success: true, data: { action: 'kick-all', kicked_participants_count: 2 } })
  t.match((await api.get(`/${app}/sessions/${session}`)).body.data, {
    status: 'ENDED',
    ended_at: after(10),
    live_participants: 0,
    max_concurrent_participants: 2,
  })
  t.equal(await api.status(app, livestream.id), 'IDLE')
  t.strictSame(
    emulator.scheduled().filter(({ kind }) => kind !== 'delivery.send'),
    [],
  )
  await settle()
  const sent = receiver.received.slice(length).map(({ body }) => body)
  t.strictSame(
    sent
      .filter(({ event }) => event.startsWith('meeting'))
      .map(({ event, reason, participant }) => [event, reason ?? participant.customParticipantId]),
    [
      ['meeting.participantLeft', 'ada'],
      ['meeting.participantLeft', 'bob'],
      ['meeting.ended', 'HOST_ENDED_MEETING'],
    ],
  )
  t.match(
    sent.filter(({ event }) => event === 'livestreaming.statusUpdate'),
    [{ status: 'IDLE', streamId: livestream.id }],
  )
  t.match(emulator.meetings.join(meeting, { participant: { id } }), { live_participants: 1 })
  t.not((await api.activeSession(app, meeting)).body.data.id, session, 'a join begins another session')
})

t.test('kick-all ends a session that everybody has left already, and one that nobody joined', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  for (const isJoined of [true, false]) {
    const meeting = await api.meeting(app)
    if (isJoined) emulator.meetings.join(meeting)
    const { id } = await api.livestream(app, meeting)
    if (isJoined) emulator.meetings.leave(meeting)
    t.strictSame((await api.post(`/${app}/meetings/${meeting}/active-session/kick-all`)).body.data, {
      action: 'kick-all',
      kicked_participants_count: 0,
    })
    t.equal((await api.activeSession(app, meeting)).status, 404)
    t.equal(await api.status(app, id), 'IDLE')
    t.strictSame(emulator.scheduled(), [])
  }
})

t.test('mute answers with whom it means, and changes nothing', async (t) => {
  const { ada, picture, post, live } = await startWithThree(t)
  const times = { created_at: after(0), updated_at: after(0) }
  t.strictSame((await post('mute', { participant_ids: [ada.id] })).body, {
    success: true,
    data: { action: 'mute', participants: [{ id: ada.id, name: 'Ada', picture, ...times }] },
  })
  t.strictSame((await post('mute-all', { allow_unmute: false })).body, {
    success: true,
    data: { action: 'mute-all', muted_participants_count: 3 },
  })
  t.strictSame(
    (await post('mute-all', {})).body,
    serviceError(400, 'BAD_REQUEST: "allow_unmute" is required'),
  )
  t.equal(await live(), 3)
})

t.test('a poll is answered as nobody has voted', async (t) => {
  const { app, post } = await startWithThree(t)
  const { status, body } = await post('poll', { question: 'Tea?', options: ['Yes', 'No'], anonymous: true })
  t.equal(status, 201)
  t.match(body.data.poll.id, /^[0-9a-f-]{36}$/)
  t.strictSame(body, {
    success: true,
    data: {
      action: 'poll',
      poll: {
        id: body.data.poll.id,
        question: 'Tea?',
        options: [
          { text: 'Yes', count: 0, votes: [] },
          { text: 'No', count: 0, votes: [] },
        ],
        anonymous: true,
        hide_votes: false,
        created_by: app,
        voted: [],
      },
    },
  })
  for (const [poll, problem] of [
    [{ options: ['Yes'] }, /"question" is required/],
    [{ question: 'Tea?' }, /"options" is required/],
    [{ question: 'Tea?', options: [] }, /"options" must/],
    [{ question: 'Tea?', options: [1] }, /"options\[0\]" must be a string/],
    [{ question: 'Tea?', options: ['Yes'], anonymous: 'no' }, /"anonymous" must be a boolean/],
  ] as const) {
    const refused = await post('poll', poll)
    t.equal(refused.status, 400)
    t.match(refused.body.error.message, problem)
  }
})

t.test('without a live session there is nobody to do it to', async (t) => {
  const { api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const bodies = {
    kick: { participant_ids: [nobody] },
    'kick-all': undefined,
    mute: { participant_ids: [nobody] },
    'mute-all': { allow_unmute: true },
    poll: { question: 'Tea?', options: ['Yes'] },
  }
  for (const [what, body] of Object.entries(bodies)) {
    const at = (id: string) => api.post(`/${app}/meetings/${id}/active-session/${what}`, body)
    const { status, body: answer } = await at(meeting)
    const message = `No active session found for meeting_id ${meeting}`
    t.strictSame([status, answer], [404, serviceError(404, message)], what)
    t.strictSame((await at(nobody)).body, serviceError(404, `No meeting found with id ${nobody}`))
    t.equal((await at('no-guid')).status, 400)
  }
})
