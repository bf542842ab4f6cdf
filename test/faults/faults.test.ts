import t from 'tap'
import type { FaultRule } from '../../src/index.js'
import { controlOf, statuses } from '../helpers/control.js'
import { gatewayError, serviceError, unroutable } from '../helpers/errors.js'
import { client, startEmulator, startWithApp } from '../helpers/start.js'

t.test('a rule is for the calls that it matches', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const other = client(emulator, 'other')
  const otherApp = await other.app()
  const failing = async (match: FaultRule['match']) => {
    emulator.faults.add({ ...(match && { match }), action: { status: 503 } })
    const seen = {
      list: (await api.get(`/${app}/livestreams`)).status,
      create: (await api.post(`/${app}/livestreams`)).status,
      meetings: (await api.get(`/${app}/meetings`)).status,
      other: (await other.get(`/${otherApp}/livestreams`)).status,
    }
    emulator.faults.clear()
    return Object.entries(seen)
      .filter(([, status]) => status === 503)
      .map(([name]) => name)
      .join(' ')
  }

  const cases: [FaultRule['match'], string][] = [
    [undefined, 'list create meetings other'],
    [{}, 'list create meetings other'],
    [{ operation: 'create_livestream' }, 'create'],
    [{ method: 'POST' }, 'create'],
    [{ account_id: 'other' }, 'other'],
    [{ account_id: 'nobody' }, ''],
    [{ app_id: app }, 'list create meetings'],
    [{ path: '**/livestreams' }, 'list create other'],
    [{ path: '*/livestreams' }, ''],
    [{ path: '/accounts/*/realtime/kit/*/livestreams' }, 'list create other'],
    [{ path: '/client/v4/accounts/account/**' }, 'list create meetings'],
    [{ path: '/accounts/acc*/realtime/kit/*/m*s' }, 'meetings'],
    [{ path: '**/livestream' }, ''],
    [{ path: '**/live.treams' }, ''],
    [{ method: 'GET', path: '**/livestreams', account_id: 'account' }, 'list'],
  ]
  for (const [match, expected] of cases) t.equal(await failing(match), expected, JSON.stringify(match))
})

t.test('a status has the form in which that refusal comes', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const path = `/client/v4/accounts/account/realtime/kit/${app}/livestreams`
  const cases: [FaultRule['action'], object][] = [
    [{ status: 401 }, gatewayError([10000, 'Authentication error'])],
    [{ status: 403 }, gatewayError([9109, 'Unauthorized to access requested resource'])],
    [{ status: 404 }, serviceError(404, 'NOT_FOUND: a fault was asked for')],
    [{ status: 404, form: 'gateway' }, unroutable(path)],
    [{ status: 405 }, gatewayError([7001, 'Method GET not available for that URI.'])],
    [{ status: 429 }, gatewayError([971, 'Please wait and consider throttling your request speed'])],
    [{ status: 500 }, serviceError(500, 'INTERNAL_SERVER_ERROR: a fault was asked for')],
    [{ status: 500, form: 'gateway' }, gatewayError([500, 'INTERNAL_SERVER_ERROR: a fault was asked for'])],
    [{ status: 503, message: 'No more' }, serviceError(503, 'No more')],
    [{ status: 403, code: 12, message: 'Not you' }, gatewayError([12, 'Not you'])],
    [{ status: 401, form: 'service' }, serviceError(401, 'Authentication error')],
    [
      { status: 409, code: 1234, message: 'Twice' },
      { success: false, error: { code: 1234, message: 'Twice' } },
    ],
  ]
  for (const [action, body] of cases) {
    emulator.faults.add({ action, times: 1 })
    const answer = await api.get(`/${app}/livestreams`)
    t.equal(answer.status, action.status)
    t.same(answer.body, body, JSON.stringify(action))
    t.equal(answer.headers['retry-after'], undefined)
  }
  emulator.faults.add({ action: { status: 429, retry_after: 7 } })
  t.equal((await api.get(`/${app}/livestreams`)).headers['retry-after'], '7')
})

t.test('a refused call does nothing, and is not validated', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  emulator.faults.add({ match: { operation: 'create_livestream' }, action: { status: 500 }, times: 2 })
  t.equal((await api.post(`/${app}/livestreams`, { name: 'A' })).status, 500)
  t.equal((await api.post(`/${app}/livestreams`, { name: 12 })).status, 500)
  t.equal((await api.get(`/${app}/livestreams`)).body.data.paging.total_count, 0)
  t.equal((await api.post(`/${app}/livestreams`, { name: 12 })).status, 400)
})

