/** connect(): every method gives the same in process and by HTTP, for all accounts and for one. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ApiError, connect, createEmulator, type Emulator } from '../../src/index.js'
import { account, createClient, overHttp } from '../helpers/client.js'
import { startProcess } from '../helpers/process.js'

// biome-ignore lint/suspicious/noExplicitAny: the two facades differ in promises, which await hides
type Face = any
type Call = [method: string, call: (face: Face, world: World) => unknown]
interface World {
  meeting: string
  livestream: string
  recording: string
  delivery: string
  fault: string
  rule: string
  snapshot: { restore(): unknown }
  document: string
}

const text = async (chunks: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts).toString()
}

/** Every method, in an order in which each finds what it needs. The two worlds are made by the same requests. */
const calls: Call[] = [
  ['info', async (face) => (await face.info()).wire],
  ['clock.now', (face) => face.clock.now()],
  ['clock.set', (face) => face.clock.set({ now: new Date('2026-02-02T00:00:00Z') })],
  ['clock.advance', (face) => face.clock.advance('5s')],
  ['clock.giveUp', (face) => face.clock.giveUp({ account_id: 'one' })],
  ['scheduled', (face) => face.scheduled()],
  ['demo.get', (face) => face.demo.get()],
  ['demo.start', (face) => face.demo.start()],
  ['demo.stop', (face) => face.demo.stop()],
  ['webhooks.wait', async (face) => await face.webhooks.wait({ count: 1, outcome: 'failed', timeout: 0 })],
  ['webhooks.deliveries', async (face) => (await face.webhooks.deliveries()).length],
  ['accounts', (face) => face.accounts({ per_page: 1 })],
  ['livestreams.list', (face) => face.livestreams.list({ status: 'LIVE' })],
  [
    'livestreams.get',
    async (face, { livestream }) => {
      // The two emulators have ports of their own.
      const { playback_url, ...details } = await face.livestreams.get(livestream)
      return { ...details, path: new URL(playback_url).pathname }
    },
  ],
  ['meetings.list', (face) => face.meetings.list({ search: 'none' })],
  ['meetings.get', (face, { meeting }) => face.meetings.get(meeting)],
  ['sessions.list', (face) => face.sessions.list({ status: 'LIVE,ENDED' })],
  [
    'sessions.get',
    async (face, { meeting }) => {
      const { sessions } = await face.sessions.list({ meeting_id: meeting })
      return face.sessions.get(sessions[0].id)
    },
  ],
  ['participants', (face, { meeting }) => face.participants({ meeting_id: meeting })],
  ['recordings.list', (face) => face.recordings.list()],
  ['webhooks.list', (face) => face.webhooks.list()],
  ['presets', (face) => face.presets({ per_page: 2, page_no: 1 })],
  ['event', (face, { livestream }) => face.event(livestream, { event: 'fail', err_message: 'as told' })],
  [
    'livestreams.setViewers',
    (face, { livestream }) => face.livestreams.setViewers(livestream, { viewers: 7 }),
  ],
  ['livestreams.disable', (face, { livestream }) => face.livestreams.disable(livestream)],
  ['livestreams.enable', (face, { livestream }) => face.livestreams.enable(livestream)],
  ['livestreams.resetStreamKey', (face, { livestream }) => face.livestreams.resetStreamKey(livestream)],
  ['sessions.said', (face) => face.sessions.said('none')],
  ['sessions.chat', (face) => face.sessions.chat('none', { messages: [] })],
  ['sessions.transcript', (face) => face.sessions.transcript('none', { lines: [] })],
  ['sessions.summary', (face) => face.sessions.summary('none', { text: 'Hello' })],
  ['recordings.event', (face) => face.recordings.event('none', { event: 'begin' })],
  ['meetings.join', (face, { meeting }) => face.meetings.join(meeting, { count: 2 })],
  ['meetings.leave', (face, { meeting }) => face.meetings.leave(meeting, { count: 1 })],
  [
    'faults.add',
    async (face, world) => {
      const fault = await face.faults.add({ match: { method: 'PATCH' }, action: { status: 503 } })
      world.fault = fault.id
      return fault
    },
  ],
  ['faults.list', (face) => face.faults.list()],
  ['faults.get', (face, { fault }) => face.faults.get(fault)],
  ['faults.remove', (face, { fault }) => face.faults.remove(fault)],
  ['faults.clear', (face) => face.faults.clear()],
  [
    'requests.list',
    async (face) => (await face.requests.list({ limit: 2 })).requests.map(({ url }: Face) => url),
  ],
  [
    'requests.get',
    async (face) => {
      const [first] = (await face.requests.list({ limit: 1 })).requests
      return (await face.requests.get(first.id)).url
    },
  ],
  ['requests.verify', (face) => face.requests.verify({ operation: 'start-livestreaming', exactly: 1 })],
  ['webhooks.delivery', (face) => face.webhooks.delivery('none')],
  ['webhooks.resend', (face) => face.webhooks.resend('none')],
  [
    'webhooks.rules.add',
    async (face, world) => {
      const rule = await face.webhooks.rules.add({ send: 'twice' })
      world.rule = rule.id
      return rule
    },
  ],
  ['webhooks.rules.list', (face) => face.webhooks.rules.list()],
  ['webhooks.rules.remove', (face, { rule }) => face.webhooks.rules.remove(rule)],
  ['webhooks.rules.clear', (face) => face.webhooks.rules.clear()],
  [
    'snapshot',
    async (face, world) => {
      world.snapshot = await face.snapshot()
      await (await face.snapshot('mine')).restore()
      return world.snapshot.restore()
    },
  ],
  [
    'snapshots.list',
    async (face) => {
      const { snapshots } = await face.snapshots.list()
      // A connection keeps those without a name under a name of its own.
      return snapshots.map(({ name }: Face) => name).filter((name: string) => name === 'mine')
    },
  ],
  ['snapshots.differences', (face) => face.snapshots.differences('mine')],
  ['snapshots.remove', (face) => face.snapshots.remove('mine')],
  ['inbox.list', (face) => face.inbox.list()],
  ['inbox.get', (face) => face.inbox.get(1)],
  ['inbox.clear', (face) => face.inbox.clear()],
  [
    'state.export',
    async (face, world) => {
      world.document = await text(await face.state.export())
      return Object.keys(JSON.parse(world.document))
    },
  ],
  ['reset', (face) => face.reset({ fixtures: 'none' })],
  ['state.import', (face, { document }) => face.state.import(document)],
  ['requests.clear', async (face) => typeof (await face.requests.clear())],
  [
    'events',
    async (face) => {
      let tell: (event: Face) => void = () => {}
      const first = new Promise<Face>((resolve) => {
        tell = resolve
      })
      const stop = await face.events((event: Face) => tell(event), { type: 'clock' })
      await face.clock.set({ now: '2027-01-01T00:00:00Z' })
      const { type, data } = await first
      await stop()
      return { type, data }
    },
  ],
]

