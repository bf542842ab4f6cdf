import { Writable } from 'node:stream'
import { pino } from 'pino'
import t from 'tap'
import { client, startEmulator } from '../helpers/start.js'

async function startLogging(t: Parameters<typeof startEmulator>[0], level: string) {
  // biome-ignore lint/suspicious/noExplicitAny: log lines have any fields
  const lines: any[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  const emulator = await startEmulator(t, { log: pino({ level }, stream) })
  const api = client(emulator)
  const app = await api.app()
  const meeting = await api.meeting(app)
  lines.length = 0
  return { emulator, api, app, meeting, messages: () => lines.splice(0) }
}

t.test('at info, transitions and refusals are a line each, and answers are none', async (t) => {
  const { emulator, api, app, meeting, messages } = await startLogging(t, 'info')
  await api.get('/apps')
  t.same(messages(), [])

  const { id } = await api.livestream(app, meeting)
  await emulator.clock.advance({ seconds: 2 })
  t.match(
    messages()
      .filter(({ livestream }) => livestream !== undefined)
      .map(({ level, msg, livestream, account }) => ({ level, msg, livestream, account })),
    [
      { level: 30, msg: 'livestream INVOKED', livestream: id, account: 'account' },
      { level: 30, msg: 'livestream INVOKED -> LIVE', livestream: id, account: 'account' },
    ],
  )
  emulator.event(id, { event: 'fail', err_message: 'no video' })
  t.match(messages()[0], { msg: 'livestream LIVE -> ERRORED: no video' })

  await api.get(`/${app}/livestreams/unknown`)
  await emulator.inject({ url: '/client/v4/accounts/account/realtime/kit/apps' })
  await emulator.inject({ method: 'POST', url: '/_greenroom/faults', payload: { action: { status: 1 } } })
  const refusals = messages()
  t.match(refusals, [
    { level: 30, method: 'GET', status: 404, msg: 'No livestream found with id unknown' },
    { level: 30, method: 'GET', status: 401, msg: 'Authentication error' },
    { level: 30, method: 'POST', status: 400, msg: /"action.status" must be/ },
  ])
  t.equal(refusals.length, 3)
})

t.test('a refusal by a fault is a line too', async (t) => {
  const { emulator, api, messages } = await startLogging(t, 'info')
  emulator.faults.add({ action: { status: 503 } })
  await api.get('/apps')
  t.match(messages(), [{ level: 30, status: 503, msg: 'SERVICE_UNAVAILABLE: a fault was asked for' }])
})

t.test('tokens in a query are not logged', async (t) => {
  const { api, messages } = await startLogging(t, 'debug')
  await api.get('/apps?token=hidden&page_no=x')
  const lines = messages()
  t.ok(lines.length > 0)
  t.notMatch(JSON.stringify(lines), 'hidden')
})

t.test('at debug, a request is one line, whether it is refused or not', async (t) => {
  const { emulator, api, app, messages } = await startLogging(t, 'debug')
  await api.get('/apps')
  t.match(messages(), [{ level: 20, method: 'GET', status: 200, msg: 'answered' }])
  await api.get(`/${app}/livestreams/unknown`)
  await emulator.inject({ url: '/_greenroom/health/ready' })
  await emulator.inject({ url: '/nowhere' })
  t.match(
    messages().map(({ level, status }) => [level, status]),
    [
      [30, 404],
      [20, 200],
      [30, 404],
    ],
  )
})

t.test('at warn, there is nothing of what happens as it should', async (t) => {
  const { emulator, api, app, meeting, messages } = await startLogging(t, 'warn')
  await api.livestream(app, meeting)
  await emulator.clock.advance({ seconds: 2 })
  await api.get(`/${app}/livestreams/unknown`)
  t.same(messages(), [])
})
