import t from 'tap'
import { frozen } from '../../helpers/world.js'

const refusal = (status: number, message: string) => ({
  status,
  body: { success: false, error: { code: status, message } },
})

const whoIs = '"id", "custom_participant_id" and "token"'

t.test('what is wrong with a join or a leave is named, and changes nothing', async (t) => {
  const { api, control, meeting } = await frozen(t)
  const id = await meeting()
  for (const [what, body, problem] of [
    ['join', { participant: {}, count: 1 }, '"participant" and "count" do not go together'],
    ['join', { count: 0 }, '"count" must be greater than or equal to 1'],
    ['join', { count: 1001 }, '"count" must be less than or equal to 1000'],
    ['join', { count: 'all' }, '"count" must be an integer'],
    ['join', { participant: 'ada' }, '"participant" must be an object'],
    ['join', { participant: { id: '' } }, '"participant.id" is not allowed to be empty'],
    ['join', { participant: { nick: 'x' } }, '"participant.nick" is not allowed'],
    ['join', { participants: [] }, '"participants" is not allowed'],
    ['leave', { participant: {} }, `"participant" must have one of ${whoIs}`],
    ['leave', { participant: { id: 'a', token: 't' } }, `"participant" must have only one of ${whoIs}`],
    ['join', { participant: { id: 'a', token: 't' } }, `"participant" must have only one of ${whoIs}`],
    ['join', { participant: { token: '' } }, '"participant.token" is not allowed to be empty'],
    ['leave', { participant: { id: 'a', name: 'A' } }, '"participant.name" is not allowed'],
    ['leave', { participant: { id: 'a' }, count: 1 }, '"participant" and "count" do not go together'],
    ['leave', { app: 'x' }, '"app" is not allowed'],
  ] as const)
    t.strictSame(await control.post(`/meetings/${id}/${what}`, body), refusal(400, `BAD_REQUEST: ${problem}`))
  t.equal((await api.get(`/meetings/${id}/active-session`)).status, 404)
})

t.test('nobody joins an INACTIVE meeting, nor leaves one where nobody is', async (t) => {
  const { api, control, meeting } = await frozen(t)
  const id = await meeting()
  t.strictSame(
    await control.post(`/meetings/${id}/leave`),
    refusal(404, `No active session found for meeting_id ${id}`),
  )
  await api.patch(`/meetings/${id}`, { status: 'INACTIVE' })
  t.strictSame(
    await control.post(`/meetings/${id}/join`),
    refusal(400, `BAD_REQUEST: "meeting_id" ${id} is of an INACTIVE meeting`),
  )
  t.equal((await api.get(`/meetings/${id}/active-session`)).status, 404)
})

t.test('no more leave than are there, and then none does', async (t) => {
  const { control, meeting } = await frozen(t)
  const id = await meeting()
  await control.post(`/meetings/${id}/join`, { count: 2 })
  t.strictSame(
    await control.post(`/meetings/${id}/leave`, { count: 3 }),
    refusal(409, `"count" 3 is more than the 2 in meeting_id ${id}`),
  )
  t.match((await control.post(`/meetings/${id}/leave`)).body, { live_participants: 1 })
})

t.test('a meeting is looked for by id, account and app', async (t) => {
  const { control, emulator, meeting } = await frozen(t, { fixtures: ['docs'] })
  const docs = '023e105f4ecef8ad9ca31a8372d0c353'
  const ambiguous = '3 apps have a meeting meeting_id: say which with "account_id" and "app_id"'
  t.strictSame(await control.post('/meetings/meeting_id/join'), refusal(409, ambiguous))
  t.throws(() => emulator.meetings.leave('meeting_id'), { message: ambiguous })
  const owner = { account_id: docs, app_id: 'app_id' }
  t.match(await control.post('/meetings/meeting_id/join', owner), {
    status: 200,
    body: { ...owner, session_id: 'live_session_id', live_participants: 3 },
  })
  const id = await meeting()
  t.strictSame(
    await control.post(`/meetings/${id}/join`, { account_id: docs }),
    refusal(404, `No meeting found with id ${id}`),
  )
})
