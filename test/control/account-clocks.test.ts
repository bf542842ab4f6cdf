import t from 'tap'
import { startReceiver } from '../helpers/receiver.js'
import { after, beginning, start } from '../helpers/start.js'
import { addWebhook } from '../helpers/webhooks.js'

/** Two accounts, each with a meeting whose livestream is INVOKED. */
async function startTwo(t: Parameters<typeof start>[0], options: Parameters<typeof start>[1] = {}) {
  const started = await start(t, options)
  const furnished = async (account: string) => {
    const api = started.apiOf(account)
    const app = await api.app()
    const meeting = await api.meeting(app)
    const { id } = await api.livestream(app, meeting)
    return { api, app, meeting, id, status: () => api.status(app, id) }
  }
  return { ...started, one: await furnished('one'), two: await furnished('two') }
}

t.test('an account that is advanced gets a clock of its own, and the others stand still', async (t) => {
  const { control, one, two } = await startTwo(t)
  const { status, body } = await control.post('/clock/advance', { account_id: 'one', seconds: 10 })
  t.equal(status, 200)
  t.match(body, { mode: 'frozen', now: after(10), account_id: 'one' })
  t.same(
    body.ran.map(({ kind, account_id }: { kind: string; account_id: string }) => [kind, account_id]),
    [['livestream.live', 'one']],
  )
  t.equal(await one.status(), 'LIVE')
  t.equal(await two.status(), 'INVOKED')
  t.same((await control.get('/clock')).body, {
    mode: 'frozen',
    now: beginning,
    accounts: [{ mode: 'frozen', now: after(10), account_id: 'one' }],
  })
  t.same((await control.get('/clock?account_id=two')).body, { mode: 'frozen', now: beginning })
  t.same((await control.get('/clock?account_id=one')).body, {
    mode: 'frozen',
    now: after(10),
    account_id: 'one',
  })
})

t.test('the shared clock moves the others, and not an account with its own', async (t) => {
  const { control, one, two } = await startTwo(t)
  await control.put('/clock', { account_id: 'one' })
  const { body } = await control.advance(10)
  t.same(
    body.ran.map(({ account_id }: { account_id: string }) => account_id),
    ['two'],
  )
  t.equal(await one.status(), 'INVOKED')
  t.equal(await two.status(), 'LIVE')
})

t.test('what an account is told has the time of its clock: rows, journal, sessions, analytics', async (t) => {
  const { control, one, two } = await startTwo(t)
  await control.put('/clock', { account_id: 'one', now: '2026-01-01T01:00:00Z' })
  const meeting = await one.api.meeting(one.app)
  const { body } = await one.api.get(`/${one.app}/meetings/${meeting}`)
  t.equal(body.data.created_at, '2026-01-01T01:00:00.000Z')
  const { body: other } = await two.api.get(`/${two.app}/meetings/${await two.api.meeting(two.app)}`)
  t.equal(other.data.created_at, beginning)
  const { body: journal } = await control.get('/requests?account_id=one&limit=1000')
  t.equal(journal.requests.at(-1).time, '2026-01-01T01:00:00.000Z')
  // It was due long ago by that clock, so it had run before anybody looked.
  t.equal(await one.status(), 'LIVE')
  const { body: joined } = await control.post(`/meetings/${meeting}/join`, { account_id: 'one' })
  t.equal(joined.live_participants, 1)
  const { body: session } = await one.api.activeSession(one.app, meeting)
  t.equal(session.data.started_at, '2026-01-01T01:00:00.000Z')
  await control.event(one.id, 'stop')
  const { body: details } = await one.api.details(one.app, one.id)
  t.equal(details.data.livestream.updated_at, '2026-01-01T01:00:00.000Z')
})

t.test('webhooks are retried by the clock of their account', async (t) => {
  const { control, apiOf } = await start(t, { webhookRetries: '60s' })
  let isDown = true
  const receiver = await startReceiver(t, {
    answer: (_received, response) => void response.writeHead(isDown ? 503 : 200).end(),
  })
  for (const account of ['one', 'two']) {
    const api = apiOf(account)
    const app = await api.app()
    await addWebhook(api, app, { url: receiver.url, events: ['livestreaming.statusUpdate'] })
    await api.livestream(app, await api.meeting(app))
  }
  for (const account_id of ['one', 'two']) await control.post('/clock/advance', { account_id, seconds: 10 })
  t.equal(receiver.received.length, 2)
  isDown = false
  await control.post('/clock/advance', { account_id: 'one', seconds: 60 })
  t.equal(receiver.received.length, 3)
  const deliveriesOf = async (account: string) =>
    (await control.get(`/deliveries?account_id=${account}`)).body.deliveries
  const [delivered] = await deliveriesOf('one')
  t.same(
    [delivered.outcome, ...delivered.attempts.map(({ at }: { at: string }) => at)],
    ['delivered', after(2), after(62)],
  )
  t.match(await deliveriesOf('two'), [{ outcome: 'pending', next_attempt_at: after(62) }])
})

