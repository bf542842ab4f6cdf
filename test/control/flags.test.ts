import t from 'tap'
import { after, beginning, frozen } from '../helpers/world.js'

const refused = (id: string) => ({
  status: 409,
  body: { success: false, error: { code: 409, message: `Livestream ${id} is disabled: it cannot go live` } },
})

t.test('a disabled livestream cannot go live until it is enabled', async (t) => {
  const { control, create, look } = await frozen(t)
  const id = await create()
  const live = () => control.post(`/livestreams/${id}/events`, { event: 'live' })
  await control.post('/clock/advance', { seconds: 5 })
  t.match(await control.post(`/livestreams/${id}/disable`), {
    status: 200,
    body: { id, disabled: true, status: 'INVOKED', updated_at: after(5) },
  })
  t.match(await look(id), { disabled: true, updated_at: after(5) })
  t.strictSame(await live(), refused(id))
  t.equal((await look(id)).status, 'INVOKED')
  t.match(await control.post(`/livestreams/${id}/enable`), { status: 200, body: { disabled: false } })
  t.equal((await live()).status, 200)
  t.match(await look(id), { disabled: false, status: 'LIVE' })
})

t.test('what was to go live by itself does not once it is disabled, nor when enabled again', async (t) => {
  const { control, meeting, start, look } = await frozen(t)
  const id = await start(await meeting(), '[fail after 1m: never came]')
  await control.post(`/livestreams/${id}/disable`)
  const kinds = (await control.get('/scheduled')).body.scheduled.map((job: { kind: string }) => job.kind)
  t.strictSame(kinds, ['livestream.fail'])
  await control.post('/clock/advance', { seconds: 30 })
  t.equal((await look(id)).status, 'INVOKED')
  await control.post(`/livestreams/${id}/enable`)
  await control.post('/clock/advance', { seconds: 30 })
  t.match(await look(id), { status: 'ERRORED', session: { started_time: null, err_message: 'never came' } })
})

t.test('disabling one that is live does not end it; it may be stopped, but not go live again', async (t) => {
  const { control, create, look } = await frozen(t)
  const id = await create('[live after 0s]')
  await control.post(`/livestreams/${id}/disable`)
  await control.post('/clock/advance', { seconds: 60 })
  t.match(await look(id), { status: 'LIVE', disabled: true, session: { ingest_seconds: 60 } })
  t.equal((await control.post(`/livestreams/${id}/events`, { event: 'stop' })).status, 200)
  t.strictSame(await control.post(`/livestreams/${id}/events`, { event: 'live' }), refused(id))
  t.match(await look(id), { status: 'IDLE', disabled: true })
})

t.test('disabled fixtures do not go live by themselves', async (t) => {
  const file = `${t.testdir({
    'fixture.json': JSON.stringify({
      account_id: 'acc',
      apps: [{ id: 'app', name: 'app' }],
      meetings: [{ app_id: 'app', id: 'meeting' }],
      livestreams: [{ app_id: 'app', id: 'off', meeting_id: 'meeting', status: 'INVOKED', disabled: true }],
    }),
  })}/fixture.json`
  const { emulator } = await frozen(t, { fixtures: [file] })
  t.strictSame(emulator.scheduled(), [])
  t.match(emulator.livestreams.enable('off'), { status: 'INVOKED', disabled: false })
})

t.test('reset-stream-key draws a new key and leaves the rest', async (t) => {
  const { control, create, look } = await frozen(t)
  const id = await create('[live after 0s]')
  const { updated_at: _, session: __, sessions: ___, ...before } = await look(id)
  await control.post('/clock/advance', { seconds: 60 })
  const { status, body } = await control.post(`/livestreams/${id}/reset-stream-key`)
  t.equal(status, 200)
  t.match(body.stream_key, /^[0-9a-f]{32}k[0-9a-f]{32}$/)
  t.not(body.stream_key, before.stream_key)
  t.match(await look(id), {
    ...before,
    stream_key: body.stream_key,
    updated_at: after(60),
    session: { started_time: beginning, ingest_seconds: 60 },
  })
})

t.test('two runs with one seed draw the same new keys', async (t) => {
  const draw = async () => {
    const { emulator, create } = await frozen(t)
    const id = await create()
    return [1, 2].map(() => emulator.livestreams.resetStreamKey(id).stream_key)
  }
  const [first, second] = [await draw(), await draw()]
  t.strictSame(first, second)
  t.not(first[0], first[1])
})

t.test('in another account there is no such livestream, and a typo is named', async (t) => {
  const { control, emulator, create, look } = await frozen(t)
  const id = await create()
  for (const path of ['disable', 'enable', 'reset-stream-key']) {
    t.strictSame(await control.post(`/livestreams/${id}/${path}`, { account_id: 'other' }), {
      status: 404,
      body: { success: false, error: { code: 404, message: `No livestream found with id ${id}` } },
    })
    t.strictSame(await control.post(`/livestreams/${id}/${path}`, { acount_id: 'acc' }), {
      status: 400,
      body: { success: false, error: { code: 400, message: 'BAD_REQUEST: "acount_id" is not allowed' } },
    })
  }
  t.throws(() => emulator.livestreams.disable(id, { account_id: 'other' }), {
    message: /No livestream found/,
  })
  t.match(await look(id), { disabled: false, updated_at: beginning })
})
