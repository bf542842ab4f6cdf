/** Analytics, which are kept in buckets, against the sums of the rows that the state document has. */

import t, { type Test } from 'tap'
import type { Emulator } from '../../../src/index.js'
import { type Api, createApi } from '../../helpers/api.js'
import { createRandom, rounds } from '../../helpers/campaign.js'
import { overInject } from '../../helpers/requests.js'
import { startEmulator } from '../../helpers/start.js'
import { exportText, importState } from '../../helpers/state.js'

const MINUTE = 60_000
const DAY = 86_400_000
const noon = Date.parse('2026-03-10T12:00:00.000Z')
const MAX_VIEWER_MS = 9e15

interface LivestreamSessionRow {
  app_pk: number
  livestream_pk: number
  started_at: number | null
  stopped_at: number | null
  viewers: number
  viewer_ms: number
  viewers_since: number | null
  created_at: number
}

interface SessionRow {
  app_pk: number
  started_at: number
  ended_at: number | null
  created_at: number
}

const iso = (instant: number) => new Date(instant).toISOString()
const dayOf = (instant: number) => iso(instant).slice(0, 10)
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

const ingest = ({ started_at, stopped_at }: LivestreamSessionRow, now: number) =>
  started_at === null ? 0 : Math.max(0, (stopped_at ?? now) - started_at)
const watched = ({ viewers, viewer_ms, viewers_since }: LivestreamSessionRow, now: number) =>
  viewers_since === null
    ? viewer_ms
    : Math.min(viewer_ms + viewers * Math.max(0, now - viewers_since), MAX_VIEWER_MS)
const times = (rows: LivestreamSessionRow[], now: number) => ({
  total_ingest_seconds: Math.round(sum(rows.map((row) => ingest(row, now))) / 1000),
  total_viewer_seconds: Math.round(sum(rows.map((row) => watched(row, now))) / 1000),
})

