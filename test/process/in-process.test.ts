import t from 'tap'
import {
  ConfigError,
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  FixtureError,
} from '../../src/index.js'
import { account, createClient, overHttp } from '../helpers/client.js'

t.test('await using closes it at the end of the block', async (t) => {
  let url = ''
  {
    await using emulator = await createEmulator()
    url = emulator.url
    t.equal((await fetch(`${url}/_greenroom/health/ready`)).status, 200)
  }
  await t.rejects(fetch(`${url}/_greenroom/health/ready`), 'its port is free')
})

t.test('two emulators side by side share nothing', async (t) => {
  await using first = await createEmulator({ clock: 'frozen', fixtures: ['none'] })
  await using second = await createEmulator({ clock: 'frozen', fixtures: ['none'], now: '2030-01-01' })
  t.not(first.url, second.url)
  const [one, two] = [createClient(overHttp(first.url)), createClient(overHttp(second.url))]
  const app = await one.newApp('Only here')
  t.equal((await two.api.get(`/apps/${app}`)).status, 404)
  const id = await one.newStart(app, await one.newMeeting(app))
  await second.clock.advance({ seconds: 3600 })
  second.reset()
  t.equal(await one.status(app, id), 'INVOKED')
  t.equal(first.clock.now().toISOString(), '2026-01-01T00:00:00.000Z')
  t.equal(second.clock.now().toISOString(), '2030-01-01T01:00:00.000Z')
})

t.test('its face does what the control API does', async (t) => {
  await using emulator = await createEmulator({ clock: 'frozen', fixtures: ['none'] })
  t.equal(emulator.baseUrl, `${emulator.url}/client/v4`)
  const client = createClient(overHttp(emulator.url))
  const app = await client.newApp()
  const meeting = await client.newMeeting(app)
  const id = await client.newStart(app, meeting)
  const ran = await emulator.clock.advance({ to: new Date('2026-01-01T00:00:05Z') })
  const where = { account_id: account, app_id: app, meeting_id: meeting, livestream_id: id }
  t.strictSame(ran, [{ kind: 'livestream.live', at: '2026-01-01T00:00:02.000Z', ...where }])
  emulator.event(id, { event: 'fail', err_message: 'as told' })
  t.equal((await client.details(app, id)).body.data.session.err_message, 'as told')
  t.throws(() => emulator.event(id, { event: 'live' }), {
    message: /is not possible while the livestream is ERRORED/,
  })
  emulator.clock.set({ now: '2027-07-07T07:07:07Z' })
  t.equal(emulator.clock.now().toISOString(), '2027-07-07T07:07:07.000Z')
  await t.rejects(emulator.clock.advance({ seconds: -1 }), 'time does not go back')
  emulator.reset()
  t.strictSame((await client.api.get('/apps')).body.data, [])
  t.equal(emulator.clock.now().toISOString(), '2027-07-07T07:07:07.000Z', 'a reset leaves the clock')
})

t.test('closing twice is closing once, and both wait for it', async (t) => {
  const emulator = await createEmulator()
  let open = 2
  const closings = [emulator.close(), emulator.close()].map((closing) => closing.then(() => open--))
  await closings[1]
  await t.rejects(fetch(emulator.url))
  await Promise.all(closings)
  t.equal(open, 0)
  await emulator.close()
})

t.test('close lets go of connections that hang, when forced', async (t) => {
  const emulator = await createEmulator()
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
  })
  const hanging = fetch(`${emulator.baseUrl}/accounts/a/realtime/kit/apps`, {
    method: 'POST',
    headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
    body,
    duplex: 'half',
  } as RequestInit)
  const dropped = t.rejects(hanging)
  // An answer to another request: by then the first has been read.
  await fetch(`${emulator.url}/_greenroom/health/live`)
  await emulator.close({ force: true })
  await dropped
})

t.test('options are validated as settings are', async (t) => {
  const refused = (options: object, problems: string[]) =>
    t.rejects(createEmulator(options as EmulatorOptions), new ConfigError(problems))
  await refused({ colour: 'green' }, ['colour is not an option'])
  await refused({ port: 70000, wire: 'morse' }, [
    'port must be less than or equal to 65535 (got 70000)',
    'wire must be one of [documented, recorded] (got "morse")',
  ])
  await t.rejects(createEmulator({ fixtures: ['nope'] }), FixtureError)
})

t.test('a taken port leaves nothing open', async (t) => {
  const data = `${t.testdir()}/state.db`
  await using first: Emulator = await createEmulator()
  const port = Number(new URL(first.url).port)
  await t.rejects(createEmulator({ port, data }), { code: 'EADDRINUSE' })
  await using second = await createEmulator({ data })
  t.ok(second.url, 'the file is free')
})

t.test('what is undefined has its default', async (t) => {
  await using emulator = await createEmulator({ port: undefined, wire: undefined, fixtures: undefined })
  t.match(emulator.config, { wire: 'documented', fixtures: ['docs'] })
  t.not(new URL(emulator.url).port, '4010', 'a free port')
  t.equal(new URL(emulator.url).port, String(new URL(emulator.info().url).port))
})

t.test('fixtures are names, files or fixture objects, one or several', async (t) => {
  const fixture = { account_id: 'mine', apps: [{ id: 'app-of-mine', name: 'Mine' }] }
  for (const [fixtures, shown] of [
    ['none', []],
    ['demo', ['demo']],
    [fixture, ['fixtures[0]']],
    [
      ['docs', fixture],
      ['docs', 'fixtures[1]'],
    ],
  ] as [NonNullable<EmulatorOptions['fixtures']>, string[]][]) {
    await using emulator = await createEmulator({ fixtures })
    t.strictSame(emulator.info().fixtures, shown)
    const { statusCode } = await emulator.inject({
      url: '/client/v4/accounts/mine/realtime/kit/apps',
      headers: { authorization: 'Bearer x' },
    })
    t.equal(statusCode, 200)
  }
  await t.rejects(
    createEmulator({ fixtures: { account_id: 5 } }),
    { name: 'FixtureError', message: /^fixtures\[0\]: / },
    'a fixture that is wrong is named by its place',
  )
  for (const fixtures of [5, [null]] as unknown as string[])
    await t.rejects(createEmulator({ fixtures }), {
      name: 'ConfigError',
      message: /^fixtures must be names, files or fixture objects/,
    })
})
