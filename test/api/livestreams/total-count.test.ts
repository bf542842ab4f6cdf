/** `total_count` is kept in buckets of time; it must be what counting one by one gives, for every window. */

import fc from 'fast-check'
import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { seed } from '../../helpers/campaign.js'
import { writeFixture } from '../../helpers/fixture.js'
import { client, startEmulator } from '../../helpers/start.js'

const statuses = ['INVOKED', 'LIVE', 'IDLE', 'ERRORED'] as const
type Status = (typeof statuses)[number]

interface Made {
  at: number
  status: Status
  independent: boolean
}
interface Window {
  from?: number | undefined
  until?: number | undefined
  status?: Status | undefined
  exclude?: boolean | undefined
}

const earliest = Date.parse('0001-01-01T00:00:00.000Z')
const latest = Date.parse('9999-12-31T23:59:59.999Z')
const middle = Date.parse('2026-01-01T00:00:00.000Z')
/** The widths of the buckets, whose edges are where a count goes wrong first. */
const widths = [2 ** 10, 2 ** 16, 2 ** 22, 2 ** 28, 2 ** 34]
const onEdge = (instant: number, width: number) => Math.floor(instant / width) * width
const iso = (instant: number) => new Date(instant).toISOString()

const count = (all: Made[], { from, until, status, exclude }: Window) =>
  all.filter(
    (each) =>
      (from === undefined || each.at >= from) &&
      (until === undefined || each.at <= until) &&
      (status === undefined || each.status === status) &&
      (!exclude || each.independent),
  ).length

const query = ({ from, until, status, exclude }: Window) =>
  new URLSearchParams({
    ...(from !== undefined && { start_time: iso(from) }),
    ...(until !== undefined && { end_time: iso(until) }),
    ...(status && { status }),
    ...(exclude !== undefined && { exclude_meetings: String(exclude) }),
    per_page: '1000',
  }).toString()

/** Instants of all magnitudes around the middle, on edges of buckets and a millisecond beside them. */
const instants = fc.oneof(
  fc
    .tuple(fc.constantFrom(...widths, 2 ** 38), fc.double({ min: -2, max: 2, noNaN: true }))
    .map(([width, factor]) => middle + Math.round(width * factor)),
  fc
    .tuple(fc.constantFrom(...widths), fc.integer({ min: -3, max: 3 }), fc.constantFrom(-1, 0, 1))
    .map(([width, steps, beside]) => onEdge(middle, width) + steps * width + beside),
  fc.constantFrom(earliest, earliest + 1, -1, 0, 1, latest - 1, latest, middle),
)
const made: fc.Arbitrary<Made> = fc.record({
  at: instants,
  status: fc.constantFrom(...statuses),
  independent: fc.boolean(),
})
const windows = (all: Made[]): fc.Arbitrary<Window> => {
  const near = fc
    .tuple(fc.constantFrom(...all.map(({ at }) => at)), fc.constantFrom(-1, 0, 1))
    .map(([at, beside]) => Math.min(latest, Math.max(earliest, at + beside)))
  const end = fc.option(fc.oneof(near, instants), { nil: undefined, freq: 6 })
  return fc.record({
    from: end,
    until: end,
    status: fc.option(fc.constantFrom(...statuses), { nil: undefined }),
    exclude: fc.option(fc.boolean(), { nil: undefined }),
  })
}

t.test('the count of any window is exact, and the list holds as many', async (t) => {
  const [all = []] = fc.sample(fc.array(made, { minLength: 250, maxLength: 250 }), { seed, numRuns: 1 })
  const file = writeFixture(t, {
    account_id: 'account',
    apps: [
      { id: 'app', name: 'app' },
      { id: 'other', name: 'other' },
    ],
    meetings: all.flatMap(({ independent }, i) => (independent ? [] : { app_id: 'app', id: `m${i}` })),
    livestreams: [
      ...all.map(({ at, status, independent }, i) => ({
        app_id: 'app',
        status,
        created_at: iso(at),
        ...(!independent && { meeting_id: `m${i}` }),
      })),
      { app_id: 'other', status: 'IDLE', created_at: iso(middle) },
    ],
  })
  // Before all of it, so that nothing that is live falls due.
  const emulator = await startEmulator(t, { fixtures: [file], now: iso(earliest), autoLive: 'none' })
  const api = client(emulator)
  await fc.assert(
    fc.asyncProperty(windows(all), async (window) => {
      const { status, body } = await api.get(`/app/livestreams?${query(window)}`, recorded)
      t.equal(status, 200, JSON.stringify(body.error))
      const expected = count(all, window)
      if (body.paging.total_count !== expected || body.data.length !== expected)
        throw new Error(`counted ${body.paging.total_count}, listed ${body.data.length}, are ${expected}`)
    }),
    { seed, numRuns: 400 },
  )
  t.equal((await api.get('/app/livestreams')).body.data.paging.total_count, 250)
  t.equal((await api.get('/other/livestreams')).body.data.paging.total_count, 1)
})

t.test(
  'counts follow what happens: made as the clock goes on, live, stopped, failed, started again',
  async (t) => {
    const emulator = await startEmulator(t, { autoLive: 'none' })
    const api = client(emulator)
    const app = await api.app()
    const all: (Made & { id: string })[] = []
    const steps = fc.sample(
      fc.record({
        ahead: fc.constantFrom(0, 0.001, 0.5, 1.024, 65.536, 4194.304, 100_000),
        independent: fc.boolean(),
        events: fc.constantFrom<('live' | 'stop' | 'fail')[]>(
          [],
          ['live'],
          ['stop'],
          ['live', 'fail'],
          ['fail'],
        ),
      }),
      { seed, numRuns: 60 },
    )
    const becomes = { live: 'LIVE', stop: 'IDLE', fail: 'ERRORED' } as const
    for (const { ahead, independent, events } of steps) {
      await emulator.clock.advance({ seconds: ahead })
      // Live ones stop by themselves after a day.
      const now = emulator.clock.now().getTime()
      const { id } = independent
        ? await api.independent(app)
        : await api.livestream(app, await api.meeting(app))
      for (const event of events) emulator.event(id, { event })
      const last = events.at(-1)
      all.push({ id, at: now, independent, status: last ? becomes[last] : 'INVOKED' })
      for (const each of all) if (each.status === 'LIVE' && now - each.at >= 86_400_000) each.status = 'IDLE'
    }
    const revived = all.find(({ independent, status }) => independent && status === 'ERRORED')
    if (!revived) throw new Error('the sample has no failed independent livestream')
    emulator.event(revived.id, { event: 'live' })
    revived.status = 'LIVE'

    await fc.assert(
      fc.asyncProperty(windows(all), async (window) => {
        const { body } = await api.get(`/${app}/livestreams?${query(window)}`, recorded)
        const expected = count(all, window)
        if (body.paging.total_count !== expected || body.data.length !== expected)
          throw new Error(`counted ${body.paging.total_count}, listed ${body.data.length}, are ${expected}`)
      }),
      { seed, numRuns: 200 },
    )
    for (const status of statuses)
      t.equal(
        (await api.get(`/${app}/livestreams?status=${status}`)).body.data.paging.total_count,
        count(all, { status }),
        status,
      )
    emulator.reset()
    t.equal((await api.get(`/${app}/livestreams`)).status, 404, 'a reset leaves nothing')
    const again = await api.app()
    t.equal((await api.get(`/${again}/livestreams`)).body.data.paging.total_count, 0)
  },
)
