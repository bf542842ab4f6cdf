import t from 'tap'
import { after, beginning, frozen } from '../helpers/world.js'

t.test('viewer_seconds accrue from the clock, and a change while live splits them', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const id = await start(await meeting(), '[live after 0s]')
  const watch = (viewers: number) => control.post(`/livestreams/${id}/viewers`, { viewers })
  const pass = (seconds: number) => control.post('/clock/advance', { seconds })
  await pass(5)
  await watch(10)
  await pass(1.5)
  await watch(4)
  t.match(await look(id), { session: { viewer_seconds: 15 } })
  await pass(2.25)
  await watch(0)
  await pass(100)
  await watch(1)
  await pass(0.001)
  t.match(await look(id), { session: { viewer_seconds: 24.001, ingest_seconds: 108.751 } })
  await control.post(`/livestreams/${id}/events`, { event: 'stop' })
  await pass(1000)
  t.match(await look(id), { session: { viewer_seconds: 24.001, ingest_seconds: 108.751 } })
})

t.test(
  'viewers set before it is live watch from when it is, and in the broadcasts that follow',
  async (t) => {
    const { control, create, look } = await frozen(t)
    const id = await create()
    const event = (name: string) => control.post(`/livestreams/${id}/events`, { event: name })
    await control.post(`/livestreams/${id}/viewers`, { viewers: 3 })
    await control.post('/clock/advance', { seconds: 60 })
    t.match(await look(id), { session: { viewer_seconds: 0 } })
    for (const seconds of [10, 20]) {
      await event('live')
      await control.post('/clock/advance', { seconds })
      await event('stop')
    }
    t.match((await look(id)).sessions, [{ viewer_seconds: 60 }, { viewer_seconds: 30 }])
  },
)

t.test('the answer is the livestream, and updated_at stays', async (t) => {
  const { control, account, app, create, look } = await frozen(t)
  const id = await create()
  const { stream_key } = await look(id)
  await control.post('/clock/advance', { seconds: 60 })
  t.strictSame(await control.post(`/livestreams/${id}/viewers`, { viewers: 7 }), {
    status: 200,
    body: {
      id,
      account_id: account,
      app_id: app,
      status: 'INVOKED',
      disabled: false,
      stream_key,
      viewers: 7,
      updated_at: beginning,
    },
  })
})

t.test('analytics count what was watched', async (t) => {
  const { api, control, meeting, start } = await frozen(t)
  const id = await start(await meeting(), '[live after 0s] [viewers 2]')
  await control.post('/clock/advance', { seconds: 10 })
  await control.post(`/livestreams/${id}/viewers`, { viewers: 100 })
  await control.post('/clock/advance', { seconds: 10 })
  t.match((await api.get('/analytics/livestreams/overall')).body.data, { total_viewer_seconds: 1020 })
})

t.test('as many viewers as there can be are counted to the millisecond for 24 hours', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const id = await start(await meeting(), '[live after 0s] [viewers 100000000]')
  await control.post('/clock/advance', { seconds: 86_399.999 })
  await control.post(`/livestreams/${id}/viewers`, { viewers: 1 })
  await control.post('/clock/advance', { until: 'idle' })
  t.match(await look(id), { status: 'IDLE', session: { viewer_seconds: 8_639_999_900_000.001 } })
})

t.test('an id that several apps have must be told apart', async (t) => {
  const { control, emulator } = await frozen(t, { fixtures: ['docs'] })
  const path = '/livestreams/livestream_id/viewers'
  const message = '2 apps have a livestream livestream_id: say which with "account_id" and "app_id"'
  t.strictSame(await control.post(path, { viewers: 5 }), {
    status: 409,
    body: { success: false, error: { code: 409, message } },
  })
  const owner = { account_id: '023e105f4ecef8ad9ca31a8372d0c353', app_id: 'app_id' }
  t.match(await control.post(path, { viewers: 5, ...owner }), {
    status: 200,
    body: { ...owner, viewers: 5 },
  })
  t.throws(() => emulator.livestreams.setViewers('livestream_id', { viewers: 5 }), { message })
  const there = { account_id: owner.account_id, app_id: '14a396e7-ca44-4937-bf1f-050a69118543' }
  t.match(emulator.livestreams.setViewers('livestream_id', { viewers: 6, ...there }), {
    ...there,
    viewers: 6,
  })
  t.match(emulator.livestreams.enable('livestream_id', owner), { viewers: 5 })
})

t.test('what is wrong with viewers is named', async (t) => {
  const { control, emulator, create, look } = await frozen(t)
  const id = await create()
  for (const [body, problem] of [
    [{}, '"viewers" is required'],
    [{ viewers: -1 }, '"viewers" must be greater than or equal to 0'],
    [{ viewers: 1.5 }, '"viewers" must be an integer'],
    [{ viewers: '5' }, '"viewers" must be an integer'],
    [{ viewers: 100_000_001 }, '"viewers" must be less than or equal to 100000000'],
    [{ viewers: 1, app: 'x' }, '"app" is not allowed'],
    [{ viewers: 1, account_id: '' }, '"account_id" is not allowed to be empty'],
  ] as const) {
    const message = `BAD_REQUEST: ${problem}`
    t.strictSame(await control.post(`/livestreams/${id}/viewers`, body), {
      status: 400,
      body: { success: false, error: { code: 400, message } },
    })
    t.throws(() => emulator.livestreams.setViewers(id, body as { viewers: number }), { message })
  }
  t.match(await control.post(`/livestreams/${id}/viewers`, { viewers: 1, account_id: 'other' }), {
    status: 404,
    body: { error: { message: `No livestream found with id ${id}` } },
  })
  t.equal((await look(id)).created_at, after(0))
})
