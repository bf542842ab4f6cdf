/** What differs between two snapshots, or a snapshot and now. */

import t from 'tap'
import { runCtl } from '../helpers/ctl.js'
import { startFrozen } from '../helpers/frozen.js'
import { made } from '../helpers/requests.js'
import { after, beginning } from '../helpers/start.js'
import { clientOf, furnish, replay, startFurnished } from '../helpers/state.js'

// biome-ignore lint/suspicious/noExplicitAny: an answer of every shape
type Tables = any[]

/** How many objects of each table differ. */
const counts = ({ tables }: { tables: Tables }) =>
  Object.fromEntries(tables.map(({ table, added, removed, changed }) => [table, [added, removed, changed]]))

t.test('a snapshot that was just taken, or restored, does not differ from now', async (t) => {
  const world = await startFurnished(t)
  const { control } = world
  await control.post('/snapshots/before')
  const same = {
    account_id: null,
    from: { name: 'before', taken_at: beginning },
    to: { name: null, taken_at: beginning },
    tables: [],
  }
  t.same((await control.get('/snapshots/before/differences')).body, same)
  await replay(world, world)
  t.not((await control.get('/snapshots/before/differences')).body.tables.length, 0)
  // Rows that were put back have other keys.
  await control.post('/snapshots/before/restore')
  t.same((await control.get('/snapshots/before/differences')).body, same)
})

t.test('objects that came, went and changed, with their fields as people read them', async (t) => {
  const { api, control, app, meeting, livestream, advance } = await startFurnished(t)
  const second = await api.meeting(app, { title: 'Second' })
  await control.post('/snapshots/one')
  await advance(5)
  await api.patch(`/${app}/meetings/${meeting}`, { title: 'Monthly', recording_config: { max_seconds: 90 } })
  await api.stop(app, meeting)
  const { id: added } = await api.independent(app, { name: 'New' })
  await control.post('/snapshots/two')
  const { body } = await control.get('/snapshots/one/differences?with=two')
  t.same(
    [body.from, body.to],
    [
      { name: 'one', taken_at: beginning },
      { name: 'two', taken_at: after(5) },
    ],
  )
  const { objects } = body.tables.find(({ table }: { table: string }) => table === 'meetings')
  t.same(objects, [
    {
      change: 'changed',
      id: meeting,
      of: null,
      name: 'Monthly',
      account_id: 'a0000000000000000000000000000001',
      app_id: app,
      fields: [
        { name: 'title', from: 'Weekly', to: 'Monthly' },
        { name: 'recording_config.max_seconds', from: 60, to: 90 },
        { name: 'updated_at', from: beginning, to: after(5) },
      ],
    },
  ])
  const livestreams = body.tables.find(({ table }: { table: string }) => table === 'livestreams')
  t.match(livestreams, { added: 1, removed: 0, changed: 1, left_out: 0 })
  t.match(livestreams.objects, [
    { change: 'changed', id: livestream },
    { change: 'added', id: added, name: 'New', app_id: app, fields: [] },
  ])
  t.match(livestreams.objects[0].fields, [
    { name: 'status', from: 'INVOKED', to: 'IDLE' },
    { name: 'updated_at' },
  ])
  // The other way round, what came is what went.
  const back = (await control.get('/snapshots/two/differences?with=one')).body
  t.match(counts(back).livestreams, [0, 1, 1])
  t.notOk(JSON.stringify(body).includes(second))
})

t.test('rows without an id are told by what they belong to', async (t) => {
  const { api, control, app, meeting, livestream } = await startFurnished(t)
  await control.post('/snapshots/one')
  await api.stop(app, meeting)
  const { body } = await control.get('/snapshots/one/differences')
  const jobs = body.tables.find(({ table }: { table: string }) => table === 'jobs')
  t.ok(jobs.objects.length)
  for (const job of jobs.objects) t.match(job, { id: null, account_id: /^a0/ })
  t.ok(
    jobs.objects.some(({ of }: { of: string }) => of === livestream),
    JSON.stringify(jobs),
  )
})