t.test('the rate limit and tokens follow the clock of their account', async (t) => {
  const { control, apiOf } = await start(t, { rateLimit: '3/1m' })
  const statuses = async (account: string) => {
    const answers = []
    for (let i = 0; i < 4; i++) answers.push((await apiOf(account).get('/apps')).status)
    return answers
  }
  t.same(await statuses('one'), [200, 200, 200, 429])
  t.same(await statuses('two'), [200, 200, 200, 429])
  await control.post('/clock/advance', { account_id: 'one', seconds: 60 })
  t.same(await statuses('one'), [200, 200, 200, 429])
  t.same(await statuses('two'), [429, 429, 429, 429])

  const { control: tokens, apiOf: ofAccount } = await start(t)
  const api = ofAccount('one')
  const app = await api.app()
  const meeting = await api.meeting(app)
  const { token } = await api.participant(app, meeting, { preset_name: 'group_call_host' })
  const join = () => tokens.post(`/meetings/${meeting}/join`, { participant: { token } })
  await tokens.put('/clock', { account_id: 'one', now: '2027-01-01T00:00:00Z' })
  t.match(await join(), { status: 401, body: { error: { message: /expired/ } } })
  await tokens.put('/clock', { account_id: 'one', now: beginning })
  t.equal((await join()).status, 200)
})

t.test('reset gives the clock up, and so does DELETE; jobs fall due by the shared one then', async (t) => {
  const { control, one, two } = await startTwo(t)
  for (const account_id of ['one', 'two']) await control.put('/clock', { account_id })
  await control.post('/reset', { account_id: 'one' })
  t.same((await control.get('/clock')).body.accounts, [{ mode: 'frozen', now: beginning, account_id: 'two' }])
  await control.advance(10)
  t.equal(await two.status(), 'INVOKED')
  t.same(await control.delete('/clock?account_id=two').then(({ body }) => body), {
    mode: 'frozen',
    now: after(10),
  })
  t.equal(await two.status(), 'LIVE')
  t.equal((await one.api.get(`/${one.app}/livestreams`)).status, 404)
  await control.put('/clock', { account_id: 'two' })
  await control.post('/reset', {})
  t.same((await control.get('/clock')).body, { mode: 'frozen', now: after(10) })
})

t.test('a snapshot brings an account its clock back, or takes it away', async (t) => {
  const { control, two } = await startTwo(t)
  const shared = await control.post('/snapshots/shared', { account_id: 'two' })
  t.equal(shared.body.clock, undefined)
  await control.post('/clock/advance', { account_id: 'two', seconds: 1 })
  const own = await control.post('/snapshots/own', { account_id: 'two' })
  t.same(own.body.clock, { mode: 'frozen', now: after(1) })
  const all = await control.post('/snapshots/all')
  t.equal(all.body.rows.account_clocks, 1)
  await control.post('/clock/advance', { account_id: 'two', seconds: 30 })
  t.equal(await two.status(), 'LIVE')

  const clockOfTwo = async () => (await control.get('/clock?account_id=two')).body
  await control.post('/snapshots/own/restore', { account_id: 'two' })
  t.same(await clockOfTwo(), { mode: 'frozen', now: after(1), account_id: 'two' })
  t.equal(await two.status(), 'INVOKED')
  await control.post('/snapshots/shared/restore', { account_id: 'two' })
  t.same(await clockOfTwo(), { mode: 'frozen', now: beginning })
  await control.post('/snapshots/all/restore')
  t.same(await clockOfTwo(), { mode: 'frozen', now: after(1), account_id: 'two' })
  const { body } = await control.post('/clock/advance', { account_id: 'two', seconds: 9 })
  t.equal(body.ran.length, 1)
})