/** Calls that are refused, in the same words. */
const refused: Call[] = [
  ['event', (face) => face.event('nowhere', { event: 'fail' })],
  ['event', (face) => face.event('nowhere', { event: 'explode' })],
  ['livestreams.list', (face) => face.livestreams.list({ status: 'live' })],
  ['livestreams.list', (face) => face.livestreams.list({ per_page: '5' })],
  ['meetings.get', (face) => face.meetings.get('nowhere')],
  ['clock.advance', (face) => face.clock.advance('soon')],
  ['clock.advance', (face) => face.clock.advance({ seconds: -1 })],
  ['clock.giveUp', (face) => face.clock.giveUp({})],
  ['faults.add', (face) => face.faults.add({ action: { statuss: 3 } })],
  ['faults.add', (face) => face.faults.add({ action: { status: 503, hang: true } })],
  ['faults.get', (face) => face.faults.get('a/b?c')],
  ['scheduled', (face) => face.scheduled({ limit: 0 })],
  ['requests.verify', (face) => face.requests.verify({ operation: 'stop_livestreaming', exactly: 3 })],
  [
    'requests.verify',
    (face) => face.requests.verify({ operation: 'get_active_livestreams', exactly: 1, at_least: 1 }),
  ],
  ['reset', (face) => face.reset({ fixtures: 'dcos' })],
  ['snapshot', async (face) => (await face.snapshot('')).restore()],
  ['state.import', (face) => face.state.import('{"greenroom":"state"')],
  ['webhooks.rules.add', (face) => face.webhooks.rules.add({ send: 'late' })],
  ['webhooks.wait', (face) => face.webhooks.wait({ count: 9, timeout: 0 })],
]

/** The result of a call, or what it threw. Real durations are left out. */
async function outcome(face: Face, call: Call[1], world: World) {
  try {
    return { result: await call(face, world) }
  } catch (error) {
    const { name, message, status, code, verification } = error as Face
    if (verification) for (const miss of verification.misses) delete miss.duration_ms
    return { name, message: message.replace(/"duration_ms":[\d.]+/g, ''), status, code, verification }
  }
}

/** Make a livestream by HTTP. */
async function furnish(url: string, accountId = account): Promise<World> {
  const client = createClient(overHttp(url), accountId)
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const livestream = await client.newStart(app, meeting)
  return { meeting, livestream } as World
}

const settings = { clock: 'frozen', fixtures: ['none'], seed: 1 } as const
const args = ['--clock', 'frozen', '--fixtures', 'none', '--seed', '1']

async function startBoth(t: Test) {
  const file = join(t.testdir(), 'port')
  await startProcess(t, ['--port-file', file, ...args])
  const remote = await connect(`http://127.0.0.1:${readFileSync(file, 'utf8').trim()}`)
  const local = await createEmulator(settings)
  t.teardown(() => Promise.all([remote.close(), local.close()]))
  return { remote, local }
}

