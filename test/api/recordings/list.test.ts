/** The list of recordings: filters, order and pages; `total_count` is what counting one by one gives. */

import fc from 'fast-check'
import t from 'tap'
import { seed } from '../../helpers/campaign.js'
import { paging } from '../../helpers/errors.js'
import { writeFixture } from '../../helpers/fixture.js'
import { recordingsOf } from '../../helpers/recordings.js'
import { send, startEmulator } from '../../helpers/start.js'

const statuses = ['INVOKED', 'RECORDING', 'PAUSED', 'UPLOADING', 'UPLOADED', 'ERRORED'] as const
type Status = (typeof statuses)[number]

interface Made {
  /** Unix milliseconds. */
  at: number
  status: Status
  meeting: number
  /** Of one that is UPLOADED. */
  expiry: number
}

interface Filter {
  from?: number | undefined
  until?: number | undefined
  statuses?: Status[] | undefined
  meeting?: number | undefined
  expired?: boolean | undefined
  search?: string | undefined
}

const middle = Date.parse('2026-01-01T00:00:00.000Z')
const meetings = [
  { id: '00000000-0000-4000-8000-00000000000a', title: 'Größe' },
  { id: '00000000-0000-4000-8000-00000000000b', title: 'Weekly one' },
  { id: 'c', title: 'Weekly two' },
]
const iso = (instant: number) => new Date(instant).toISOString()
const hasExpired = ({ status, expiry }: Made) => status === 'UPLOADED' && expiry <= middle

const matches = (each: Made, { from, until, statuses: wanted, meeting, expired, search }: Filter) => {
  const { id = '', title = '' } = meetings[each.meeting] ?? {}
  return (
    (from === undefined || each.at >= from) &&
    (until === undefined || each.at <= until) &&
    (!wanted?.length || wanted.includes(each.status)) &&
    (meeting === undefined || each.meeting === meeting) &&
    (expired === undefined || hasExpired(each) === expired) &&
    (search === undefined || title.toLowerCase().includes(search.toLowerCase()) || id.includes(search))
  )
}

// biome-ignore lint/suspicious/noExplicitAny: an answer
const toMade = ({ invoked_time, status, meeting_id, download_url_expiry }: any): Made => ({
  at: Date.parse(invoked_time),
  status,
  meeting: meetings.findIndex(({ id }) => id === meeting_id),
  expiry: Date.parse(download_url_expiry ?? invoked_time),
})

const queryOf = ({ from, until, statuses: wanted = [], meeting, expired, search }: Filter) => {
  const query = new URLSearchParams({
    per_page: '1000',
    ...(from !== undefined && { start_time: iso(from) }),
    ...(until !== undefined && { end_time: iso(until) }),
    ...(meeting !== undefined && { meeting_id: meetings[meeting]?.id ?? '' }),
    ...(expired !== undefined && { expired: String(expired) }),
    ...(search !== undefined && { search }),
  })
  for (const status of wanted) query.append('status', status)
  return query
}

/** The widths of the buckets, whose edges are where a count goes wrong first. */
const widths = [2 ** 10, 2 ** 16, 2 ** 22, 2 ** 28, 2 ** 34]
const instants = fc
  .tuple(fc.constantFrom(...widths), fc.integer({ min: -3, max: 3 }), fc.constantFrom(-1, 0, 1))
  .map(([width, steps, beside]) => Math.floor(middle / width) * width + steps * width + beside)

async function startWith(test: Parameters<typeof startEmulator>[0], all: Made[]) {
  const file = writeFixture(test, {
    account_id: 'account',
    apps: [{ id: 'app', name: 'App' }],
    meetings: meetings.map((meeting) => ({ app_id: 'app', ...meeting })),
    recordings: all.map(({ at, status, meeting, expiry }, i) => ({
      app_id: 'app',
      id: `r${i}`,
      meeting_id: meetings[meeting]?.id,
      status,
      invoked_time: iso(at),
      ...(status === 'UPLOADED' && { download_url_expiry: iso(expiry) }),
    })),
  })
  const emulator = await startEmulator(test, { fixtures: [file] })
  return recordingsOf((request) => send(emulator, request), 'app')
}