t.test('a credential is asked for first', async (t) => {
  const { emulator, app } = await startWithApp(t)
  const fault = emulator.faults.add({ action: { status: 500 } })
  const url = `/client/v4/accounts/account/realtime/kit/${app}/livestreams`
  t.equal((await emulator.inject({ url })).statusCode, 401)
  t.match(emulator.faults.list(), [{ id: fault.id, hits: 0 }])
})

t.test('skip lets calls pass, and times ends it', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const call = () => api.get(`/${app}/livestreams`)
  emulator.faults.add({ action: { status: 500 }, skip: 2, times: 1 })
  t.same(await statuses(5, call), [200, 200, 500, 200, 200])
})

t.test(
  'rules are tried in order: the first that fires refuses, the next takes over when it is spent',
  async (t) => {
    const { emulator, api, app } = await startWithApp(t)
    const first = emulator.faults.add({ action: { status: 500 }, times: 1 })
    const second = emulator.faults.add({ action: { status: 429 }, times: 2 })
    t.same(await statuses(4, () => api.get(`/${app}/livestreams`)), [500, 429, 429, 200])
    t.same(emulator.faults.list(), [
      { id: first.id, action: { status: 500 }, times: 1, matched: 1, hits: 1 },
      { id: second.id, action: { status: 429 }, times: 2, matched: 2, hits: 2 },
    ])
  },
)

t.test('probability falls as the seed says, for each account alone', async (t) => {
  const run = async (seed: number, disturb: boolean) => {
    const emulator = await startEmulator(t, { seed, auth: 'off' })
    const [one, two] = [client(emulator, 'one'), client(emulator, 'two')]
    emulator.faults.add({ action: { status: 500 }, probability: 0.4 })
    const seen: number[] = []
    for (let i = 0; i < 50; i++) {
      if (disturb) await two.get('/apps')
      seen.push((await one.get('/apps')).status)
    }
    return seen
  }
  const alone = await run(1, false)
  t.same(await run(1, true), alone)
  t.notSame(await run(2, false), alone)
  const failed = alone.filter((status) => status === 500).length
  t.ok(failed > 8 && failed < 32, `${failed} of 50 at 0.4`)
})

t.test('probability 0 never fires, and 1 always does', async (t) => {
  const { emulator, api } = await startWithApp(t)
  emulator.faults.add({ action: { status: 500 }, probability: 0 })
  t.same(await statuses(3, () => api.get('/apps')), [200, 200, 200])
  emulator.faults.add({ action: { status: 500 }, probability: 1 })
  t.same(await statuses(3, () => api.get('/apps')), [500, 500, 500])
})

t.test('rules are added, read and removed over HTTP', async (t) => {
  const { emulator, api } = await startWithApp(t)
  const control = controlOf(emulator)
  const rule = { match: { account_id: 'account' }, action: { status: 500 }, times: 3 }
  const added = await control.post('/faults', rule)
  t.equal(added.status, 201)
  const { id } = added.body
  t.same(added.body, { id, ...rule, matched: 0, hits: 0 })

  await api.get('/apps')
  t.same((await control.get(`/faults/${id}`)).body, { id, ...rule, matched: 1, hits: 1 })
  t.same((await control.get('/faults')).body, { faults: [{ id, ...rule, matched: 1, hits: 1 }] })

  t.same((await control.delete(`/faults/${id}`)).body, { removed: 1 })
  t.same((await control.get('/faults')).body, { faults: [] })
  t.equal((await api.get('/apps')).status, 200)
  for (const answer of [await control.delete(`/faults/${id}`), await control.get(`/faults/${id}`)]) {
    t.equal(answer.status, 404)
    t.same(answer.body, serviceError(404, `No fault found with id ${id}`))
  }
})

t.test('an account sees and removes its own rules alone', async (t) => {
  const { emulator, api } = await startWithApp(t)
  const control = controlOf(emulator)
  const add = (account?: string) =>
    emulator.faults.add({ ...(account && { match: { account_id: account } }), action: { status: 500 } }).id
  const [mine, other, shared] = [add('account'), add('other'), add()]
  const ids = async (query = '') =>
    (await control.get(`/faults${query}`)).body.faults.map(({ id }: { id: string }) => id)
  t.same(await ids(), [mine, other, shared])
  t.same(await ids('?account_id=account'), [mine])
  t.same((await control.delete('/faults?account_id=account')).body, { removed: 1 })
  t.same(await ids(), [other, shared])
  t.same((await control.delete('/faults')).body, { removed: 2 })
  t.equal((await api.get('/apps')).status, 200)
})

