/** Imports of so many rows that indexes and derived tables are made anew: they end as those of a few rows do. */

import t, { type Test } from 'tap'
import { createEmulator } from '../../src/index.js'
import { MANY_ROWS } from '../../src/store/bulk.js'
import { openDatabase } from '../../src/store/database.js'
import { derivedTables } from '../../src/store/derived-tables.js'
import { createApi } from '../helpers/api.js'
import { overInject } from '../helpers/requests.js'
import { exportText, importState } from '../helpers/state.js'

const begins = Date.parse('2026-01-01T00:00:00.000Z')
const many = MANY_ROWS / 2

const uuid = (kind: number, i: number) => `00000000-0000-4000-800${kind}-${String(i).padStart(12, '0')}`

/** A state of one account: livestreams a second apart, every third with two livestream sessions. */
function largeState({ keys = 'key', last = {} } = {}) {
  const livestreams = Array.from({ length: many }, (_, i) => ({
    // With gaps, which an export has not.
    pk: 3 * i + 1,
    app_pk: 1,
    id: uuid(1, i),
    status: i % 7 ? 'IDLE' : 'ERRORED',
    disabled: 0,
    manual_ingest: 0,
    stream_key: `${keys}-${i}`,
    playback_id: `playback-${keys}-${i}`,
    created_at: begins + i * 1000,
    updated_at: begins + i * 1000,
    ...(i === many - 1 && last),
  }))
  const livestream_sessions = livestreams
    .flatMap(({ pk, created_at }, i) =>
      i % 3
        ? [{ pk, created_at }]
        : [
            { pk, created_at },
            { pk, created_at: created_at + 5 },
          ],
    )
    .map(({ pk, created_at }, i) => ({
      pk: i + 1,
      app_pk: 1,
      livestream_pk: pk,
      id: uuid(2, i),
      invoked_at: created_at,
      started_at: created_at,
      stopped_at: created_at + 2000,
      viewer_ms: 3000,
      created_at,
      updated_at: created_at,
    }))
  const recordings = Array.from({ length: 300 }, (_, i) => ({
    pk: i + 1,
    app_pk: 1,
    id: uuid(3, i),
    meeting_id: 'meeting',
    type: 'COMPOSITE',
    status: i % 5 ? 'UPLOADED' : 'ERRORED',
    output_file_name: 'x.mp4',
    download_key: `${keys}-${i}`,
    has_video: 1,
    kept_here: 1,
    max_seconds: 60,
    start_reason: 'API_CALL',
    recorded_ms: 60_000,
    invoked_at: begins + i * 1000,
    started_at: begins + i * 1000,
    stopped_at: begins + i * 1000 + 60_000,
    ...(i % 5 && { expires_at: begins + i * 3_600_000 }),
    updated_at: begins,
  }))
  const meeting = {
    pk: 1,
    app_pk: 1,
    id: 'meeting',
    status: 'ACTIVE',
    session_keep_alive_time_in_secs: 60,
    created_at: begins,
    updated_at: begins,
  }
  const flags = [
    'live_stream_on_start',
    'record_on_start',
    'persist_chat',
    'summarize_on_end',
    'transcribe_on_end',
  ]
  return {
    greenroom: 'state',
    version: 1,
    accounts: [{ id: 'account', draws: 0 }],
    apps: [{ pk: 1, account_id: 'account', id: 'app', name: 'An app', created_at: begins }],
    meetings: [{ ...meeting, ...Object.fromEntries(flags.map((flag) => [flag, 0])) }],
    livestreams,
    livestream_sessions,
    recordings,
  }
}

/** Compare the file with an empty database's schema, and its derived tables with what its rows say. */
function checkFile(t: Test, file: string) {
  const [db, fresh] = [openDatabase(file), openDatabase(':memory:')]
  const schema = 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name'
  t.strictSame(db.prepare(schema).all(), fresh.prepare(schema).all(), 'the schema')
  for (const { name, fill } of derivedTables) {
    const rows = () => db.prepare(`SELECT * FROM ${name}`).all()
    const kept = rows().filter((row) =>
      Object.entries(row as object).some(([key, value]) => (key === 'participants' ? value > 0 : true)),
    )
    db.exec(`DELETE FROM ${name}`)
    for (const statement of fill('true')) db.exec(statement)
    t.strictSame(kept, rows(), name)
  }
  t.strictSame(db.pragma('integrity_check', { simple: true }), 'ok')
  db.close()
  fresh.close()
}

async function start(t: Test) {
  const file = `${t.testdir()}/greenroom.db`
  const emulator = await createEmulator({
    clock: 'frozen',
    seed: 1,
    fixtures: ['none'],
    now: '2026-02-01T00:00:00Z',
    data: file,
  })
  t.teardown(() => emulator.close())
  return { emulator, file, apiOf: (account: string) => createApi(overInject(emulator), account) }
}

