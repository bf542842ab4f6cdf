/** Commands about calls of the emulated API: what goes wrong with them, and which there were. */

import t from 'tap'
import { startCtl } from '../helpers/ctl.js'

t.test('a fault is added, hits, is listed and removed', async (t) => {
  const { lines, json, call } = await startCtl(t)
  t.strictSame(await lines('fault', 'list'), ['none'])
  const match = ['--operation', 'get_apps', '--method', 'GET', '--path', '/accounts/*/realtime/kit/apps']
  const scope = ['--account', 'acc', '--skip', '1', '--times', '2', '--probability', '1']
  const action = ['--status', '503', '--message', 'Out of order', '--retry-after', '3', '--latency', '1']
  const added = await json('fault', 'add', ...match, ...scope, ...action)
  const rule = {
    match: {
      operation: 'get_apps',
      method: 'GET',
      path: '/accounts/*/realtime/kit/apps',
      account_id: 'acc',
    },
    action: { status: 503, latency_ms: 1, retry_after: 3, message: 'Out of order' },
    skip: 1,
    times: 2,
    probability: 1,
  }
  t.strictSame(added, { id: added.id, ...rule, matched: 0, hits: 0 })

  const seen: number[] = []
  for (let i = 0; i < 4; i++) seen.push(await call('GET', '/apps', 'acc'))
  t.strictSame(seen, [200, 503, 503, 200])
  t.equal(await call('GET', '/apps', 'other'), 200)
  const [head, row, ...more] = await lines('fault', 'list')
  t.match(head, /^ID +HITS +TIMES +MATCH +ACTION$/)
  t.match(row, new RegExp(`^${added.id} +2 +2 +\\{"operation":"get_apps".*\\} +\\{"status":503.*\\}$`))
  t.strictSame(more, [])
  t.strictSame(await lines('fault', 'list', '--account', 'other'), ['none'])

  t.strictSame(await lines('fault', 'remove', added.id), ['removed  1'])
  t.strictSame(await lines('fault', 'list'), ['none'])
})

t.test('every action can be asked for', async (t) => {
  const { json, lines } = await startCtl(t)
  const actions: [string[], object][] = [
    [['--status', '500'], { status: 500 }],
    [['--latency', '250'], { latency_ms: 250 }],
    [['--reset'], { reset: true }],
    [['--hang'], { hang: true }],
    [['--truncate'], { truncate: true }],
    [['--malformed'], { malformed: true }],
  ]
  for (const [args, action] of actions)
    t.strictSame((await json('fault', 'add', '--app', 'a', ...args)).action, action)
  const { faults } = await json('fault', 'list')
  t.match(
    faults,
    actions.map(([, action]) => ({ match: { app_id: 'a' }, action })),
  )
  t.strictSame(await lines('fault', 'clear', '--account', 'acc'), ['removed  0'])
  t.strictSame(await lines('fault', 'clear'), ['removed  6'])
})

t.test('requests shows the calls, and finds those that are asked for', async (t) => {
  const { lines, json, call } = await startCtl(t)
  await call('GET', '/apps', 'one')
  await call('GET', '/apps/nope', 'one')
  await call('GET', '/apps', 'two')

  const [head, ...rows] = await lines('requests')
  t.match(head, /^ID +TIME +METHOD +URL +STATUS +OPERATION +IGNORED$/)
  t.strictSame(
    rows.map((row) => row.split(/ +/).slice(1)),
    [
      ['/one/realtime/kit/apps', '200', 'get_apps'],
      ['/one/realtime/kit/apps/nope', '404', 'get_app'],
      ['/two/realtime/kit/apps', '200', 'get_apps'],
    ].map(([path, status, operation]) => [
      '2026-01-01T00:00:00.000Z',
      'GET',
      `/client/v4/accounts${path}`,
      status,
      operation,
    ]),
  )
  const urls = async (...args: string[]) => {
    const { requests } = await json('requests', ...args)
    return requests.map(({ url }: { url: string }) => url.replace(/.*accounts\/(\w+).*kit/, '$1'))
  }
  t.strictSame(await urls('--operation', 'get_apps'), ['one/apps', 'two/apps'])
  t.strictSame(await urls('--account', 'one'), ['one/apps', 'one/apps/nope'])
  t.strictSame(await urls('--status', '404'), ['one/apps/nope'])
  t.strictSame(await urls('--limit', '1'), ['one/apps'])
  const { cursor } = await json('requests', '--limit', '2')
  t.strictSame(await urls('--after', String(cursor)), ['two/apps'])
})
