/** The world of the demo, in process: what happens by itself, and what a person may do to it meanwhile. */

import t from 'tap'
import type { Emulator } from '../../src/index.js'
import { ApiError } from '../../src/index.js'
import { runCtl } from '../helpers/ctl.js'
import { after, startEmulator } from '../helpers/start.js'

const account_id = 'demo'
const demo = { demo: 'on', fixtures: 'demo', seed: 7 } as const
const live = (emulator: Emulator) => emulator.livestreams.list({ account_id, status: 'LIVE' })
const names = (emulator: Emulator) =>
  emulator.livestreams.list({ account_id, per_page: 1000 }).livestreams.map(({ name }) => name)

t.test('something is live at once, and two to four livestreams at any time', async (t) => {
  const emulator = await startEmulator(t, demo)
  t.equal(live(emulator).total_count, 4)
  const counts = new Set<number>()
  for (let minute = 0; minute < 40; minute++) {
    await emulator.clock.advance(60)
    counts.add(live(emulator).total_count)
  }
  t.ok(Math.min(...counts) >= 2 && Math.max(...counts) <= 4, [...counts].join())
  const { sessions } = emulator.sessions.list({ account_id, status: 'LIVE' })
  t.ok(sessions.length <= 8, 'sessions end too')
})

t.test('viewers come and go, people write, and the back ends are seen in the journal', async (t) => {
  const emulator = await startEmulator(t, demo)
  const viewersOf = () => live(emulator).livestreams.map(({ viewers }) => viewers)
  const before = viewersOf()
  await emulator.clock.advance(60)
  t.notSame(viewersOf(), before)
  await emulator.clock.advance(600)
  const { sessions } = emulator.sessions.list({ account_id, per_page: 10 })
  t.ok(sessions.some(({ id }) => emulator.sessions.get(id, { account_id }).messages > 0))
  for (const operation of ['start-livestreaming', 'stop_livestreaming', 'get_meeting_participants'] as const)
    t.ok(emulator.requests.list({ operation }).requests.length > 0, operation)
  const { requests } = emulator.requests.list({ operation: 'start-livestreaming', limit: 1 })
  const { messages } = emulator.inbox.list({ account_id, limit: 1000 })
  t.ok(messages.length > 20, 'webhooks arrive in the inbox')
  t.ok(messages.every(({ signature }) => signature === 'valid'))
  t.strictSame(emulator.webhooks.deliveries({ account_id, outcome: 'failed' }), [])
  t.match(requests[0]?.request.headers, { 'user-agent': /^[a-z-]+\/\d/ })
})

t.test('stopped, nothing happens; started again, it goes on', async (t) => {
  const emulator = await startEmulator(t, demo)
  t.match(emulator.demo.stop(), { available: true, running: false, next_at: null })
  const before = emulator.requests.list().requests.length
  const lives = live(emulator)
  await emulator.clock.advance(3600)
  t.strictSame(live(emulator).livestreams, lives.livestreams)
  t.equal(emulator.requests.list().requests.length, before)
  t.match(emulator.demo.start(), { running: true, account_id, next_at: after(3600) })
  await emulator.clock.advance(600)
  t.notSame(live(emulator).livestreams, lives.livestreams)
})

t.test('a reset, an empty one and a snapshot in the middle: it begins anew with what is there', async (t) => {
  const emulator = await startEmulator(t, demo)
  const snapshot = emulator.snapshot()
  await emulator.clock.advance(400)
  const first = names(emulator)
  emulator.reset()
  await emulator.clock.advance(400)
  t.strictSame(names(emulator), first, 'the same comes again after a reset')
  snapshot.restore()
  await emulator.clock.advance(400)
  t.strictSame(names(emulator), first, 'and after a snapshot')
  emulator.reset({ fixtures: 'none' })
  await emulator.clock.advance(600)
  t.equal(emulator.accounts({ account_id }).accounts[0]?.apps.length, 3, 'it makes what it needs')
  t.ok(live(emulator).total_count >= 1)
})

t.test('what a person ends is ended', async (t) => {
  const emulator = await startEmulator(t, demo)
  for (const { id } of live(emulator).livestreams) emulator.event(id, { event: 'stop' })
  await emulator.clock.advance(120)
  t.ok(live(emulator).livestreams.every(({ started_time: at }) => at !== null && at > after(0)))
})

t.test('faults hit its back ends, and it goes on when there are none', async (t) => {
  const emulator = await startEmulator(t, demo)
  emulator.faults.add({ match: { operation: 'start-livestreaming' }, action: { status: 503 } })
  await emulator.clock.advance(900)
  t.ok(emulator.requests.list({ operation: 'start-livestreaming', status: '503' }).requests.length > 0)
  t.notOk(
    live(emulator).livestreams.some(
      ({ kind, started_time: at }) => kind === 'meeting' && at && at > after(0),
    ),
  )
  emulator.faults.clear()
  await emulator.clock.advance(600)
  t.ok(live(emulator).total_count >= 2)
})

t.test('its account may have a clock of its own, and the clock may jump', async (t) => {
  const emulator = await startEmulator(t, demo)
  const lives = live(emulator)
  await emulator.clock.advance(1, { account_id })
  await emulator.clock.advance(3600)
  t.strictSame(
    live(emulator).livestreams.map(({ id }) => id),
    lives.livestreams.map(({ id }) => id),
    'the shared clock does not move it',
  )
  await emulator.clock.advance(600, { account_id })
  t.notSame(live(emulator).livestreams, lives.livestreams)
  emulator.clock.giveUp({ account_id })
  emulator.clock.set({ now: after(-86_400) })
  await emulator.clock.advance(600)
  t.match(emulator.demo.get(), { running: true })
  t.ok(live(emulator).total_count >= 2)
})

t.test('an advance until idle finds an end', async (t) => {
  const emulator = await startEmulator(t, demo)
  await emulator.clock.advance(300)
  await emulator.clock.advance({ until: 'idle' })
  t.strictSame(emulator.scheduled(), [])
  await emulator.clock.advance(600)
  t.ok(live(emulator).total_count >= 2, 'and the world goes on after it')
})

t.test('a data file goes on where it was', async (t) => {
  const data = `${t.testdir()}/demo.db`
  const first = await startEmulator(t, { ...demo, data })
  await first.clock.advance(600)
  const lives = live(first).livestreams.map(({ id }) => id)
  await first.close()
  const second = await startEmulator(t, { ...demo, data })
  t.strictSame(
    live(second).livestreams.map(({ id }) => id),
    lives,
  )
  await second.clock.advance(600)
  t.ok(live(second).total_count <= 4)
  t.equal(second.webhooks.list({ account_id }).total_count, 3, 'each app has one webhook')
})

t.test('without a demo there is nothing to start', async (t) => {
  const emulator = await startEmulator(t)
  t.strictSame(emulator.demo.get(), { available: false, running: false, account_id: null, next_at: null })
  t.throws(() => emulator.demo.start(), ApiError)
  const { code, stderr } = await runCtl(['demo', 'start'], Number(new URL(emulator.url).port))
  t.strictSame([code, stderr], [1, 'This Greenroom has no demo: start it with greenroom demo\n'])
})
