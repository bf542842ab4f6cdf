import t from 'tap'
import { recorded } from '../helpers/api.js'
import { paging, serviceError } from '../helpers/errors.js'
import { startWithApp } from '../helpers/start.js'

t.test('pages of livestreams: defaults, zero, what is refused, offsets', async (t) => {
  const { api, app } = await startWithApp(t)
  for (let i = 0; i < 23; i++) await api.independent(app, { name: String(i) })
  const cases: [query: string, expected: ReturnType<typeof paging>][] = [
    ['', paging(23, 1, 20)],
    ['page_no=1', paging(23, 1, 20)],
    ['page_no=2', paging(23, 21, 23)],
    ['page_no=3', paging(23, 0, 0)],
    ['page_no=1000000000', paging(23, 0, 0)],
    ['page_no=0', paging(23, 1, 20)],
    ['per_page=0', paging(23, 1, 20)],
    ['page_no=0&per_page=0', paging(23, 1, 20)],
    ['page_no=&per_page=', paging(23, 1, 20)],
    ['per_page=1', paging(23, 1, 1)],
    ['per_page=1&page_no=23', paging(23, 23, 23)],
    ['per_page=1&page_no=24', paging(23, 0, 0)],
    ['per_page=23', paging(23, 1, 23)],
    ['per_page=22&page_no=2', paging(23, 23, 23)],
    ['per_page=1000', paging(23, 1, 23)],
    ['per_page=1000&page_no=1000000000', paging(23, 0, 0)],
    ['per_page=5&page_no=2', paging(23, 6, 10)],
  ]
  for (const [query, expected] of cases) {
    const answer = await api.get(`/${app}/livestreams?${query}`, recorded)
    t.strictSame(answer.body.paging, expected, query)
    const { start_offset: from, end_offset: to } = expected
    t.equal(answer.body.data.length, from ? to - from + 1 : 0, query)
  }
})

t.test('page_no and per_page that are no such numbers are refused, in every list', async (t) => {
  const { api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const { id } = await api.livestream(app, meeting)
  const session = (await api.get(`/${app}/meetings/${meeting}/active-session`)).body.data.id
  const lists = [
    `/${app}/livestreams`,
    `/${app}/livestreams/${id}`,
    `/${app}/meetings`,
    `/${app}/meetings/${meeting}/livestream`,
    `/${app}/sessions`,
    `/${app}/sessions/${session}/livestream-sessions`,
    '/apps',
  ]
  const integer = 'must be an integer'
  const cases: [query: string, problem: string][] = [
    ['page_no=1.5', `"page_no" ${integer}`],
    ['page_no=two', `"page_no" ${integer}`],
    ['page_no=NaN', `"page_no" ${integer}`],
    ['page_no=1&page_no=2', `"page_no" ${integer}`],
    ['page_no=1000000001', '"page_no" must be less than or equal to 1000000000'],
    ['per_page=0.5', `"per_page" ${integer}`],
    ['per_page=ten', `"per_page" ${integer}`],
    ['per_page=1001', '"per_page" must be less than or equal to 1000'],
    ['per_page=99999999999999999999', '"per_page" must be less than or equal to 1000'],
  ]
  for (const list of lists) {
    for (const [query, problem] of cases) {
      const { status, body } = await api.get(`${list}?${query}`)
      t.equal(status, 400, `${list} ${query}`)
      t.strictSame(body, serviceError(400, `BAD_REQUEST: ${problem}`), `${list} ${query}`)
    }
    const least = list === '/apps' ? 1 : 0
    for (const name of ['page_no', 'per_page']) {
      const { body } = await api.get(`${list}?${name}=-1`)
      t.strictSame(
        body,
        serviceError(400, `BAD_REQUEST: "${name}" must be greater than or equal to ${least}`),
        `${list} ${name}=-1`,
      )
      t.equal((await api.get(`${list}?${name}=0`)).status, least ? 400 : 200, `${list} ${name}=0`)
      t.equal((await api.get(`${list}?${name}=`)).status, 200, `${list} ${name}=`)
    }
  }
})

t.test('walking the pages neither repeats nor skips, though all were made at once', async (t) => {
  const { api, app } = await startWithApp(t)
  const made: string[] = []
  for (let i = 0; i < 17; i++) made.push((await api.independent(app)).id)
  for (const order of ['ASC', 'DSC'])
    for (const size of [1, 2, 5, 16, 17, 18]) {
      const walked: string[] = []
      for (let page = 1; page <= Math.ceil(17 / size); page++) {
        const { data } = (
          await api.get(`/${app}/livestreams?sort_order=${order}&per_page=${size}&page_no=${page}`, recorded)
        ).body
        walked.push(...data.map(({ id }: { id: string }) => id))
      }
      t.same(walked, order === 'ASC' ? made : made.toReversed(), `${order}, ${size} a page`)
    }
})

t.test('on the documented wire, one a page walks the list through its first fields', async (t) => {
  const { api, app } = await startWithApp(t)
  for (const name of ['a', 'b', 'c']) await api.independent(app, { name })
  const names: string[] = []
  for (let page = 1; page <= 4; page++) {
    const { data } = (await api.get(`/${app}/livestreams?per_page=1&page_no=${page}`)).body
    names.push(data.name ?? 'none')
  }
  t.same(names, ['c', 'b', 'a', 'none'])
})

t.test('something new on top while walking moves the rest down, and the total tells', async (t) => {
  const { api, app } = await startWithApp(t)
  for (const name of ['a', 'b', 'c']) await api.independent(app, { name })
  const page = async (n: number) =>
    (await api.get(`/${app}/livestreams?per_page=2&page_no=${n}`, recorded)).body
  t.same((await page(1)).paging, paging(3, 1, 2))
  await api.independent(app, { name: 'd' })
  const second = await page(2)
  t.same(second.paging, paging(4, 3, 4))
  t.same(
    second.data.map(({ name }: { name: string }) => name),
    ['b', 'a'],
  )
})
