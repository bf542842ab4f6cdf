import t from 'tap'
import { openEvents } from '../helpers/event-stream.js'
import { startWithApp } from '../helpers/start.js'

const headers = { authorization: 'Bearer token' }
const base = '/client/v4/accounts/account/realtime/kit'

t.test('HEAD answers wherever GET does, without a body', async (t) => {
  const { emulator, app } = await startWithApp(t)
  const paths = [
    `${base}/apps`,
    `${base}/${app}/livestreams?per_page=1`,
    `${base}/${app}/livestreams/unknown`,
    '/_greenroom/health/live',
    '/_greenroom/health/ready',
    '/_greenroom/info',
    '/_greenroom/requests',
    '/_greenroom/openapi.json',
    '/openapi.json',
    '/.well-known/webhooks.json',
    '/docs/',
  ]
  for (const path of paths) {
    const url = `${emulator.url}${path}`
    const [got, head] = [await fetch(url, { headers }), await fetch(url, { method: 'HEAD', headers })]
    t.equal(head.status, got.status, path)
    t.equal(head.headers.get('content-type'), got.headers.get('content-type'))
    t.equal(await head.text(), '')
  }
  const unauthenticated = await fetch(`${emulator.url}${base}/apps`, { method: 'HEAD' })
  t.equal(unauthenticated.status, 401)
  t.equal((await fetch(`${emulator.url}/nowhere`, { method: 'HEAD' })).status, 404)
})

t.test('HEAD of the events ends, and nobody is left listening', async (t) => {
  const { emulator } = await startWithApp(t)
  const answer = await fetch(`${emulator.url}/_greenroom/events`, { method: 'HEAD' })
  t.equal(answer.status, 200)
  t.match(answer.headers.get('content-type'), 'text/event-stream')
  const events = await openEvents(t, emulator.url)
  t.ok((await events.next()).id, 'GET goes on')
})

t.test('the journal has HEAD as it was, without a body', async (t) => {
  const { emulator } = await startWithApp(t)
  await emulator.inject({ method: 'HEAD', url: `${base}/apps`, headers })
  const [entry] = emulator.requests.list({ method: 'HEAD' }).requests
  t.match(entry, { operation: 'get_apps', method: 'HEAD', status: 200, response: { body: null } })
})

t.test('a wrong method is 405 with Allow, on emulated paths and on those of the control API', async (t) => {
  const { emulator, app } = await startWithApp(t)
  const cases = [
    ['DELETE', `${base}/apps`, 'GET, HEAD, POST'],
    ['POST', `${base}/${app}/meetings/a/participants/b`, 'GET, HEAD, PATCH, PUT, DELETE'],
    ['POST', '/_greenroom/info', 'GET, HEAD'],
    ['HEAD', '/_greenroom/reset', 'POST'],
    ['PUT', '/_greenroom/faults', 'GET, HEAD, POST, DELETE'],
    ['PUT', '/_greenroom/faults/a', 'GET, HEAD, DELETE'],
    ['POST', '/_greenroom/health/live?x=1', 'GET, HEAD'],
  ] as const
  for (const [method, url, allow] of cases) {
    const answer = await emulator.inject({ method, url, headers })
    t.equal(answer.statusCode, 405, `${method} ${url}`)
    t.same(String(answer.headers.allow).split(', ').sort(), allow.split(', ').sort(), url)
  }
  const { statusCode, headers: got } = await emulator.inject({ method: 'POST', url: '/_greenroom/nowhere' })
  t.same([statusCode, got.allow], [404, undefined])
})