const recordingTotals = async (api: ReturnType<typeof createApi>, app: string) => {
  const queries = ['', 'status=ERRORED', 'meeting_id=meeting&status=UPLOADED', 'expired=true']
  const counts: number[] = []
  for (const query of queries) {
    const { status, body } = await api.get(`/${app}/recordings?per_page=1&${query}`)
    // An app without that meeting refuses its id.
    counts.push(status === 200 ? body.paging.total_count : 0)
  }
  return counts
}

const totals = async (api: ReturnType<typeof createApi>, app: string) => {
  const count = async (query: object) => (await api.list(app, query)).body.data.paging.total_count
  return {
    all: await count({}),
    errored: await count({ status: 'ERRORED' }),
    analytics: (await api.overall(app)).body.data,
    recordings: await recordingTotals(api, app),
  }
}

const expected = {
  // The links expire an hour after one another: by the first of February all have.
  recordings: [300, 60, 240, 240],
  all: many,
  errored: Math.ceil(many / 7),
  analytics: {
    count: many,
    total_ingest_seconds: 2 * (many + Math.ceil(many / 3)),
    total_viewer_seconds: 3 * (many + Math.ceil(many / 3)),
  },
}

t.test('the whole state: lists and analytics count what was imported, and what happens next', async (t) => {
  const { emulator, file, apiOf } = await start(t)
  const api = apiOf('account')
  const { status, body } = await importState(emulator, largeState())
  t.equal(status, 200, JSON.stringify(body))
  t.match(body.imported, { livestreams: many })
  t.strictSame(await totals(api, 'app'), expected)
  await api.independent('app')
  t.match(await totals(api, 'app'), { all: many + 1, analytics: { count: many + 1 } })
  const kept = emulator.snapshot()
  await api.independent('app')
  kept.restore()
  t.match(await totals(api, 'app'), { all: many + 1, analytics: { count: many + 1 } })
  await emulator.close()
  checkFile(t, file)
})

t.test('few rows: what triggers keep is what many rows would be filled with', async (t) => {
  const file = `${t.testdir()}/greenroom.db`
  const fixtures = ['docs', 'demo']
  const emulator = await createEmulator({ clock: 'frozen', seed: 1, fixtures, data: file })
  t.teardown(() => emulator.close())
  const api = createApi(overInject(emulator))
  const app = await api.app()
  const meetings: string[] = []
  for (let i = 0; i < 4; i++) meetings.push(await api.meeting(app, { record_on_start: i === 3 }))
  for (const meeting of meetings.slice(1)) {
    await api.participant(app, meeting)
    await api.livestream(app, meeting)
  }
  await emulator.clock.advance({ seconds: 60 })
  await api.patch(`/${app}/meetings/${meetings[0]}`, { status: 'INACTIVE' })
  await api.stop(app, meetings[1] as string)
  const total = async (query: string) =>
    (await api.get(`/${app}/meetings?per_page=1&${query}`)).body.paging.total_count
  t.same(
    [
      await total(''),
      await total('status=ACTIVE'),
      await total('status=INACTIVE'),
      await total('search=zzz'),
    ],
    [4, 3, 1, 0],
  )
  await emulator.close()
  checkFile(t, file)
})

t.test('one account: the others stay as they are', async (t) => {
  const { emulator, file, apiOf } = await start(t)
  const [api, other] = [apiOf('account'), apiOf('other')]
  const app = await other.app()
  await other.livestream(app, await other.meeting(app))
  const before = await totals(other, app)
  t.equal((await importState(emulator, largeState(), 'account')).status, 200)
  t.strictSame(await totals(api, 'app'), expected)
  t.strictSame(await totals(other, app), before)
  await emulator.close()
  checkFile(t, file)
})

t.test('a refusal at the last row of all leaves everything as it was', async (t) => {
  const { emulator, file, apiOf } = await start(t)
  const [api, other] = [apiOf('account'), apiOf('other')]
  const app = await other.app()
  const { stream_key } = await other.independent(app)
  const own = await api.app()
  await api.independent(own)
  const before = await exportText(emulator)
  const answer = await importState(emulator, largeState({ last: { stream_key } }), 'account')
  t.equal(answer.status, 400)
  t.match(JSON.stringify(answer.body), `/livestreams/${many - 1}/stream_key is in use in another account`)
  t.equal(await exportText(emulator), before)
  await api.independent(own)
  t.match(await totals(api, own), { all: 2 })
  await emulator.close()
  checkFile(t, file)
})