t.test('an account is compared with its own snapshots alone', async (t) => {
  const { emulator, control } = await startFrozen(t)
  const [one, two] = [clientOf(emulator, 'one'), clientOf(emulator, 'two')]
  const world = await furnish(one)
  await furnish(two)
  await control.post('/snapshots/a', { account_id: 'one' })
  await replay(two, await furnish(two))
  const { body } = await control.get('/snapshots/a/differences?account_id=one')
  t.equal(body.account_id, 'one')
  for (const { objects } of body.tables) for (const { account_id } of objects) t.equal(account_id, 'one')
  await one.api.patch(`/${world.app}/meetings/${world.meeting}`, { title: 'Other' })
  t.match(counts((await control.get('/snapshots/a/differences?account_id=one')).body).meetings, [0, 0, 1])
  for (const [path, message] of [
    ['a/differences', 'No snapshot found with name a'],
    ['a/differences?account_id=two', 'No snapshot found with name a in account two'],
    ['a/differences?account_id=one&with=b', 'No snapshot found with name b in account one'],
  ] as const) {
    const { status, body: refusal } = await control.get(`/snapshots/${path}`)
    t.equal(status, 404, path)
    t.match(refusal.error.message, message)
  }
  t.match(
    (await control.get('/snapshots/a/differences?account_id=one&limit=x')).body.error.message,
    /"limit"/,
  )
})

t.test('many are counted, and secrets are masked', async (t) => {
  const { emulator, api, control, app, meeting } = await startFurnished(t)
  await control.post('/snapshots/a')
  for (let i = 0; i < 5; i++) await api.independent(app, { name: `Camera ${i}` })
  const { body: webhook } = await api.post(`/${app}/webhooks`, {
    name: 'Hook',
    url: 'https://me:hidden-1@example.com/',
    events: ['recording.statusUpdate'],
  })
  await control.post('/snapshots/b')
  const storage_config = { type: 'aws', access_key: 'hidden-2', secret: 'hidden-3' }
  made(await api.patch(`/${app}/meetings/${meeting}`, { recording_config: { storage_config } }))
  const id = webhook.data.id
  made(await api.patch(`/${app}/webhooks/${id}`, { url: 'https://me:hidden-4@example.com/' }))
  const all = emulator.snapshots.differences('a', { limit: 2 })
  t.match(
    all.tables.find(({ table }) => table === 'livestreams'),
    { added: 5, left_out: 3, objects: { length: 2 } },
  )
  const changed = emulator.snapshots.differences('b')
  t.ok(changed.tables.some(({ table }) => table === 'webhooks'))
  t.notMatch(JSON.stringify(changed), 'hidden')
})

t.test('in process and at the shell', async (t) => {
  const { emulator, api, app, meeting } = await startFurnished(t)
  const port = Number(new URL(emulator.url).port)
  emulator.snapshot('a')
  t.same((await runCtl(['snapshot', 'diff', 'a'], port)).stdout, 'nothing differs\n')
  await api.patch(`/${app}/meetings/${meeting}`, { title: 'Monthly' })
  emulator.snapshot('b')
  const { stdout } = await runCtl(['snapshot', 'diff', 'a', 'b'], port)
  t.match(stdout, new RegExp(`^changed +meetings +${meeting} +Monthly +title: Weekly → Monthly$`, 'm'))
  await api.independent(app)
  t.match((await runCtl(['snapshot', 'diff', 'a', '--limit', '0'], port)).stdout, /^1 more of meetings$/m)
  t.match(await runCtl(['snapshot', 'diff', 'c'], port), { code: 1, stderr: /No snapshot found with name c/ })
  t.same(
    emulator.snapshots.list().snapshots.map(({ name }) => name),
    ['a', 'b'],
  )
  emulator.snapshots.remove('b')
  t.throws(() => emulator.snapshots.differences('b'), { status: 404, message: /name b/ })
})
