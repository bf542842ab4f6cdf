import t from 'tap'
import { recorded } from '../../helpers/api.js'
import { serviceError } from '../../helpers/errors.js'
import { writeFixture } from '../../helpers/fixture.js'
import { client, startEmulator, startWithApp } from '../../helpers/start.js'

/** Noon of 10 March 2026, in UTC. */
const now = '2026-03-10T12:00:00.000Z'

/**
 * On 8 March one livestream with two broadcasts, 60 and 30.6 seconds; on 9 March, at its first and last
 * millisecond, a broadcast each: one that never went live, one of 2 hours that three watch; today one that has
 * been live for 90 seconds with two who watch. A session on 8 March of 90 minutes, and one today for 30.
 */
async function startWithHistory(t: Parameters<typeof startEmulator>[0]) {
  const meeting = '11111111-1111-4111-8111-111111111111'
  const file = writeFixture(t, {
    account_id: 'account',
    apps: [
      { id: 'app', name: 'app' },
      { id: 'other', name: 'other' },
    ],
    meetings: [{ app_id: 'app', id: meeting }],
    sessions: [
      {
        app_id: 'app',
        meeting_id: meeting,
        started_at: '2026-03-08T23:00:00Z',
        ended_at: '2026-03-09T00:30:00Z',
      },
      { app_id: 'app', meeting_id: meeting, started_at: '-30m' },
    ],
    livestreams: [
      {
        app_id: 'app',
        status: 'IDLE',
        created_at: '2026-03-08T10:00:00Z',
        sessions: [
          {
            invoked_time: '2026-03-08T10:00:00Z',
            started_time: '2026-03-08T10:00:05Z',
            stopped_time: '2026-03-08T10:01:05Z',
            viewer_seconds: 120,
          },
          {
            invoked_time: '2026-03-08T11:00:00Z',
            started_time: '2026-03-08T11:00:00Z',
            stopped_time: '2026-03-08T11:00:30.600Z',
            viewer_seconds: 0.25,
          },
        ],
      },
      {
        app_id: 'app',
        status: 'ERRORED',
        sessions: [{ invoked_time: '2026-03-09T00:00:00.000Z', stopped_time: '2026-03-09T00:01:00Z' }],
      },
      {
        app_id: 'app',
        status: 'IDLE',
        sessions: [
          {
            invoked_time: '2026-03-09T23:59:59.999Z',
            started_time: '2026-03-09T23:59:59.999Z',
            stopped_time: '2026-03-10T01:59:59.999Z',
            viewer_seconds: 21600,
          },
        ],
      },
      {
        app_id: 'app',
        status: 'LIVE',
        viewers: 2,
        sessions: [{ invoked_time: '-2m', started_time: '-90s' }],
      },
      { app_id: 'other', status: 'IDLE', created_at: '-1h' },
    ],
  })
  const emulator = await startEmulator(t, { fixtures: [file], now })
  const api = client(emulator)
  const get = async (path: string, headers = {}) => (await api.get(`/app/analytics/${path}`, headers)).body
  return { emulator, api, get }
}

const totals = (count: number, ingest: number, viewer: number) => ({
  count,
  total_ingest_seconds: ingest,
  total_viewer_seconds: viewer,
})
const eighth = totals(2, 91, 120)
const ninth = totals(2, 7200, 21600)
const tenth = totals(1, 90, 180)

t.test('complete analytics count livestreams and add their seconds, up to now', async (t) => {
  const { emulator, get } = await startWithHistory(t)
  t.strictSame(await get('livestreams/overall'), {
    success: true,
    data: totals(4, 7381, 21900),
  })
  await emulator.clock.advance({ seconds: 10 })
  t.strictSame(await get('livestreams/overall'), {
    success: true,
    data: totals(4, 7391, 21920),
  })
})

t.test('day-wise analytics count broadcasts by the UTC day they were created on', async (t) => {
  const { get } = await startWithHistory(t)
  const days = (end: string) => [
    { date: `2026-03-08${end}`, ...eighth },
    { date: `2026-03-09${end}`, ...ninth },
    { date: `2026-03-10${end}`, ...tenth },
  ]
  t.strictSame(await get('livestreams/daywise'), { success: true, data: days('') })
  const midnight = days('T00:00:00.000Z')
  t.strictSame(await get('livestreams/daywise', recorded), { success: true, data: midnight })
  t.strictSame(
    await get('livestreams/overall', recorded),
    { success: true, data: midnight },
    'the recorded body of the complete analytics is the day-wise one',
  )
})

t.test('an app without livestreams has zeros, and no days', async (t) => {
  const { api, app } = await startWithApp(t)
  const get = async (path: string, headers = {}) => (await api.get(`/${app}/analytics/${path}`, headers)).body
  t.strictSame(await get('livestreams/overall'), { success: true, data: totals(0, 0, 0) })
  t.strictSame(await get('livestreams/daywise'), { success: true, data: [] })
  t.strictSame(await get('livestreams/overall', recorded), { success: true, data: [] })
  t.strictSame(await get('daywise'), {
    success: true,
    data: {
      session_stats: { day_stats: [], sessions_count: 0, sessions_minutes_consumed: 0 },
      recording_stats: { day_stats: [], recording_count: 0, recording_minutes_consumed: 0 },
    },
  })
})

