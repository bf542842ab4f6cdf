/** The bound of what snapshots with a name hold in memory. */

import { pino } from 'pino'
import t, { type Test } from 'tap'
import { client, start } from '../helpers/start.js'

/** An app has its account, itself and its default presets: nine rows; each meeting is one more. */
async function startSmall(t: Test) {
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) })
  const { emulator, control } = await start(t, { snapshotRows: 1000, log })
  const fill = async (account: string, meetings: number) => {
    const api = client(emulator, account)
    const app = await api.app()
    for (let i = 0; i < meetings; i++) await api.meeting(app)
  }
  const names = async (query = '') => {
    const { body } = await control.get(`/snapshots${query}`)
    const all = (list: { name: string; account_id: string }[]) =>
      list.map(({ name, account_id }) => `${account_id}/${name}`)
    return { kept: all(body.snapshots), dropped: all(body.dropped) }
  }
  const take = (name: string, account_id?: string) => control.post(`/snapshots/${name}`, { account_id })
  return { emulator, control, lines, fill, names, take }
}

t.test('the oldest of the account with the most rows makes room, and it is told', async (t) => {
  const { control, lines, fill, names, take } = await startSmall(t)
  await fill('large', 241)
  await fill('small', 91)
  await take('quiet', 'small')
  for (const name of ['a', 'b', 'c', 'd']) t.equal((await take(name, 'large')).status, 200)
  t.same(await names(), {
    kept: ['large/b', 'large/c', 'large/d', 'small/quiet'],
    dropped: ['large/a'],
  })
  t.same(await names('?account_id=small'), { kept: ['small/quiet'], dropped: [] })
  t.same(lines, [
    'the snapshot a was dropped to make room: keep more with --snapshot-rows N, or remove those that are no longer needed',
  ])
  for (const { status, body } of [
    await control.post('/snapshots/a/restore', { account_id: 'large' }),
    await control.delete('/snapshots/a?account_id=large'),
  ]) {
    t.equal(status, 404)
    t.equal(
      body.error.message,
      'The snapshot a of account large was dropped to make room for others: keep more with --snapshot-rows N',
    )
  }
  t.equal((await control.post('/snapshots/quiet/restore', { account_id: 'small' })).status, 200)

  t.equal((await take('d', 'large')).status, 200, 'in place of itself')
  t.equal((await names()).dropped.length, 1)
  t.equal((await take('a', 'large')).status, 200, 'again')
  t.same(await names(), {
    kept: ['large/a', 'large/c', 'large/d', 'small/quiet'],
    dropped: ['large/b'],
  })
})

t.test('one that can never fit is refused, and nothing is dropped for it', async (t) => {
  const { emulator, fill, names, take } = await startSmall(t)
  await fill('large', 991)
  await fill('small', 1)
  t.equal((await take('whole', 'large')).status, 200, 'as many rows as there may be')
  t.equal((await take('quiet', 'small')).status, 200)
  t.same((await names()).dropped, ['large/whole'])
  await fill('large', 1)
  const { status, body } = await take('more', 'large')
  t.equal(status, 409)
  t.match(
    body.error.message,
    /^There is no room for the snapshot more of 10\d\d rows: snapshots may have 1000 together; keep more with --snapshot-rows N, or remove some$/,
  )
  t.throws(() => emulator.snapshot('everything'), /no room for the snapshot everything/)
  t.same(await names(), { kept: ['small/quiet'], dropped: ['large/whole'] })
  t.doesNotThrow(() => emulator.snapshot().restore(), 'one without a name is held by its handle alone')
})
