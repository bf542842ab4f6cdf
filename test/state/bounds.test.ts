import t from 'tap'
import { createEmulator } from '../../src/index.js'
import { writeFixture } from '../helpers/fixture.js'
import { startFrozen } from '../helpers/frozen.js'
import { clientOf, exportText, importState, startFurnished } from '../helpers/state.js'

const app = { id: 'a', name: 'A' }
const meeting = { app_id: 'a', id: 'm', title: 'M' }
const session = { app_id: 'a', id: 's', meeting_id: 'm' }
const live = { app_id: 'a', id: 'l', status: 'LIVE' }
const ended = { started_time: '-1h', stopped_time: '-1m' }

t.test('a fixture has bounds on every number and time', async (t) => {
  const world = await startFrozen(t)
  for (const [content, problem] of [
    [
      { sessions: [{ ...session, live_participants: 1e8 }] },
      '/sessions/0/live_participants must be at most 10000',
    ],
    [
      { sessions: [{ ...session, max_concurrent_participants: 1e300 }] },
      '/sessions/0/max_concurrent_participants must be at most 10000',
    ],
    [{ livestreams: [{ ...live, viewers: 2 ** 53 }] }, '/livestreams/0/viewers must be at most 100000000'],
    [{ livestreams: [{ ...live, viewers: -1 }] }, '/livestreams/0/viewers must be at least 0'],
    [
      { livestreams: [{ ...live, sessions: [{ started_time: '-1h', viewers: 1e300 }] }] },
      '/livestreams/0/sessions/0/viewers must be at most 100000000',
    ],
    [
      { livestreams: [{ ...live, status: 'IDLE', sessions: [{ ...ended, viewer_seconds: 1e300 }] }] },
      '/livestreams/0/sessions/0/viewer_seconds must be at most 9000000000000',
    ],
    ...['0000-01-01', '0000-12-31T23:59:59Z', '9999-12-31T23:59:59-01:00', '+275760-09-13'].map(
      (created_at) => [
        { livestreams: [{ ...live, created_at }] },
        '/livestreams/0/created_at must be an ISO time in the years 1 to 9999, or a relative one such as -2d or -1h30m',
      ],
    ),
  ] as [object, string][]) {
    const fixture = { account_id: 'account', apps: [app], meetings: [meeting], ...content }
    const file = writeFixture(t, fixture)
    await t.rejects(createEmulator({ fixtures: [file] }), { message: `fixture.json: ${problem}` })
    const answer = await world.control.post('/reset', { fixtures: fixture })
    t.equal(answer.body.error?.message, `BAD_REQUEST: fixtures[0]: ${problem}`)
  }
})

t.test('the largest audience that a fixture may have is counted, ended and exported', async (t) => {
  const { emulator, control } = await startFrozen(t)
  const client = clientOf(emulator, 'account')
  const watched = { ...ended, viewer_seconds: 9_000_000_000_000 }
  const past = Array.from({ length: 1200 }, () => ({ app_id: 'a', status: 'IDLE', sessions: [watched] }))
  const open = { started_time: '0001-01-01T00:00:00Z', viewers: 100_000_000 }
  const fixture = {
    account_id: 'account',
    apps: [app],
    meetings: [meeting],
    livestreams: [{ ...live, meeting_id: 'm', viewers: 100_000_000, sessions: [open] }, ...past],
  }
  t.equal((await control.post('/reset', { fixtures: fixture })).status, 200)
  t.equal((await client.overall('a')).status, 200)
  t.equal((await client.daywise('a')).status, 200)
  t.equal(await client.status('a', 'l'), 'IDLE', 'stopped 24 hours after it went live')
  const text = await exportText(emulator)
  t.equal((await importState(emulator, text)).status, 200)
  t.equal(await exportText(emulator), text)
})

t.test('a state document has bounds on every number and time', async (t) => {
  const { emulator } = await startFurnished(t)
  const text = await exportText(emulator)
  for (const [table, column, value, problem] of [
    ['livestreams', 'viewers', 100_000_001, 'must be at most 100000000'],
    ['livestreams', 'width', 16_385, 'must be at most 16384'],
    ['livestreams', 'created_at', -62_135_596_800_001, 'must be at least -62135596800000'],
    ['livestream_sessions', 'viewer_ms', 9_000_000_000_000_001, 'must be at most 9000000000000000'],
    ['sessions', 'max_concurrent_participants', 2 ** 53, `must be at most ${2 ** 48}`],
    ['jobs', 'due_at', 253_402_300_800_000, 'must be at most 253402300799999'],
    ['accounts', 'draws', 1e300, `must be at most ${2 ** 48}`],
  ] as const) {
    const state = JSON.parse(text)
    state[table][0][column] = value
    const { status, body } = await importState(emulator, state)
    t.equal(status, 400)
    t.equal(body.error.message, `BAD_REQUEST: /${table}/0/${column} ${problem}`)
  }
  t.equal(await exportText(emulator), text, 'nothing was replaced')
})

t.test('a broadcast without a job that ends it is counted up to the bound, and can be stopped', async (t) => {
  const { emulator, control, advance, app, meeting, stop, details, livestream } = await startFurnished(t)
  await advance(5)
  const state = JSON.parse(await exportText(emulator))
  for (const each of state.livestream_sessions) if (each.viewers_since !== null) each.viewers = 100_000_000
  state.jobs = []
  t.equal((await importState(emulator, state)).status, 200)
  await control.put('/clock', { now: '9000-01-01T00:00:00Z' })
  t.equal((await stop(app, meeting)).status, 200)
  const { session } = (await details(app, livestream)).body.data
  t.equal(session.viewer_seconds, 9_000_000_000_000)
  const text = await exportText(emulator)
  t.equal((await importState(emulator, text)).status, 200)
})

t.test(
  'at the end of the year 9999 time stands still, and the state can still be exported and imported',
  async (t) => {
    const end = '9999-12-31T23:59:59.999Z'
    for (const clock of ['frozen', 'real'] as const) {
      const { emulator, control, newApp, newMeeting, newStart, status } = await startFrozen(t, {
        clock,
        now: end,
      })
      const app = await newApp()
      const meeting = await newMeeting(app)
      const livestream = await newStart(app, meeting)
      await control.post(`/meetings/${meeting}/join`)
      t.equal((await control.post(`/meetings/${meeting}/leave`)).body.session_ends_at, end)
      const text = await exportText(emulator)
      t.equal((await importState(emulator, text)).status, 200)
      const idle = await control.post('/clock/advance', { until: 'idle' })
      t.equal(idle.status, 200)
      t.equal(idle.body.now, end)
      t.equal(await status(app, livestream), 'IDLE', 'all that was to come has come')
      t.equal((await importState(emulator, await exportText(emulator))).status, 200)
    }
  },
)

t.test('times outside of the years 1 to 9999 are refused as settings and by the clock', async (t) => {
  for (const now of ['0000-01-01', '9999-12-31T23:59:59-01:00', '10000-01-01'])
    await t.rejects(createEmulator({ now, fixtures: ['none'] }), { message: /now/ }, now)
  const { control } = await startFrozen(t)
  t.match(await control.put('/clock', { now: '0000-01-01' }), {
    status: 400,
    body: { error: { message: 'BAD_REQUEST: "now" must be a valid ISO 8601 date' } },
  })
})
