import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { paging, serviceError } from '../../helpers/errors.js'
import { after, client, startEmulator } from '../../helpers/start.js'

t.test('an app is created with 200, found again, and listed, on both wires alike', async (t) => {
  const emulator = await startEmulator(t)
  const api = client(emulator)
  const { status, body } = await api.post('/apps', { name: 'One' })
  t.equal(status, 200)
  const { id } = body.data.app
  const app = { id, name: 'One', created_at: after(0) }
  t.strictSame(body, { success: true, data: { app } })
  for (const headers of [{}, recorded]) {
    const got = await api.get(`/apps/${id}`, headers)
    t.equal(got.status, 200)
    t.strictSame(got.body, { success: true, data: app })
    t.strictSame((await api.get('/apps', headers)).body, {
      success: true,
      data: [app],
      paging: paging(1, 1, 1),
    })
  }
})

t.test('an account that made none has an empty list', async (t) => {
  const api = client(await startEmulator(t), 'nobody')
  const { status, body } = await api.get('/apps')
  t.equal(status, 200)
  t.strictSame(body, { success: true, data: [], paging: paging(0, 0, 0) })
})

t.test('search, order and pages', async (t) => {
  const emulator = await startEmulator(t)
  const api = client(emulator)
  const ids: Record<string, string> = {}
  for (const name of ['Ärger', 'Live one', 'live TWO', '100%_*?']) {
    ids[name] = await api.app(name)
    await emulator.clock.advance({ seconds: 1 })
  }
  const names = async (query: string) =>
    (await api.get(`/apps?${query}`)).body.data.map(({ name }: { name: string }) => name)
  const all = ['100%_*?', 'live TWO', 'Live one', 'Ärger']
  const cases: [query: string, names: string[]][] = [
    ['', all],
    ['sort_order=DESC', all],
    ['sort_order=ASC', all.toReversed()],
    ['search=LIVE', ['live TWO', 'Live one']],
    ['search=%C3%A4rg', ['Ärger']],
    ['search=%25_', ['100%_*?']],
    ['search=_', ['100%_*?']],
    ['search=', all],
    ['search=none', []],
    [`search=${ids.Ärger?.slice(4, 20)}`, ['Ärger']],
    ['per_page=1&page_no=2', ['live TWO']],
    ['per_page=1&page_no=2&search=live', ['Live one']],
  ]
  for (const [query, expected] of cases) t.same(await names(query), expected, query)
  t.same((await api.get('/apps?per_page=1&page_no=2&search=live')).body.paging, paging(2, 2, 2))
})

t.test('what an app cannot be, and what the list cannot be asked', async (t) => {
  const api = client(await startEmulator(t))
  const bodies: [body: object | undefined, problem: string][] = [
    [undefined, '"name" is required'],
    [{}, '"name" is required'],
    [{ name: '' }, '"name" is not allowed to be empty'],
    [{ name: null }, '"name" must be a string'],
    [{ name: 7 }, '"name" must be a string'],
    [['name'], '"body" must be an object'],
  ]
  for (const [body, problem] of bodies) {
    const answer = await api.post('/apps', body)
    t.equal(answer.status, 400)
    t.strictSame(answer.body, serviceError(400, `BAD_REQUEST: ${problem}`), problem)
  }
  const queries = ['sort_order=DSC', 'sort_order=', `search=${'x'.repeat(126)}`, 'page_no=0', 'per_page=0']
  for (const query of queries) t.equal((await api.get(`/apps?${query}`)).status, 400, query)
  t.equal((await api.get('/apps')).body.paging.total_count, 0)
})

t.test('two accounts: the same calls, the same names, and nothing in common', async (t) => {
  const emulator = await startEmulator(t)
  const [one, two] = [client(emulator, 'one'), client(emulator, 'two')]
  const [first, second] = [await one.app('Same'), await two.app('Same')]
  t.not(first, second)
  t.equal((await one.get(`/apps/${second}`)).status, 404)
  t.equal((await two.post(`/${first}/meetings`, {})).status, 404)
  t.same(
    (await one.get('/apps')).body.data.map(({ id }: { id: string }) => id),
    [first],
  )
})

t.test('what one account does never changes the ids another gets', async (t) => {
  const [quiet, busy] = [await startEmulator(t), await startEmulator(t)]
  for (let i = 0; i < 5; i++) await client(busy, 'other').app()
  t.equal(await client(quiet, 'mine').app(), await client(busy, 'mine').app())
})
