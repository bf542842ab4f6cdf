import t from 'tap'
import { startFrozen } from '../helpers/frozen.js'
import { clientOf, exportText, furnish, replay, startFurnished } from '../helpers/state.js'

const rows = {
  accounts: 1,
  account_clocks: 0,
  apps: 1,
  presets: 7,
  meetings: 2,
  sessions: 2,
  participants: 1,
  session_participants: 1,
  session_chat_messages: 1,
  session_transcript_lines: 1,
  session_summaries: 0,
  session_files: 0,
  livestreams: 3,
  livestream_sessions: 3,
  recordings: 1,
  webhooks: 0,
  deliveries: 0,
  delivery_attempts: 0,
  jobs: 2,
}
const noSnapshot = (message: string) => ({
  status: 404,
  body: { success: false, error: { code: 404, message } },
})

t.test('a restored snapshot answers a list of calls byte for byte as before', async (t) => {
  const world = await startFurnished(t)
  const { control } = world
  await world.advance(1.5)
  t.equal((await control.post('/snapshots/before')).status, 200)
  const first = await replay(world, world)
  t.notSame(await replay(world, world), first, 'once more without a restore is something else')
  for (let i = 0; i < 2; i++) {
    t.equal((await control.post('/snapshots/before/restore')).status, 200)
    t.same(await replay(world, world), first)
  }
})

t.test('an account is restored alone: its rows, ids to come and work; the clock stays', async (t) => {
  const { emulator, control } = await startFrozen(t)
  const [one, two] = [clientOf(emulator, 'one'), clientOf(emulator, 'two')]
  const world = await furnish(one)
  const other = await furnish(two)
  const taken = await control.post('/snapshots/before', { account_id: 'one' })
  t.same(taken.body, { name: 'before', account_id: 'one', taken_at: '2026-01-01T00:00:00.000Z', rows })
  const kept = await exportText(emulator, 'one')
  // What an advance ran is told of all accounts.
  const replayed = async () => (await replay(one, world)).filter((answer) => !answer.includes('"ran"'))
  const first = await replayed()
  const others = await exportText(emulator, 'two')

  await control.post('/snapshots/before/restore', { account_id: 'one' })
  t.equal((await control.get('/clock')).body.now, '2026-01-01T00:01:35.000Z')
  t.equal(await exportText(emulator, 'two'), others)
  t.equal(await two.status(other.app, other.livestream), 'LIVE')
  // What was due meanwhile has run, as it does after a restart.
  t.equal(await one.status(world.app, world.livestream), 'LIVE')

  await control.put('/clock', { now: '2026-01-01T00:00:00.000Z' })
  await control.post('/snapshots/before/restore', { account_id: 'one' })
  t.equal(await exportText(emulator, 'one'), kept)
  t.same(await replayed(), first)
})

t.test('a snapshot of everything puts the clock back', async (t) => {
  const { control } = await startFurnished(t)
  t.same((await control.post('/snapshots/a')).body, {
    name: 'a',
    account_id: null,
    taken_at: '2026-01-01T00:00:00.000Z',
    clock: { mode: 'frozen', now: '2026-01-01T00:00:00.000Z' },
    rows,
  })
  await control.put('/clock', { mode: 'real' })
  await control.post('/snapshots/b')
  await control.post('/snapshots/a/restore')
  t.same((await control.get('/clock')).body, { mode: 'frozen', now: '2026-01-01T00:00:00.000Z' })
  await control.post('/snapshots/b/restore')
  t.equal((await control.get('/clock')).body.mode, 'real')
})

t.test('what was scheduled is scheduled again', async (t) => {
  const { control, advance, app, livestream, status } = await startFurnished(t)
  await control.post('/snapshots/a')
  t.equal((await advance(5)).body.ran.length, 2)
  await control.post('/snapshots/a/restore')
  t.equal(await status(app, livestream), 'INVOKED')
  t.match((await advance(5)).body.ran, [
    { kind: 'recording.record', at: '2026-01-01T00:00:01.600Z' },
    { kind: 'livestream.live', at: '2026-01-01T00:00:02.000Z' },
  ])
  t.equal(await status(app, livestream), 'LIVE')
})

t.test('names belong to an account; taking one again replaces it', async (t) => {
  const { emulator, control } = await startFrozen(t)
  const [one, two] = [clientOf(emulator, 'one'), clientOf(emulator, 'two')]
  const app = await one.newApp()
  await two.newApp()
  for (const account_id of ['two', 'one']) await control.post('/snapshots/a', { account_id })
  await control.post('/snapshots/a')
  const names = async (query = '') =>
    (await control.get(`/snapshots${query}`)).body.snapshots.map(
      ({ name, account_id, rows }: { name: string; account_id: string; rows: { apps: number } }) =>
        `${name} ${account_id} ${rows.apps}`,
    )
  t.same(await names(), ['a one 1', 'a two 1', 'a null 2'])
  t.same(await names('?account_id=one'), ['a one 1'])
  t.same(await names('?account_id=three'), [])

  await one.newMeeting(app)
  await one.newApp()
  await control.post('/snapshots/a', { account_id: 'one' })
  t.same(await names('?account_id=one'), ['a one 2'])
  t.same(await names('?account_id=two'), ['a two 1'])
})

t.test('a snapshot of an account that had nothing empties it', async (t) => {
  const { emulator, control } = await startFrozen(t)
  await control.post('/snapshots/empty', { account_id: 'one' })
  await furnish(clientOf(emulator, 'one'))
  const others = await furnish(clientOf(emulator, 'two'))
  await control.post('/snapshots/empty/restore', { account_id: 'one' })
  t.same(JSON.parse(await exportText(emulator, 'one')).accounts, [])
  t.equal(await clientOf(emulator, 'two').status(others.app, others.livestream), 'INVOKED')
})

t.test('snapshots are kept over a reset and an import, until they are deleted', async (t) => {
  const { emulator, control } = await startFurnished(t)
  const before = await exportText(emulator)
  await control.post('/snapshots/a')
  await control.post('/reset')
  await control.put('/state', { greenroom: 'state', version: 1 })
  await control.post('/snapshots/a/restore')
  t.equal(await exportText(emulator), before)

  t.equal((await control.delete('/snapshots/a')).body.name, 'a')
  t.same((await control.get('/snapshots')).body, { snapshots: [], dropped: [] })
  t.match(await control.delete('/snapshots/a'), noSnapshot('No snapshot found with name a'))
})

t.test('a name that there is none of is not found, nor is that of another account', async (t) => {
  const { control } = await startFurnished(t)
  await control.post('/snapshots/a')
  t.match(await control.post('/snapshots/b/restore'), noSnapshot('No snapshot found with name b'))
  t.match(
    await control.post('/snapshots/a/restore', { account_id: 'one' }),
    noSnapshot('No snapshot found with name a in account one'),
  )
})

t.test('bad names and bodies are refused by what is wrong with them', async (t) => {
  const { control } = await startFurnished(t)
  const refused = async (url: string, body?: object) => {
    const answer = await control.post(url, body)
    return [answer.status, answer.body.error.message]
  }
  t.same(await refused('/snapshots/a', { account: 'one' }), [400, 'BAD_REQUEST: "account" is not allowed'])
  t.same(await refused('/snapshots/a', { account_id: 7 }), [
    400,
    'BAD_REQUEST: "account_id" must be a string',
  ])
  t.same(await refused(`/snapshots/${'a'.repeat(65)}`), [
    400,
    'BAD_REQUEST: "name" length must be less than or equal to 64 characters long',
  ])
})
