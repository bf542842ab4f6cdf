/** Lists of sessions, meetings and apps, whose counts triggers keep, against the rows that the state document has. */

import t, { type Test } from 'tap'
import type { Emulator } from '../../../src/index.js'
import { type Api, createApi, recorded } from '../../helpers/api.js'
import { createRandom, rounds } from '../../helpers/campaign.js'
import { overInject } from '../../helpers/requests.js'
import { startEmulator } from '../../helpers/start.js'
import { exportText, importState } from '../../helpers/state.js'

const MINUTE = 60_000
const DAY = 86_400_000
const noon = Date.parse('2026-03-10T12:00:00.000Z')
const iso = (instant: number) => new Date(instant).toISOString()
const meetingId = (i: number) => `00000000-0000-4000-a000-${String(i).padStart(12, '0')}`

interface SessionRow {
  pk: number
  app_pk: number
  id: string
  meeting_id: string
  status: string
  max_concurrent_participants: number
  started_at: number
  ended_at: number | null
  created_at: number
}

const oneOf = <T>(random: () => number, values: readonly T[]) =>
  values[Math.floor(random() * values.length)] as T

/** Sessions in any order of time, many as long as others; some live ones are still to start. */
function randomState(random: () => number) {
  const instant = () =>
    noon + oneOf(random, [0, 1, -1, MINUTE, -3 * DAY]) * Math.floor(random() * oneOf(random, [3, 2000]))
  const settings = { live_stream_on_start: 0, record_on_start: 0, persist_chat: 0, summarize_on_end: 0 }
  const meetings = Array.from({ length: 30 }, (_, i) => ({
    pk: i + 1,
    app_pk: 1,
    id: meetingId(i),
    title: oneOf(random, ['Stand-up', 'Retro', null]),
    status: oneOf(random, ['ACTIVE', 'ACTIVE', 'INACTIVE']),
    ...settings,
    transcribe_on_end: 0,
    session_keep_alive_time_in_secs: 60,
    created_at: instant(),
    updated_at: noon,
  }))
  const sessions = Array.from({ length: 150 }, (_, i) => {
    const at = instant()
    const started_at = at + oneOf(random, [0, 0, 1000, 2 * DAY])
    const isLive = i < 30 && random() < 0.5
    return {
      pk: i + 1,
      app_pk: 1,
      id: `00000000-0000-4000-b000-${String(i).padStart(12, '0')}`,
      meeting_id: meetingId(i % 30),
      status: isLive ? 'LIVE' : 'ENDED',
      max_concurrent_participants: Math.floor(random() * 5),
      started_at,
      ended_at: isLive ? null : started_at + oneOf(random, [0, -1000, MINUTE, 2 * MINUTE]),
      created_at: at,
      updated_at: at,
    }
  })
  const apps = Array.from({ length: 12 }, (_, i) => ({
    pk: i + 1,
    account_id: 'account',
    id: i ? `app-${i}` : 'app',
    name: oneOf(random, ['One', 'Other']),
    created_at: instant(),
  }))
  return {
    greenroom: 'state',
    version: 1,
    accounts: [{ id: 'account', draws: 1000 }],
    apps,
    meetings,
    sessions,
  }
}

interface MeetingRow {
  pk: number
  app_pk: number
  id: string
  status: string
  created_at: number
}

/** Compare random lists of meetings with the rows. */
async function compareMeetings(
  t: Test,
  { api, all, random }: { api: Api; all: MeetingRow[]; random: () => number },
) {
  const newestFirst = all.toSorted((a, b) => b.created_at - a.created_at || b.pk - a.pk)
  for (let i = 0; i < 20; i++) {
    const status = oneOf(random, [undefined, 'ACTIVE', 'INACTIVE'])
    const from = oneOf(random, all).created_at + oneOf(random, [-DAY, -1, 0, 1, MINUTE])
    const until = from + oneOf(random, [0, 1, 2 * MINUTE, DAY, 5 * DAY])
    const expected = newestFirst.filter(
      (row) => row.created_at >= from && row.created_at <= until && (!status || row.status === status),
    )
    const window = { start_time: iso(from), end_time: iso(until), per_page: '3' }
    const query = new URLSearchParams({ ...window, ...(status && { status }) })
    const { body } = await api.get(`/app/meetings?${query}`, recorded)
    t.equal(body.paging.total_count, expected.length, `the count of meetings, ${query}`)
    t.same(
      body.data.map(({ id }: { id: string }) => id),
      expected.slice(0, 3).map(({ id }) => id),
      `the meetings of ${query}`,
    )
  }
}

