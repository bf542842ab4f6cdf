import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { paging, serviceError } from '../../helpers/errors.js'
import { writeFixture } from '../../helpers/fixture.js'
import { after, client, startEmulator, startWithApp } from '../../helpers/start.js'

t.test('a session begins when its livestream starts and ends with it, on both wires', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const meeting = await api.meeting(app, { title: 'Standup' })
  await api.livestream(app, meeting)
  await emulator.clock.advance({ seconds: 90 })
  const live = (await api.get(`/${app}/meetings/${meeting}/active-session`)).body
  const common = {
    id: live.data.id,
    associated_id: meeting,
    meeting_display_name: 'Standup',
    type: 'meeting',
    status: 'LIVE',
    live_participants: 0,
    max_concurrent_participants: 0,
    minutes_consumed: 1.5,
    organization_id: app,
    started_at: after(0),
    created_at: after(0),
    updated_at: after(0),
  }
  t.strictSame(live, { success: true, data: common })
  t.strictSame((await api.get(`/${app}/meetings/${meeting}/active-session`, recorded)).body, {
    success: true,
    data: { ...common, ended_at: null },
  })

  await api.post(`/${app}/meetings/${meeting}/active-livestream/stop`)
  await emulator.clock.advance({ seconds: 600 })
  const ended = { ...common, status: 'ENDED', ended_at: after(90), updated_at: after(90) }
  for (const headers of [{}, recorded]) {
    t.strictSame((await api.get(`/${app}/sessions/${common.id}`, headers)).body, {
      success: true,
      // Under a name of its own too, where the Go SDK reads it.
      data: headers === recorded ? ended : { ...ended, session: ended },
    })
    t.strictSame((await api.get(`/${app}/sessions`, headers)).body, {
      success: true,
      data: { sessions: [ended] },
      paging: paging(1, 1, 1),
    })
  }
  const { status, body } = await api.get(`/${app}/meetings/${meeting}/active-session`)
  t.equal(status, 404)
  t.strictSame(body, serviceError(404, `No active session found for meeting_id ${meeting}`))
})

t.test('an app without sessions has an empty list', async (t) => {
  const { api, app } = await startWithApp(t)
  for (const headers of [{}, recorded])
    t.strictSame((await api.get(`/${app}/sessions`, headers)).body, {
      success: true,
      data: { sessions: [] },
      paging: paging(0, 0, 0),
    })
})