/** The paths of every method of an object, such as `faults.add`. */
const methodsOf = (face: object, prefix = ''): string[] =>
  Object.entries(face).flatMap(([name, value]) => {
    if (typeof value === 'function') return [`${prefix}${name}`]
    return value !== null && typeof value === 'object' ? methodsOf(value, `${prefix}${name}.`) : []
  })

/** Undefined properties are not there over HTTP. */
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value))

const compare = async (t: Test, faces: [Face, Face], worlds: [World, World], table: Call[]) => {
  for (const [method, call] of table) {
    const [here, there] = [await outcome(faces[0], call, worlds[0]), await outcome(faces[1], call, worlds[1])]
    t.strictSame(asJson(there), asJson(here), method)
  }
}

const only = ['close', 'inject', 'account']

t.test('every method gives the same by either way', async (t) => {
  const { remote, local } = await startBoth(t)
  const methods = methodsOf({ ...local, config: null }).filter((name) => !only.includes(name))
  t.strictSame([...methods].sort(), [...new Set(calls.map(([name]) => name))].sort(), 'each is in the table')
  t.strictSame(
    methodsOf(remote).filter((name) => !only.includes(name)),
    methods,
  )
  const worlds = [await furnish(local.url), await furnish(remote.url)] as [World, World]
  await compare(t, [local, remote], worlds, calls)
})

t.test('every method of an account gives the same by either way', async (t) => {
  const { remote, local } = await startBoth(t)
  const methods = methodsOf(local.account('one'))
  t.strictSame(methodsOf(remote.account('one')), methods)
  const ofAccount = calls.filter(([name]) => methods.includes(name))
  t.strictSame([...methods].sort(), ofAccount.map(([name]) => name).sort(), 'each is in the table')
  const worlds: World[] = []
  for (const { url } of [local, remote]) {
    await furnish(url, 'two')
    worlds.push(await furnish(url, 'one'))
  }
  const untouched = async (emulator: Emulator | typeof remote) =>
    text(await emulator.state.export({ account_id: 'two' }))
  const before = [await untouched(local), await untouched(remote)]
  await compare(
    t,
    [local.account('one'), remote.account('one')],
    worlds as [World, World],
    ofAccount.filter(([name]) => name !== 'events'),
  )
  t.strictSame([await untouched(local), await untouched(remote)], before, 'the other account is as it was')
})

t.test('a refusal is the same error by either way', async (t) => {
  const { remote, local } = await startBoth(t)
  const worlds = [await furnish(local.url), await furnish(remote.url)] as [World, World]
  await compare(t, [local, remote], worlds, refused)
  const other = { account_id: 'other' } as never
  await t.rejects(remote.account('one').scheduled(other), { name: 'ApiError', status: 400 }, 'not thrown')
  const error = await remote.faults.get('none').catch((thrown: unknown) => thrown)
  t.ok(error instanceof ApiError)
  t.match(error, { status: 404, code: 404, message: 'No fault found with id none' })
})

t.test('an account has a clock of its own', async (t) => {
  const { remote, local } = await startBoth(t)
  for (const face of [local, remote] as Face[]) {
    const one = face.account('one')
    await one.clock.set({ now: '2029-01-01T00:00:00Z' })
    await one.clock.advance({ seconds: 5 })
    t.same(await one.clock.now(), new Date('2029-01-01T00:00:05Z'))
    for (const other of [face, face.account('two')])
      t.same(await other.clock.now(), new Date('2026-01-01T00:00:00Z'))
    await one.clock.giveUp()
    t.same(await one.clock.now(), new Date('2026-01-01T00:00:00Z'))
  }
})

t.test('an account reaches nothing of another', async (t) => {
  const { remote, local } = await startBoth(t)
  for (const face of [local, remote] as Face[]) {
    const [one, two] = [face.account('one'), face.account('two')]
    const { livestream, meeting } = await furnish(face.url, 'one')
    const fault = await one.faults.add({ action: { status: 500 } })
    const rule = await one.webhooks.rules.add({ send: 'never' })
    t.equal(fault.match.account_id, 'one')
    const attempts: [() => unknown, RegExp][] = [
      [() => two.faults.get(fault.id), /No fault found/],
      [() => two.faults.remove(fault.id), /No fault found/],
      [() => two.webhooks.rules.remove(rule.id), /No delivery rule found/],
      [() => two.event(livestream, { event: 'fail' }), /No livestream found/],
      [() => two.meetings.join(meeting), /No meeting found/],
      [() => two.reset({ account_id: 'one' }), /"account_id" is two here, and cannot be "one"/],
      [() => face.account(''), /account_id/],
    ]
    for (const [attempt, message] of attempts) await t.rejects(async () => attempt(), { message })
    t.equal((await one.faults.list()).length, 1)
    t.equal(await two.faults.clear(), 0)
    t.equal(await one.faults.clear(), 1)
  }
})
