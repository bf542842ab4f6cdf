/** Participants who were added to a meeting join and leave it: by id, by custom id, or with a token. */

import t from 'tap'
import { serviceError } from '../../helpers/errors.js'
import { after, startWithApp } from '../../helpers/start.js'
import { sentEvents, startWithReceiver } from '../../helpers/webhooks.js'

async function startWithAda(t: Parameters<typeof startWithApp>[0]) {
  const started = await startWithApp(t)
  const { api, app, control } = started
  const meeting = await api.meeting(app)
  const ada = await api.participant(app, meeting, { name: 'Ada', preset_name: 'livestream_host' })
  const move = (what: 'join' | 'leave', participant: object) =>
    control.post(`/meetings/${meeting}/${what}`, { participant })
  return { ...started, meeting, ada, move, path: `/${app}/meetings/${meeting}/participants` }
}

t.test('each way of naming a participant finds the same one, who is another peer each time', async (t) => {
  const { ada, move } = await startWithAda(t)
  const { id, custom_participant_id, token } = ada
  const peers = new Set<string>()
  for (const [joining, leaving] of [
    [{ token }, { id }],
    [{ id }, { custom_participant_id }],
    [{ custom_participant_id }, { token }],
  ] as const) {
    const joined = await move('join', joining)
    t.equal(joined.status, 200)
    const [present] = joined.body.participants
    peers.add(present.peer_id)
    const { peer_id } = present
    t.strictSame(present, {
      ...{ id, peer_id, custom_participant_id, name: 'Ada', preset_name: 'livestream_host' },
      ...{ joined_at: after(0), left_at: null },
    })
    t.strictSame(
      (await move('join', { id })).body,
      serviceError(409, `"participant.id" ${id} is already in meeting_id ${joined.body.meeting_id}`),
    )
    t.match((await move('leave', leaving)).body, {
      live_participants: 0,
      participants: [{ id, peer_id, left_at: after(0) }],
    })
    t.equal((await move('leave', leaving)).status, 404)
  }
  t.equal(peers.size, 3)
})

t.test('adding somebody begins no session and sends nothing; joining does', async (t) => {
  const { emulator, api, app, receiver, settle } = await startWithReceiver(t, { events: sentEvents })
  const meeting = await api.meeting(app)
  const { token } = await api.participant(app, meeting, { name: 'Ada' })
  await settle()
  t.strictSame(receiver.received, [])
  t.equal((await api.activeSession(app, meeting)).status, 404)

  const joined = emulator.meetings.join(meeting, { participant: { token, name: 'Countess' } })
  await settle()
  t.strictSame(
    receiver.received.map(({ body }) => [body.event, body.participant]),
    [
      ['meeting.started', undefined],
      [
        'meeting.participantJoined',
        {
          peerId: joined.participants[0]?.peer_id,
          userDisplayName: 'Countess',
          customParticipantId: 'ada',
          clientSpecificId: 'ada',
          joinedAt: after(0),
        },
      ],
    ],
  )
})

t.test('a token that does not let in is refused by what is wrong with it', async (t) => {
  const { emulator, api, app, meeting, ada, move, path } = await startWithAda(t)
  const elsewhere = await api.meeting(app)
  const { token: foreign } = await api.participant(app, elsewhere)
  const bob = await api.participant(app, meeting, { custom_participant_id: 'bob' })
  await api.delete(`${path}/${bob.id}`)
  const [head, claims, signature] = ada.token.split('.')
  const changed = JSON.parse(Buffer.from(claims, 'base64url').toString())
  const forged = Buffer.from(JSON.stringify({ ...changed, participantId: bob.id })).toString('base64url')
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
  const unknown = serviceError(401, '"participant.token" is not a token that this Greenroom signed')
  for (const [token, refusal] of [
    ['no token', unknown],
    ['a.b.c', unknown],
    [`${head}.${claims}`, unknown],
    [`${head}.${claims}.`, unknown],
    [`${none}.${claims}.${signature}`, unknown],
    [`${head}.${forged}.${signature}`, unknown],
    [`${head}.${claims}.${signature}.more`, unknown],
    [
      foreign,
      serviceError(403, `"participant.token" is for meeting_id ${elsewhere}, and not for ${meeting}`),
    ],
    [bob.token, serviceError(401, `"participant.token" is void: participant ${bob.id} was deleted`)],
  ] as const) {
    const answer = await move('join', { token })
    t.strictSame([answer.status, answer.body], [refusal.error.code, refusal])
  }
  t.equal((await api.activeSession(app, meeting)).status, 404, 'and no session has begun')

  await emulator.clock.advance({ seconds: 8_640_000 - 1 })
  t.equal((await move('join', { token: ada.token })).status, 200, 'in its last second')
  await move('leave', { token: ada.token })
  await emulator.clock.advance(1)
  t.strictSame(
    (await move('join', { token: ada.token })).body,
    serviceError(401, '"participant.token" expired at 2026-04-11T00:00:00.000Z'),
  )
  const { token } = (await api.post(`${path}/${ada.id}/token`)).body.data
  t.equal((await move('join', { token })).status, 200)
})

t.test('who was not added is not found', async (t) => {
  const { app, api, meeting, ada, move } = await startWithAda(t)
  const nobody = '00000000-0000-4000-8000-000000000000'
  t.strictSame(
    (await move('join', { custom_participant_id: 'eve' })).body,
    serviceError(404, `No participant found with custom_participant_id eve in meeting_id ${meeting}`),
  )
  t.strictSame(
    (await move('join', { id: nobody })).body,
    serviceError(404, `No participant found with id ${nobody} in meeting_id ${meeting}`),
  )
  await api.patch(`/${app}/meetings/${meeting}`, { status: 'INACTIVE' })
  t.match((await move('join', { token: ada.token })).body.error.message, /INACTIVE/)
})

t.test('of several with one custom id, the one added last is meant', async (t) => {
  const { api, app, meeting, ada, move } = await startWithAda(t)
  const second = await api.participant(app, meeting)
  const joined = await move('join', { custom_participant_id: 'ada' })
  t.equal(joined.body.participants[0].id, second.id)
  t.equal((await move('join', { id: ada.id })).status, 200, 'the other one can be there as well')
})

t.test('who is there stays when deleted or given another preset', async (t) => {
  const { api, ada, move, path } = await startWithAda(t)
  await move('join', { id: ada.id })
  await api.patch(`${path}/${ada.id}`, { preset_name: 'livestream_viewer' })
  await api.delete(`${path}/${ada.id}`)
  t.match((await move('leave', { id: ada.id })).body, {
    live_participants: 0,
    participants: [{ id: ada.id, preset_name: 'livestream_host' }],
  })
})

t.test('tokens outlive the process', async (t) => {
  const data = `${t.testdir()}/greenroom.db`
  const first = await startWithApp(t, { data })
  const meeting = await first.api.meeting(first.app)
  const { id, token } = await first.api.participant(first.app, meeting)
  first.emulator.meetings.join(meeting, { participant: { token } })
  await first.emulator.close()
  const { emulator } = await startWithApp(t, { data })
  t.match(emulator.meetings.leave(meeting, { participant: { token } }), { participants: [{ id }] })
})