/** Compare random lists of sessions, and the list of apps, with the rows. */
async function compare(
  t: Test,
  { emulator, api, account, random }: { emulator: Emulator; api: Api; account: string; random: () => number },
) {
  const document = JSON.parse(await exportText(emulator, account))
  const now = Date.parse(document.clock.now)
  const app = document.apps.find(({ id }: { id: string }) => id === 'app')
  const all: SessionRow[] = document.sessions.filter((row: SessionRow) => row.app_pk === app.pk)
  const maybe = <T>(value: T) => (random() < 0.4 ? value : undefined)
  for (let i = 0; i < 60; i++) {
    const by = oneOf(random, ['createdAt', 'minutesConsumed'] as const)
    const direction = oneOf(random, ['ASC', 'DESC'] as const)
    const status = maybe(oneOf(random, ['LIVE', 'ENDED']))
    const from = maybe(oneOf(random, all).created_at + oneOf(random, [-1, 0, 1, MINUTE]))
    const until = maybe(oneOf(random, all).created_at + oneOf(random, [-1, 0, 1, DAY]))
    if (from !== undefined && until !== undefined && from > until) continue
    const meeting = random() < 0.15 ? oneOf(random, all).meeting_id : undefined
    const least = random() < 0.3 ? Math.floor(random() * 6) : undefined
    const most = least === undefined ? undefined : least + oneOf(random, [0, 1, 100])
    const position = (row: SessionRow) =>
      by === 'createdAt' ? row.created_at : Math.max(0, (row.ended_at ?? now) - row.started_at)
    const sign = direction === 'ASC' ? 1 : -1
    const expected = all
      .filter(
        (row) =>
          (status === undefined || row.status === status) &&
          (from === undefined || row.created_at >= from) &&
          (until === undefined || row.created_at <= until) &&
          (meeting === undefined || row.meeting_id === meeting) &&
          (least === undefined || row.max_concurrent_participants >= least) &&
          (most === undefined || row.max_concurrent_participants <= most),
      )
      .sort((a, b) => sign * (position(a) - position(b) || a.pk - b.pk))
    const size = oneOf(random, [1, 7, 40])
    const page = Math.floor(random() * 3)
    const query = new URLSearchParams({
      sort_by: by,
      sort_order: direction,
      per_page: String(size),
      page_no: String(page + 1),
      ...(status && { status }),
      ...(from !== undefined && { start_time: iso(from) }),
      ...(until !== undefined && { end_time: iso(until) }),
      ...(meeting && { associated_id: meeting }),
      ...(least !== undefined && { participants: least === most ? `${least}` : `${least}:${most}` }),
    })
    const { status: answered, body } = await api.get(`/app/sessions?${query}`, recorded)
    t.equal(answered, 200, JSON.stringify(body.error))
    t.equal(body.paging.total_count, expected.length, `the count of ${query}`)
    t.same(
      body.data.sessions.map(({ id }: { id: string }) => id),
      expected.slice(page * size, (page + 1) * size).map(({ id }) => id),
      `the sessions of ${query}`,
    )
  }
  const meetings = document.meetings.filter((row: MeetingRow) => row.app_pk === app.pk)
  await compareMeetings(t, { api, all: meetings, random })
  const { body } = await api.get('/apps?per_page=1')
  t.equal(body.paging.total_count, document.apps.length, 'the count of apps')
}

t.test('lists of sessions and apps are those of the rows, whatever was imported and happens', async (t) => {
  const random = createRandom()
  for (let round = 0; round < rounds(2, 40); round++) {
    const emulator = await startEmulator(t, { now: iso(noon) })
    const api = createApi(overInject(emulator))
    const { status, body } = await importState(emulator, randomState(random))
    t.equal(status, 200, JSON.stringify(body))
    const check = (account = 'account') =>
      compare(t, { emulator, api: createApi(overInject(emulator), account), account, random })
    await check()

    const kept = emulator.snapshot()
    for (let i = 0; i < 8; i++) {
      const meeting = meetingId(Math.floor(random() * 30))
      await api.start('app', meeting)
      await emulator.clock.advance({ seconds: Math.floor(random() * 90) })
      if (random() < 0.5) await api.post(`/app/meetings/${meeting}/active-livestream/stop`)
      if (random() < 0.5)
        await api.patch(`/app/meetings/${meeting}`, { status: oneOf(random, ['ACTIVE', 'INACTIVE']) })
    }
    await api.app()
    await check()

    const document = await exportText(emulator)
    kept.restore()
    await check()
    await importState(emulator, document)
    await check()
    await importState(emulator, await exportText(emulator, 'account'), 'another')
    await check('another')
    emulator.reset({ account_id: 'account' })
    t.equal((await api.get('/apps')).body.paging.total_count, 0, 'a reset leaves no app')
    await check('another')
  }
})
