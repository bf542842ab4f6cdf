import t from 'tap'
import { connect } from '../helpers/api.js'
import { overHttp } from '../helpers/client.js'
import { startProcess } from '../helpers/process.js'

const frozen = ['--clock', 'frozen', '--fixtures', 'none', '--seed', '1']

t.test('frozen clocks, shared and own, stand where they stood before a restart', async (t) => {
  const args = [...frozen, '--data', `${t.testdir()}/state.db`]
  const first = await startProcess(t, [...args, '--now', '2026-01-01T00:00:00Z'])
  const { api, control } = connect(overHttp(first.url), 'one')
  const app = await api.app()
  const { id } = await api.livestream(app, await api.meeting(app))
  await control.post('/clock/advance', { seconds: 3600 })
  await control.put('/clock', { account_id: 'one', now: '2026-01-01T02:00:00Z' })
  t.equal(await first.stop(), 0)

  const second = await startProcess(t, [...args, '--now', '2029-01-01T00:00:00Z'])
  const again = connect(overHttp(second.url), 'one')
  t.same((await again.control.get('/clock')).body, {
    mode: 'frozen',
    now: '2026-01-01T01:00:00.000Z',
    accounts: [{ mode: 'frozen', now: '2026-01-01T02:00:00.000Z', account_id: 'one' }],
  })
  t.match(second.stdout(), 'frozen at 2026-01-01T01:00:00.000Z')
  t.equal(await again.api.status(app, id), 'LIVE')
  const { body } = await again.control.post('/clock/advance', { account_id: 'one', seconds: 86_400 })
  t.same(
    body.ran.map(({ kind }: { kind: string }) => kind),
    ['livestream.stop'],
  )
  t.equal(await second.stop(), 0)
})

t.test('an own clock that runs has run on while the process did not', async (t) => {
  const args = [...frozen, '--data', `${t.testdir()}/state.db`]
  const first = await startProcess(t, args)
  const { control } = connect(overHttp(first.url))
  await control.put('/clock', { account_id: 'one', mode: 'offset', now: '2040-01-01T00:00:00Z' })
  await control.put('/clock', { account_id: 'two', mode: 'real' })
  const set = Date.now()
  t.equal(await first.stop(), 0)
  const second = await startProcess(t, args)
  const [one, two] = (await connect(overHttp(second.url)).control.get('/clock')).body.accounts
  const passed = Date.now() - set
  t.match([one.mode, two.mode], ['offset', 'real'])
  const ahead = Date.parse(one.now) - Date.parse('2040-01-01T00:00:00Z')
  t.ok(ahead > 0 && ahead <= passed + 1000, `${ahead} ms later, after ${passed} ms`)
  t.ok(Math.abs(Date.parse(two.now) - Date.now()) < 10_000)
  t.equal(await second.stop(), 0)
})

t.test('a run with a real clock in between is not gone back behind', async (t) => {
  const data = `${t.testdir()}/state.db`
  const run = async (...args: string[]) => {
    const running = await startProcess(t, ['--data', data, '--fixtures', 'none', ...args])
    const { now } = (await connect(overHttp(running.url)).control.get('/clock')).body
    t.equal(await running.stop(), 0)
    return now
  }
  const frozen = ['--clock', 'frozen', '--now']
  t.equal(await run(...frozen, '2026-01-01T00:00:00Z'), '2026-01-01T00:00:00.000Z')
  t.equal(await run(...frozen, '2030-01-01T00:00:00Z'), '2026-01-01T00:00:00.000Z')
  await run()
  t.equal(await run(...frozen, '2030-01-01T00:00:00Z'), '2030-01-01T00:00:00.000Z')
})