t.test('rules have the same ids in every run, and take nothing from those of the account', async (t) => {
  const run = async (faults: number) => {
    const emulator = await startEmulator(t)
    const ids = Array.from(
      { length: faults },
      () => emulator.faults.add({ match: { account_id: 'account' }, action: { status: 500 }, skip: 9 }).id,
    )
    return { ids, app: await client(emulator).app() }
  }
  const [none, two, again] = [await run(0), await run(2), await run(2)]
  t.equal(two.app, none.app)
  t.same(two, again)
  t.not(two.ids[0], two.ids[1])
})

t.test('a reset removes all rules', async (t) => {
  const { emulator, api } = await startWithApp(t)
  emulator.faults.add({ action: { status: 500 } })
  emulator.reset()
  t.same(emulator.faults.list(), [])
  t.equal((await api.get('/apps')).status, 200)
})

t.test('a rule that makes no sense is refused by name, over HTTP and in process', async (t) => {
  const { emulator } = await startWithApp(t)
  const control = controlOf(emulator)
  const status = { action: { status: 500 } }
  const cases: [object, RegExp][] = [
    [{}, /^BAD_REQUEST: "action" is required$/],
    [{ action: {} }, /"action" must have one of \[status, reset, hang, truncate, malformed, latency_ms\]/],
    [{ action: { reset: true, hang: true } }, /"action" must not have both reset and hang/],
    [{ action: { status: 200 } }, /"action.status" must be greater than or equal to 400/],
    [{ action: { status: 600 } }, /"action.status" must be less than or equal to 599/],
    [{ action: { reset: false } }, /"action.reset" must be true/],
    [{ action: { truncate: false } }, /"action.truncate" must be true or a number of bytes/],
    [{ action: { truncate: 0 } }, /"action.truncate" must be greater than or equal to 1/],
    [{ action: { latency_ms: -1 } }, /"action.latency_ms" must be greater than or equal to 0/],
    [{ action: { latency_ms: { from: 5 } } }, /"action.latency_ms.to" is required/],
    [
      { action: { latency_ms: { from: 5, to: 4 } } },
      /"action.latency_ms.from" must not be more than its "to"/,
    ],
    [{ action: { hang: true, latency_ms: 5 } }, /"action.latency_ms" does not go with hang/],
    [{ action: { reset: true, retry_after: 5 } }, /"action.retry_after" goes with status only/],
    [{ action: { status: 500, delay: 5 } }, /"action.delay" is not allowed/],
    [{ ...status, match: { operation: 'nope' } }, /"match.operation" must be one of \[.*create_livestream/],
    [{ ...status, match: { method: 'get' } }, /"match.method" must be one of \[GET/],
    [{ ...status, match: { path: 'livestreams' } }, /"match.path" must begin with \/ or \*/],
    [
      { ...status, match: { path: '/a?b' } },
      /"match.path" must begin with \/ or \*, and have no space, \? or #/,
    ],
    [{ ...status, match: { account: 'a' } }, /"match.account" is not allowed/],
    [{ ...status, times: 0 }, /"times" must be greater than or equal to 1/],
    [{ ...status, skip: -1 }, /"skip" must be greater than or equal to 0/],
    [{ ...status, probability: 2 }, /"probability" must be less than or equal to 1/],
    [{ ...status, time: 1 }, /"time" is not allowed/],
  ]
  for (const [rule, message] of cases) {
    const { status, body } = await control.post('/faults', rule)
    t.equal(status, 400, JSON.stringify(rule))
    t.match(body.error.message, message)
    t.throws(() => emulator.faults.add(rule as FaultRule), { message })
  }
  t.same(emulator.faults.list(), [])
})

t.test('a path with many stars costs no time', async (t) => {
  const { emulator, api } = await startWithApp(t)
  emulator.faults.add({ match: { path: `/${'**a'.repeat(170)}` }, action: { status: 503 } })
  const before = process.cpuUsage().user
  const { status } = await api.get(`${`/${'a'.repeat(1000)}`.repeat(8)}b`)
  t.equal(status, 404)
  t.ok(process.cpuUsage().user - before < 2_000_000, 'microseconds')
})