t.test('windows in Unix seconds and in ISO times, both ends included', async (t) => {
  const { get } = await startWithHistory(t)
  const unix = (iso: string) => String(Date.parse(iso) / 1000)
  const cases: [query: string, counts: number[]][] = [
    [`start_time=${unix('2026-03-09T00:00:00Z')}`, [2, 1]],
    [`end_time=${unix('2026-03-09T00:00:00Z')}`, [2, 1]],
    [`start_time=${unix('2026-03-09T00:00:01Z')}`, [1, 1]],
    [`start_time=${unix('2026-03-09T00:00:00Z')}&end_time=${unix('2026-03-09T23:59:59Z')}`, [1]],
    ['start_time=2026-03-09T00:00:00Z&end_time=2026-03-09T23:59:59.999Z', [2]],
    ['start_time=2026-03-10', [1]],
    ['end_time=0', []],
    ['start_time=253402300799', []],
    ['start_time=-1', [2, 2, 1]],
    [`start_time=${unix('2026-03-10T00:00:00Z')}&end_time=${unix('2026-03-08T00:00:00Z')}`, []],
    ['filters=anything%20at%20all', [2, 2, 1]],
    ['filters=', [2, 2, 1]],
  ]
  for (const [query, counts] of cases) {
    const { data } = await get(`livestreams/daywise?${query}`)
    t.same(
      data.map(({ count }: { count: number }) => count),
      counts,
      query,
    )
  }
  t.equal((await get('livestreams/overall?start_time=2026-03-10')).data.count, 1)
})

t.test('times and dates that are none are refused by name', async (t) => {
  const { get } = await startWithHistory(t)
  const instant = 'must be a Unix time in seconds or a valid ISO 8601 date'
  const date = 'must be a valid date in YYYY-MM-DD format or a valid ISO 8601 date'
  const cases: [path: string, problem: string][] = [
    ['livestreams/overall?start_time=', `"start_time" ${instant}`],
    ['livestreams/overall?start_time=1.5', `"start_time" ${instant}`],
    ['livestreams/daywise?end_time=soon', `"end_time" ${instant}`],
    ['livestreams/daywise?end_time=253402300800', `"end_time" ${instant}`],
    ['livestreams/daywise?end_time=99999999999999999999', `"end_time" ${instant}`],
    ['livestreams/daywise?start_time=1&start_time=2', '"start_time" must be a string'],
    ['daywise?start_date=2026-3-1', `"start_date" ${date}`],
    ['daywise?end_date=2026-02-30', `"end_date" ${date}`],
    ['daywise?start_date=2026-03-01T25:00:00Z', `"start_date" ${date}`],
    ['daywise?start_date=1772668800', `"start_date" ${date}`],
    ['daywise?end_date=', `"end_date" ${date}`],
  ]
  for (const [path, problem] of cases)
    t.strictSame(await get(path), serviceError(400, `BAD_REQUEST: ${problem}`), path)
})

t.test('the day-wise analytics of an app count sessions and their minutes', async (t) => {
  const { get } = await startWithHistory(t)
  const eighthDay = { day: '2026-03-08', total_sessions: 1, total_session_minutes: 90 }
  const tenthDay = { day: '2026-03-10', total_sessions: 1, total_session_minutes: 30 }
  const answer = (...days: (typeof eighthDay)[]) => ({
    success: true,
    data: {
      session_stats: {
        day_stats: days,
        sessions_count: days.length,
        sessions_minutes_consumed: days.reduce((sum, day) => sum + day.total_session_minutes, 0),
      },
      recording_stats: { day_stats: [], recording_count: 0, recording_minutes_consumed: 0 },
    },
  })
  const cases: [query: string, days: (typeof eighthDay)[]][] = [
    ['', [eighthDay, tenthDay]],
    ['start_date=2026-03-08&end_date=2026-03-08', [eighthDay]],
    ['start_date=2026-03-09', [tenthDay]],
    ['start_date=2026-03-08T23:59:59.999Z&end_date=2026-03-08T00:00:00Z', [eighthDay]],
    ['start_date=2026-03-09T01:00:00%2B02:00&end_date=2026-03-09T12:00:00Z', [eighthDay]],
    ['end_date=2026-03-09', [eighthDay]],
    ['end_date=2026-04-07', [eighthDay, tenthDay]],
    ['end_date=2026-04-08', [tenthDay]],
    ['start_date=2026-03-11', []],
    ['start_date=2026-03-10&end_date=2026-03-08', []],
  ]
  for (const [query, days] of cases) t.strictSame(await get(`daywise?${query}`), answer(...days), query)
  t.strictSame(await get('daywise', recorded), answer(eighthDay, tenthDay))
})