t.test('a state document carries the clock of an account to another account', async (t) => {
  const { control, one } = await startTwo(t)
  await control.post('/clock/advance', { account_id: 'one', seconds: 1 })
  const document = await control.get('/state?account_id=one')
  t.same(document.body.clock, { mode: 'frozen', now: after(1) })
  t.equal((await control.put('/state?account_id=three', document.body)).status, 200)
  t.match((await control.get('/clock?account_id=three')).body, { now: after(1), account_id: 'three' })
  const { body } = await control.post('/clock/advance', { account_id: 'three', seconds: 60 })
  t.equal(body.ran[0].account_id, 'three')
  t.equal(await one.status(), 'INVOKED')
  const [row] = document.body.account_clocks
  for (const [bad, place] of [
    [{ ...row, mode: 'slow' }, '/account_clocks/0'],
    [{ ...row, stood_at: 1e300 }, '/account_clocks/0/stood_at'],
    [{ ...row, account_id: 'nobody' }, '/account_clocks/0'],
  ] as const) {
    const answer = await control.put('/state?account_id=one', { ...document.body, account_clocks: [bad] })
    t.equal(answer.status, 400)
    t.match(answer.body.error.message, place)
  }
})

t.test('bad times and accounts are refused, and give no clock', async (t) => {
  const { control } = await start(t)
  const long = 'a'.repeat(33)
  for (const [method, path, body, problem] of [
    ['put', '/clock', { account_id: 'one', now: 'soon' }, /"now"/],
    ['put', '/clock', { account_id: 'one', mode: 'frozn' }, /"mode"/],
    ['put', '/clock', { account_id: long }, /"account_id"/],
    ['post', '/clock/advance', { account_id: 'one' }, /"seconds", "to" or "until"/],
    ['post', '/clock/advance', { account_id: 'one', seconds: -1 }, /"seconds"/],
    ['post', '/clock/advance', { account_id: 'one', to: '2020-01-01T00:00:00Z' }, /"to" must not be before/],
    ['post', '/clock/advance', { account_id: '', seconds: 1 }, /"account_id"/],
  ] as const) {
    const answer = await control[method](path, body)
    t.equal(answer.status, 400, JSON.stringify(body))
    t.match(answer.body.error.message, problem)
  }
  t.match(await control.delete('/clock'), { status: 400, body: { error: { message: /"account_id"/ } } })
  t.equal((await control.get('/clock')).body.accounts, undefined)
})

t.test('events tell whose clock changed, and only that account and everybody hear of it', async (t) => {
  const { emulator } = await start(t)
  const heard: Record<string, unknown[]> = { all: [], one: [], two: [] }
  const listeners = Object.entries(heard).map(([account, list]) =>
    emulator.events(({ data }) => list.push([data.account_id, data.time]), {
      type: 'clock',
      ...(account !== 'all' && { account_id: account }),
    }),
  )
  await emulator.clock.advance(5, { account_id: 'one' })
  await emulator.clock.advance(7)
  for (const stop of listeners) stop()
  const [ofOne, ofAll] = [
    ['one', after(5)],
    [null, after(7)],
  ]
  t.same(heard, { all: [ofOne, ofAll], one: [ofOne, ofAll], two: [ofAll] })
})

t.test('in process: each account has its time, and one that runs runs on', async (t) => {
  const { emulator } = await start(t)
  emulator.clock.set({ account_id: 'one', mode: 'frozen', now: new Date('2031-01-01T00:00:00Z') })
  t.equal(emulator.clock.now({ account_id: 'one' }).toISOString(), '2031-01-01T00:00:00.000Z')
  t.equal(emulator.clock.now().toISOString(), beginning)
  const before = Date.now()
  emulator.clock.set({ account_id: 'two', mode: 'real' })
  const now = emulator.clock.now({ account_id: 'two' }).getTime()
  t.ok(now >= before && now <= Date.now())
  t.same(emulator.clock.giveUp({ account_id: 'one' }), { mode: 'frozen', now: beginning })
})

t.test('advances of different clocks do not wait for each other', async (t) => {
  const { emulator, apiOf } = await start(t)
  let answer = () => {}
  const receiver = await startReceiver(t, {
    answer: (_received, response) => {
      answer = () => void response.writeHead(200).end()
    },
  })
  const api = apiOf('slow')
  const app = await api.app()
  await addWebhook(api, app, { url: receiver.url, events: ['livestreaming.statusUpdate'] })
  await api.livestream(app, await api.meeting(app))
  let isDone = false
  const slow = emulator.clock.advance(90, { account_id: 'slow' }).then(() => {
    isDone = true
  })
  // Its livestream is live, and the receiver does not answer: it has to wait, and nobody else.
  await emulator.clock.advance(90, { account_id: 'quick' })
  await emulator.clock.advance(90)
  t.equal(isDone, false)
  while (receiver.received.length === 0) await new Promise((resolve) => setImmediate(resolve))
  answer()
  await slow
  t.equal(emulator.clock.now({ account_id: 'slow' }).toISOString(), after(90))
})
