import { Readable } from 'node:stream'
import t from 'tap'
import { startFrozen } from '../helpers/frozen.js'
import { clientOf, exportText, furnish, replay, startFurnished } from '../helpers/state.js'

t.test('a snapshot without a name is restored by what it gave', async (t) => {
  const world = await startFurnished(t)
  const { emulator, control } = world
  const kept = emulator.snapshot()
  const first = await replay(world, world)
  kept.restore()
  t.same(await replay(world, world), first)
  t.same((await control.get('/snapshots')).body.snapshots, [])
})

t.test('one with a name is the same as the control API has', async (t) => {
  const { emulator, control } = await startFurnished(t)
  const before = await exportText(emulator)
  const kept = emulator.snapshot('mine')
  emulator.reset({ fixtures: 'none' })
  await control.post('/snapshots/mine/restore')
  t.equal(await exportText(emulator), before)
  await control.delete('/snapshots/mine')
  t.throws(() => kept.restore(), { message: 'No snapshot found with name mine' })
})

t.test('snapshots and resets of an account leave the others', async (t) => {
  const { emulator } = await startFrozen(t)
  await furnish(clientOf(emulator, 'one'))
  await furnish(clientOf(emulator, 'two'))
  const [one, two] = [await exportText(emulator, 'one'), await exportText(emulator, 'two')]
  const kept = emulator.snapshot(undefined, { account_id: 'one' })
  emulator.reset({ account_id: 'one' })
  t.same(JSON.parse(await exportText(emulator, 'one')).apps, [])
  t.equal(await exportText(emulator, 'two'), two)
  kept.restore()
  t.equal(await exportText(emulator, 'one'), one)
  t.equal(await exportText(emulator, 'two'), two)
})

t.test('reset takes fixtures, and throws what is wrong with them', async (t) => {
  const { emulator } = await startFurnished(t)
  emulator.reset({ fixtures: { account_id: 'one', apps: [{ name: 'Mine' }] } })
  t.equal(JSON.parse(await exportText(emulator)).apps[0].name, 'Mine')
  t.throws(() => emulator.reset({ fixtures: 'dcos' }), { message: /there is no fixture dcos/ })
})

t.test('the state is exported and imported as text, bytes, a stream, or any pieces', async (t) => {
  const { emulator } = await startFurnished(t)
  const text = await exportText(emulator)
  const exported = await emulator.state.export().toArray()
  t.equal(Buffer.concat(exported).toString(), text)

  const bytes = Buffer.from(text)
  const singly = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1))
  for (const document of [text, bytes, singly, Readable.from(singly), emulator.state.export()]) {
    emulator.reset()
    // The last was exported before the reset.
    const { imported } = await emulator.state.import(document)
    t.equal(imported.livestreams, 3)
    t.equal(await exportText(emulator), text)
  }
})

t.test('an import into an account, and one that is refused', async (t) => {
  const { emulator } = await startFurnished(t)
  const account_id = 'a0000000000000000000000000000001'
  const own = await exportText(emulator, account_id)
  await emulator.state.import(emulator.state.export({ account_id }), { account_id: 'two' })
  t.equal(await exportText(emulator, account_id), own)
  t.equal(JSON.parse(await exportText(emulator)).accounts.length, 2)
  await t.rejects(emulator.state.import('{}'), {
    message: /BAD_REQUEST: \/ must have required property 'greenroom'/,
  })
})
