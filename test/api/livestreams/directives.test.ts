import t from 'tap'
import { after, frozen } from '../../helpers/world.js'

t.test('a name says when and why its livestream fails', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const id = await start(await meeting(), 'demo [fail after 30s: encoder lost]')
  t.match(await look(id), { name: 'demo [fail after 30s: encoder lost]', status: 'INVOKED' })
  await control.advance(29)
  t.match(await look(id), { status: 'LIVE', session: { started_time: after(2) } })
  await control.advance(1)
  t.match(await look(id), {
    name: 'demo [fail after 30s: encoder lost]',
    status: 'ERRORED',
    session: { err_message: 'encoder lost', started_time: after(2), stopped_time: after(30) },
  })
  t.strictSame((await control.get('/scheduled')).body.scheduled, [])
})

t.test('[fail] fails at once, before it goes live, with the usual message', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const id = await start(await meeting(), '[fail]')
  t.match(await look(id), {
    status: 'ERRORED',
    session: { err_message: 'The livestream failed', started_time: null, ingest_seconds: 0 },
  })
  await control.advance(10)
  t.equal((await look(id)).status, 'ERRORED')
})

t.test('[stall] stays INVOKED, and ends as it is told', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const stalled = await start(await meeting(), 'demo [stall]')
  const gone = await start(await meeting(), '[stall][fail after 1m: no signal]')
  await control.advance(30 * 86_400)
  t.match(await look(stalled), { status: 'INVOKED', session: { started_time: null } })
  t.match(await look(gone), { status: 'ERRORED', session: { started_time: null, stopped_time: after(60) } })
})

t.test('[live after] takes the place of the usual delay', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const soon = await start(await meeting(), '[live after 0s]')
  const late = await start(await meeting(), '[live after 1m30s]')
  t.match(await look(soon), { status: 'LIVE', session: { started_time: after(0) } })
  await control.advance(89)
  t.equal((await look(late)).status, 'INVOKED')
  await control.advance(1)
  t.match(await look(late), { status: 'LIVE', session: { started_time: after(90) } })
})

t.test('[live after] makes an encoder connect to an independent livestream', async (t) => {
  const { control, create, look } = await frozen(t, { autoLive: 'none' })
  const waits = await create('no encoder')
  const connects = await create('[live after 5s] [stop after 10m]')
  await control.advance(5)
  t.equal((await look(waits)).status, 'INVOKED')
  t.match(await look(connects), { status: 'LIVE', session: { started_time: after(5) } })
  await control.advance(595)
  t.match(await look(connects), {
    status: 'IDLE',
    session: { stopped_time: after(600), ingest_seconds: 595 },
  })
})

t.test('a name speaks of the first broadcast: the encoder that comes back finds it working', async (t) => {
  const { control, create, look } = await frozen(t)
  const id = await create('[live after 0s] [fail after 30s] [viewers 2]')
  await control.advance(100)
  await control.post(`/livestreams/${id}/events`, { event: 'live' })
  await control.advance(3600)
  const { status, sessions } = await look(id)
  t.equal(status, 'LIVE')
  t.match(sessions, [
    { err_message: null, ingest_seconds: 3600, viewer_seconds: 7200 },
    { err_message: 'The livestream failed', ingest_seconds: 30, viewer_seconds: 60 },
  ])
})

t.test('[viewers] watch from when it goes live', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const id = await start(await meeting(), 'launch [viewers 250]')
  await control.advance(12)
  t.match(await look(id), { session: { ingest_seconds: 10, viewer_seconds: 2500 } })
})

t.test('several directives combine in any order, and the earliest end is the end', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const parts = ['[viewers 3]', '[stop after 20s]', '[fail after 1h: never]', '[live after 10s]']
  for (const names of [parts, parts.toReversed()]) {
    const id = await start(await meeting(), `a ${names.join(' b ')} c`)
    await control.post('/clock/advance', { until: 'idle' })
    t.match(await look(id), {
      status: 'IDLE',
      session: { err_message: null, ingest_seconds: 10, viewer_seconds: 30 },
    })
  }
})

t.test('what a name asks for is scheduled like everything else', async (t) => {
  const { control, create } = await frozen(t)
  const id = await create('[stop after 1d] [fail after 250ms: no] [live after 2s]')
  const { scheduled } = (await control.get('/scheduled')).body
  t.strictSame(
    scheduled.map((job: Record<string, string>) => [job.kind, job.at, job.livestream_id]),
    [
      ['livestream.fail', after(0.25), id],
      ['livestream.live', after(2), id],
      ['livestream.stop', after(86_400), id],
    ],
  )
})

t.test('stopping by hand takes back what the name had planned', async (t) => {
  const { control, api, meeting, start, look } = await frozen(t)
  const id = await meeting()
  const first = await start(id, '[fail after 1m]')
  await api.post(`/meetings/${id}/active-livestream/stop`)
  await control.post('/clock/advance', { until: 'idle' })
  t.match(await look(first), { status: 'IDLE', session: { stopped_time: after(0) } })
})

t.test('brackets that do not begin with a verb are text', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  for (const name of [
    'Finals [HD]',
    '[LIVE] now',
    '[stop-motion]',
    '[failover 30s]',
    '[',
    '[]',
    'fail after 1s',
  ]) {
    const id = await start(await meeting(), name)
    await control.advance(60)
    t.match(await look(id), { name, status: 'LIVE' }, name)
  }
})

t.test('with directives off all names are text', async (t) => {
  const { control, meeting, start, create, look } = await frozen(t, { directives: 'off' })
  const ids = [await start(await meeting(), '[stall]'), await start(await meeting(), '[fail after soon]')]
  const independent = await create('[live after 0s]')
  await control.advance(60)
  for (const id of ids) t.equal((await look(id)).status, 'LIVE')
  t.match(await look(independent), { name: '[live after 0s]', status: 'INVOKED' })
})

t.test('a fraction of a second is a delay like any other', async (t) => {
  const { meeting, start, control, look } = await frozen(t, { goLiveAfter: 0.07 })
  const id = await start(await meeting())
  await control.advance(1)
  t.match(await look(id), { session: { started_time: after(0.07) } })
})