t.test('starting again after the end is a new session', async (t) => {
  const { api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const active = async () => (await api.get(`/${app}/meetings/${meeting}/active-session`)).body.data.id
  await api.livestream(app, meeting)
  const first = await active()
  await api.post(`/${app}/meetings/${meeting}/active-livestream/stop`)
  await api.livestream(app, meeting)
  t.not(await active(), first)
  t.equal((await api.get(`/${app}/sessions`)).body.paging.total_count, 2)
})

t.test('an independent livestream has no session', async (t) => {
  const { api, app } = await startWithApp(t)
  await api.independent(app)
  t.equal((await api.get(`/${app}/sessions`)).body.paging.total_count, 0)
})

t.test('include_breakout_rooms is taken, when it is a boolean', async (t) => {
  const { api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  await api.livestream(app, meeting)
  const { id } = (await api.get(`/${app}/meetings/${meeting}/active-session`)).body.data
  t.equal((await api.get(`/${app}/sessions/${id}?include_breakout_rooms=true`)).status, 200)
  t.equal((await api.get(`/${app}/sessions/${id}?include_breakout_rooms=maybe`)).status, 400)
})

const [first, second] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']

/** Sessions a..e: when they started and ended in minutes before now, and how many were in them at most. */
async function startWithFive(t: Parameters<typeof startEmulator>[0]) {
  const session = (id: string, meeting_id: string, times: object, most: number) => ({
    app_id: 'app',
    id,
    meeting_id,
    ...times,
    max_concurrent_participants: most,
  })
  const file = writeFixture(t, {
    account_id: 'account',
    apps: [{ id: 'app', name: 'app' }],
    meetings: [
      { app_id: 'app', id: first, title: 'Weekly' },
      { app_id: 'app', id: second, title: 'WEEKEND' },
      { app_id: 'app', id: 'plain', title: 'Other' },
    ],
    sessions: [
      session('a', first, { started_at: '-100m', ended_at: '-40m' }, 1),
      session('b', first, { started_at: '-90m', ended_at: '-89m' }, 5),
      session('c', second, { started_at: '-80m' }, 10),
      session('d', second, { started_at: '-70m', ended_at: '-60m' }, 11),
      session('e', 'plain', { started_at: '-10m' }, 0),
    ],
  })
  const emulator = await startEmulator(t, { fixtures: [file] })
  const api = client(emulator)
  const list = async (query: string) => {
    const { status, body } = await api.get(`/app/sessions?${query}`)
    return status === 200
      ? {
          ids: body.data.sessions.map(({ id }: { id: string }) => id).join(''),
          total: body.paging.total_count,
        }
      : body
  }
  return { emulator, api, list }
}

t.test('filters and order of the list', async (t) => {
  const { api, list } = await startWithFive(t)
  const standIn = (await api.get('/app/meetings/plain')).body.data.id
  const minutesAgo = (minutes: number) => after(-60 * minutes)
  const cases: [query: string, ids: string][] = [
    ['', 'edcba'],
    ['sort_order=ASC', 'abcde'],
    ['sort_order=DESC', 'edcba'],
    ['sort_by=createdAt&sort_order=ASC', 'abcde'],
    ['sort_by=minutesConsumed', 'caedb'],
    ['sort_by=minutesConsumed&sort_order=ASC', 'bdeac'],
    ['status=LIVE', 'ec'],
    ['status=ENDED&sort_order=ASC', 'abd'],
    [`associated_id=${first}`, 'ba'],
    [`associated_id=${second}&status=LIVE`, 'c'],
    [`associated_id=${standIn}`, 'e'],
    ['associated_id=plain', 'e'],
    ['participants=5', 'b'],
    ['participants=1:10', 'cba'],
    ['participants=0:0', 'e'],
    ['participants=12:99', ''],
    ['participants=10:1', ''],
    ['search=week', 'dcba'],
    ['search=WEEKL', 'ba'],
    [`search=${second.slice(0, 13)}`, 'dc'],
    [`search=${standIn}`, 'e'],
    ['search=', 'edcba'],
    [`start_time=${minutesAgo(80)}`, 'edc'],
    [`end_time=${minutesAgo(80)}`, 'cba'],
    [`start_time=${minutesAgo(80)}&end_time=${minutesAgo(80)}`, 'c'],
    [`start_time=${minutesAgo(79.9)}&end_time=${minutesAgo(10.1)}`, 'd'],
  ]
  for (const [query, ids] of cases) t.same(await list(query), { ids, total: ids.length }, query)
  t.same(await list('sort_by=minutesConsumed&per_page=2&page_no=2'), { ids: 'ed', total: 5 })
})

t.test('what the list cannot be asked', async (t) => {
  const { list } = await startWithFive(t)
  const cases: [query: string, problem: string][] = [
    ['associated_id=nobody', '"associated_id" must be a valid GUID'],
    ['sort_by=name', '"sort_by" must be one of [minutesConsumed, createdAt]'],
    ['sort_order=DSC', '"sort_order" must be one of [ASC, DESC]'],
    ['status=INVOKED', '"status" must be one of [LIVE, ENDED]'],
    ['participants=many', '"participants" must'],
    ['participants=1-10', '"participants" must'],
    ['participants=1:2:3', '"participants" must'],
    ['participants=', '"participants" must'],
    ['start_time=today', '"start_time" must be a valid ISO 8601 date'],
  ]
  for (const [query, problem] of cases) {
    const body = await list(query)
    t.equal(body.error?.code, 400, query)
    t.ok(body.error?.message.startsWith(`BAD_REQUEST: ${problem}`), `${query}: ${body.error?.message}`)
  }
})