function groupByDay<Row extends { created_at: number }>(rows: Row[]): [string, Row[]][] {
  const days = new Map<string, Row[]>()
  for (const row of rows) days.set(dayOf(row.created_at), [...(days.get(dayOf(row.created_at)) ?? []), row])
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Random rows of one app: livestreams with up to four livestream sessions, and meeting sessions, in any order of time. */
function randomState(random: () => number, app: string) {
  const upTo = (most: number) => Math.floor(random() * most)
  // Close together and far apart, before 1970 too, and at the very edges of minutes and days.
  const instant = () => {
    const at = [noon, noon, noon, -3 * DAY, 400 * DAY][upTo(5)] as number
    const near = at + (random() - 0.5) * ([MINUTE, 3 * DAY, 90 * DAY][upTo(3)] as number)
    const edge = [1, MINUTE, DAY][upTo(3)] as number
    return Math.floor(near / edge) * edge - (upTo(4) === 0 ? 1 : 0)
  }
  const livestreams = []
  const livestream_sessions = []
  for (let pk = 1; pk <= 40; pk++) {
    const isLive = upTo(4) === 0
    const at = instant()
    livestreams.push({
      pk,
      app_pk: 1,
      id: `00000000-0000-4000-8000-${String(pk).padStart(12, '0')}`,
      status: isLive ? 'LIVE' : 'IDLE',
      disabled: 0,
      manual_ingest: 0,
      stream_key: `key-${app}-${pk}`,
      playback_id: `playback-${app}-${pk}`,
      created_at: at,
      updated_at: at,
    })
    const count = 1 + upTo(4)
    for (let i = 0; i < count; i++) {
      const created_at = upTo(3) === 0 ? at : instant()
      const isOpen = isLive && i === 0
      const started_at = isOpen || upTo(5) > 0 ? created_at + upTo(3 * MINUTE) - MINUTE : null
      livestream_sessions.push({
        pk: livestream_sessions.length + 1,
        app_pk: 1,
        livestream_pk: pk,
        id: `00000000-0000-4000-9000-${String(livestream_sessions.length).padStart(12, '0')}`,
        invoked_at: created_at,
        started_at,
        stopped_at: isOpen ? null : created_at + upTo(2 * DAY),
        viewers: upTo(50),
        viewer_ms: upTo(1e9),
        // One that has stopped while it counts viewers is odd, and nothing refuses it.
        viewers_since: isOpen || upTo(20) === 0 ? instant() : null,
        created_at,
        updated_at: created_at,
      })
    }
  }
  const meetings = []
  const sessions = []
  for (let pk = 1; pk <= 15; pk++) {
    const id = `00000000-0000-4000-a000-${String(pk).padStart(12, '0')}`
    const created_at = instant()
    const flags = ['live_stream_on_start', 'record_on_start', 'persist_chat', 'summarize_on_end']
    meetings.push({
      pk,
      app_pk: 1,
      id,
      status: 'ACTIVE',
      ...Object.fromEntries([...flags, 'transcribe_on_end'].map((name) => [name, 0])),
      session_keep_alive_time_in_secs: 60,
      created_at,
      updated_at: created_at,
    })
    for (let i = 0; i < 3; i++) {
      const at = instant()
      const ended_at = i === 0 && upTo(2) === 0 ? null : at + upTo(DAY)
      sessions.push({
        pk: sessions.length + 1,
        app_pk: 1,
        id: `00000000-0000-4000-b000-${String(sessions.length).padStart(12, '0')}`,
        meeting_id: id,
        status: ended_at === null ? 'LIVE' : 'ENDED',
        started_at: at + upTo(MINUTE),
        ended_at,
        created_at: at,
        updated_at: at,
      })
    }
  }
  return {
    greenroom: 'state',
    version: 1,
    accounts: [{ id: 'account', draws: 1000 }],
    apps: [{ pk: 1, account_id: 'account', id: app, name: app, created_at: noon }],
    meetings,
    sessions,
    livestreams,
    livestream_sessions,
  }
}

/** Compare all three operations with the rows, over random windows. */
async function compare(
  t: Test,
  options: { emulator: Emulator; api: Api; app: string; random: () => number },
) {
  const { emulator, api, app, random } = options
  const document = JSON.parse(await exportText(emulator))
  const now = Date.parse(document.clock.now)
  const { pk } = document.apps.find(({ id }: { id: string }) => id === app)
  const all: LivestreamSessionRow[] = document.livestream_sessions.filter(
    (row: LivestreamSessionRow) => row.app_pk === pk,
  )
  const sessions: SessionRow[] = document.sessions.filter((row: SessionRow) => row.app_pk === pk)
  const edge = () => {
    const { created_at } = all[Math.floor(random() * all.length)] as LivestreamSessionRow
    return Math.max(
      0,
      created_at + (Math.floor(random() * 3) - 1) * ([1, MINUTE, DAY][Math.floor(random() * 3)] as number),
    )
  }
  for (let i = 0; i < 12; i++) {
    const [a, b] = [edge(), edge()]
    const from = i === 0 ? undefined : Math.min(a, b)
    const until = i < 2 ? undefined : Math.max(a, b)
    const rows = all.filter(
      ({ created_at }) =>
        created_at >= (from ?? Number.NEGATIVE_INFINITY) && created_at <= (until ?? Number.POSITIVE_INFINITY),
    )
    const query = {
      ...(from !== undefined && { start_time: iso(from) }),
      ...(until !== undefined && { end_time: iso(until) }),
    }
    const overall = await api.overall(app, query)
    t.same(
      overall.body.data,
      { count: new Set(rows.map((row) => row.livestream_pk)).size, ...times(rows, now) },
      `overall ${JSON.stringify(query)}`,
    )
    const daywise = await api.daywise(app, query)
    t.same(
      daywise.body.data,
      groupByDay(rows).map(([date, ofDay]) => ({ date, count: ofDay.length, ...times(ofDay, now) })),
      `daywise ${JSON.stringify(query)}`,
    )
    const days = { start_date: dayOf(Math.min(a, b)), end_date: dayOf(Math.max(a, b)) }
    const { body } = await api.get(`/${app}/analytics/daywise?${new URLSearchParams(days)}`)
    t.same(
      body.data.session_stats.day_stats,
      groupByDay(
        sessions.filter(
          (row) => dayOf(row.created_at) >= days.start_date && dayOf(row.created_at) <= days.end_date,
        ),
      ).map(([day, ofDay]) => ({
        day,
        total_sessions: ofDay.length,
        total_session_minutes:
          sum(ofDay.map((row) => Math.max(0, (row.ended_at ?? now) - row.started_at))) / MINUTE,
      })),
      `sessions ${JSON.stringify(days)}`,
    )
  }
}

t.test('analytics are the sums of the rows, whatever was imported and whatever happens to it', async (t) => {
  const random = createRandom()
  for (let round = 0; round < rounds(4, 30); round++) {
    const emulator = await startEmulator(t, { now: iso(noon) })
    const api = createApi(overInject(emulator))
    const app = `app-${round}`
    const { status, body } = await importState(emulator, randomState(random, app))
    t.equal(status, 200, JSON.stringify(body))
    const check = () => compare(t, { emulator, api, app, random })
    await check()

    const kept = emulator.snapshot()
    const { body: list } = await api.list(app, { per_page: '50' })
    for (const { id, status } of list.data.livestreams) {
      if (random() < 0.4) continue
      const event = status === 'LIVE' ? (random() < 0.5 ? 'stop' : 'fail') : 'live'
      emulator.event(id, { event })
      if (random() < 0.3) await emulator.clock.advance({ seconds: Math.floor(random() * 100_000) })
    }
    const [meeting] = (await api.get(`/${app}/meetings`)).body.data
    await api.start(app, meeting.id)
    emulator.meetings.join(meeting.id)
    await emulator.clock.advance({ seconds: 90 })
    await check()

    const document = await exportText(emulator)
    kept.restore()
    await check()
    await importState(emulator, document)
    await check()
    await importState(emulator, await exportText(emulator, 'account'), 'another')
    await compare(t, { emulator, api: createApi(overInject(emulator), 'another'), app, random })
    emulator.reset({ account_id: 'account' })
    t.equal((await api.overall(app)).status, 404)
    await compare(t, { emulator, api: createApi(overInject(emulator), 'another'), app, random })
  }
})