t.test('every filter finds, and counts, what looking one by one finds', async (t) => {
  const made = fc.record({
    at: instants,
    status: fc.constantFrom(...statuses),
    meeting: fc.nat(2),
    expiry: instants,
  })
  const filter = fc.record(
    {
      from: instants,
      until: instants,
      statuses: fc.subarray([...statuses]),
      meeting: fc.nat(2),
      expired: fc.boolean(),
      search: fc.constantFrom('weekly', 'GRÖSSE', 'größe', '00000000-0000', 'nowhere'),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(made, { minLength: 1, maxLength: 40 }),
      fc.array(filter, { minLength: 20, maxLength: 20 }),
      async (all, filters) => {
        const undo: (() => unknown)[] = []
        try {
          const test = { teardown: (each: () => unknown) => undo.push(each), testdir: t.testdir.bind(t) }
          const recordings = await startWith(test as never, all)
          // A fixture's recording may have reached its longest time before it was loaded.
          const listed = (await recordings.list('?per_page=1000&sort_order=ASC')).body.data.map(
            toMade,
          ) as Made[]
          if (listed.length !== all.length) throw new Error(`${listed.length} of ${all.length} are listed`)
          for (const each of filters) {
            const { status, body } = await recordings.list(`?${queryOf(each)}`)
            if (status !== 200) throw new Error(JSON.stringify(body))
            const found = body.data.map(
              ({ output_file_name }: { output_file_name: string }) => output_file_name,
            )
            const wanted = listed.filter((one) => matches(one, each))
            const context = JSON.stringify(each)
            if (found.length !== wanted.length)
              throw new Error(`${context}: ${found.length} found, not ${wanted.length}`)
            const page = await recordings.list(
              `?${queryOf({ ...each })}&per_page=1`.replace('per_page=1000&', ''),
            )
            const { total_count } = page.body.paging
            if (total_count !== wanted.length)
              throw new Error(`${context}: counted ${total_count}, not ${wanted.length}`)
          }
        } finally {
          for (const each of undo.reverse()) await each()
        }
      },
    ),
    { seed, numRuns: 15 },
  )
})

t.test('newest first unless ASC; pages neither repeat nor skip, statuses together or alone', async (t) => {
  const all = Array.from({ length: 30 }, (_, i) => ({
    // Ties, five each.
    at: middle + Math.floor(i / 5) * 1000,
    status: statuses[i % 6] as Status,
    meeting: i % 3,
    expiry: middle,
  }))
  const recordings = await startWith(t, all)
  const ids = async (query: string) =>
    (await recordings.list(query)).body.data.map(({ id }: { id: string }) => id) as string[]
  for (const statusQuery of ['', '&status=INVOKED&status=ERRORED', '&status=PAUSED', '&expired=false']) {
    const whole = await ids(`?per_page=1000${statusQuery}`)
    const walked: string[] = []
    for (let page = 1; walked.length < whole.length; page++)
      walked.push(...(await ids(`?per_page=4&page_no=${page}${statusQuery}`)))
    t.strictSame(walked, whole, statusQuery)
    t.equal(new Set(whole).size, whole.length)
    t.strictSame(
      await ids(`?per_page=1000&sort_by=invokedTime&sort_order=ASC${statusQuery}`),
      whole.reverse(),
    )
  }
  t.match((await recordings.list('?per_page=4&page_no=2')).body.paging, paging(30, 5, 8))
  t.match((await recordings.list('?page_no=9')).body, { data: [], paging: paging(30, 0, 0) })
})

t.test('what a query gets wrong is refused by its name', async (t) => {
  const recordings = await startWith(t, [])
  for (const [query, problem] of [
    ['status=LIVE', /"status\[0\]" must be one of \[INVOKED, /],
    ['status=INVOKED&status=LIVE', /"status\[1\]" must be one of/],
    ['sort_by=createdAt', /"sort_by" must be one of \[invokedTime\]/],
    ['sort_order=DSC', /"sort_order" must be one of \[ASC, DESC\]/],
    ['expired=maybe', /"expired" must be a boolean/],
    ['start_time=yesterday', /"start_time" must be a valid ISO 8601 date/],
    ['per_page=-1', /"per_page"/],
  ] as const) {
    const { status, body } = await recordings.list(`?${query}`)
    t.equal(status, 400, query)
    t.match(body.error.message, problem)
  }
})
