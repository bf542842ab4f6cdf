import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { after, startWithApp } from '../../helpers/start.js'

/** Livestreams a..f, a second apart, named in the order they were made; c and f are of meetings. */
async function startWithSix(t: Parameters<typeof startWithApp>[0]) {
  const made = await startWithApp(t, { autoLive: 'none' })
  const { emulator, api, app } = made
  for (const name of 'abcdef') {
    const { id } =
      name === 'c' || name === 'f'
        ? await api.livestream(app, await api.meeting(app), { name })
        : await api.independent(app, { name })
    if (name === 'b') emulator.event(id, { event: 'live' })
    if (name === 'c') emulator.event(id, { event: 'stop' })
    if (name === 'd') emulator.event(id, { event: 'fail' })
    await emulator.clock.advance({ seconds: 1 })
  }
  const list = async (query: string) => {
    const { status, body } = await api.get(`/${app}/livestreams?${query}`, recorded)
    if (status !== 200) return body
    const names = body.data.map(({ name }: { name: string }) => name).join('')
    return names.length === body.paging.total_count ? names : `${names} of ${body.paging.total_count}`
  }
  return { ...made, list }
}

t.test('filters and order', async (t) => {
  const { list } = await startWithSix(t)
  const cases: [query: string, names: string][] = [
    ['', 'fedcba'],
    ['sort_order=DSC', 'fedcba'],
    ['sort_order=ASC', 'abcdef'],
    ['status=INVOKED', 'fea'],
    ['status=LIVE', 'b'],
    ['status=IDLE', 'c'],
    ['status=ERRORED', 'd'],
    ['exclude_meetings=true', 'edba'],
    ['exclude_meetings=false', 'fedcba'],
    ['exclude_meetings=true&status=IDLE', ''],
    ['exclude_meetings=true&status=INVOKED&sort_order=ASC', 'ae'],
    [`start_time=${after(2)}`, 'fedc'],
    [`start_time=${after(2.001)}`, 'fed'],
    [`end_time=${after(2)}`, 'cba'],
    [`end_time=${after(1.999)}`, 'ba'],
    [`start_time=${after(2)}&end_time=${after(2)}`, 'c'],
    [`start_time=${after(1)}&end_time=${after(4)}&status=INVOKED`, 'e'],
    [`start_time=${after(1)}&end_time=${after(4)}&exclude_meetings=true&sort_order=ASC`, 'bde'],
    [`start_time=${after(4)}&end_time=${after(1)}`, ''],
    ['start_time=2026-01-01', 'fedcba'],
    ['start_time=2026-01-01T00:00:03', 'fed'],
    ['start_time=2026-01-01T01:00:03%2B01:00', 'fed'],
    ['end_time=2025-12-31', ''],
    ['end_time=9999-12-31T23:59:59.999Z&start_time=0001-01-01T00:00:00.000Z', 'fedcba'],
    ['search=a', 'fedcba'],
    ['unknown=1', 'fedcba'],
  ]
  for (const [query, names] of cases) t.equal(await list(query), names, query || 'no filter')
})

t.test('values that no filter has are refused by name', async (t) => {
  const { list } = await startWithSix(t)
  const date = 'must be a valid ISO 8601 date'
  const statuses = 'must be one of [INVOKED, LIVE, IDLE, ERRORED]'
  const cases: [query: string, problem: string][] = [
    ['sort_order=DESC', '"sort_order" must be one of [ASC, DSC]'],
    ['sort_order=asc', '"sort_order" must be one of [ASC, DSC]'],
    ['sort_order=ASC&sort_order=DSC', '"sort_order" must be a string'],
    ['status=live', `"status" ${statuses}`],
    ['status=', `"status" ${statuses}`],
    ['status=OFFLINE', `"status" ${statuses}`],
    ['exclude_meetings=yes', '"exclude_meetings" must be a boolean'],
    ['exclude_meetings=', '"exclude_meetings" must be a boolean'],
    ['start_time=yesterday', `"start_time" ${date}`],
    ['start_time=', `"start_time" ${date}`],
    ['start_time=1767225600', `"start_time" ${date}`],
    ['end_time=2026-02-30', `"end_time" ${date}`],
    ['end_time=2026-01-01T25:00:00Z', `"end_time" ${date}`],
    ['end_time=2026-01-01T00:00:00%2B99:00', `"end_time" ${date}`],
  ]
  for (const [query, problem] of cases)
    t.strictSame(await list(query), serviceError(400, `BAD_REQUEST: ${problem}`), query)
})

t.test("a livestream's sessions and a meeting's livestreams come newest first, in pages", async (t) => {
  const { emulator, api, app } = await startWithApp(t, { autoLive: 'none' })
  const { id } = await api.independent(app)
  for (let i = 0; i < 3; i++) {
    emulator.event(id, { event: 'live' })
    await emulator.clock.advance({ seconds: 1 })
    emulator.event(id, { event: i === 1 ? 'fail' : 'stop' })
  }
  const page = async (n: number) =>
    (await api.get(`/${app}/livestreams/${id}?per_page=2&page_no=${n}`, recorded)).body
  const [first, second] = [await page(1), await page(2)]
  t.same(first.paging, { total_count: 3, start_offset: 1, end_offset: 2 })
  t.same(second.paging, { total_count: 3, start_offset: 3, end_offset: 3 })
  const sessions = [...first.data.sessions, ...second.data.sessions]
  t.same(
    sessions.map(({ started_time }) => started_time),
    [after(2), after(1), after(0)],
  )
  t.same(
    sessions.map(({ err_message }) => err_message),
    [null, 'The livestream failed', null],
  )
  t.equal(new Set(sessions.map((session) => session.id)).size, 3)
})
