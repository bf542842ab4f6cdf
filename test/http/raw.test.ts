/** What only a real socket can say: HTTP that is none, no Host at all, headers without end. */

import { connect } from 'node:net'
import t from 'tap'
import { gatewayError, serviceError, unroutable } from '../helpers/errors.js'
import { startEmulator } from '../helpers/start.js'

const kit = '/client/v4/accounts/account/realtime/kit'
const malformed = gatewayError([7000, 'The request is not well-formed HTTP'])

/** Write bytes and read until the other end closes. */
function exchange(url: string, text: string): Promise<{ status: number; head: string; body: unknown }> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(text))
    socket.setEncoding('utf8').setTimeout(5000, () => socket.destroy(new Error(`no end: ${answer}`)))
    socket.on('data', (data) => {
      answer += data
    })
    socket.on('error', (error) => (answer ? undefined : reject(error)))
    socket.on('close', () => {
      const [head = '', body = ''] = answer.split('\r\n\r\n')
      resolve({
        status: Number(head.split(' ')[1]),
        head,
        body: body === '' ? undefined : JSON.parse(body),
      })
    })
  })
}

const request = (line: string, ...headers: string[]) =>
  `${[line, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`
const host = 'Host: localhost'
const auth = 'Authorization: Bearer x'

t.test('what is not HTTP is a 400 in the form of the gateway', async (t) => {
  const { url } = await startEmulator(t)
  const cases = [
    'nonsense\r\n\r\n',
    '{"json": true}\r\n\r\n',
    'GET\r\n\r\n',
    request('BREW /coffee HTTP/1.1', host),
    request('GET / HTTP/9.9', host),
    request(`GET ${kit}/apps HTTP/1.1`, host, 'Bad Header: x'),
    request(`GET ${kit}/apps HTTP/1.1`, host, 'No-Colon'),
    request(`GET ${kit}/a\0pps HTTP/1.1`, host),
    request(`POST ${kit}/apps HTTP/1.1`, host, 'Content-Length: many'),
    request(`POST ${kit}/apps HTTP/1.1`, host, 'Content-Length: 1', 'Transfer-Encoding: chunked'),
    `${request(`POST ${kit}/apps HTTP/1.1`, host, auth, 'Content-Type: application/json', 'Transfer-Encoding: chunked')}zz\r\n`,
  ]
  for (const text of cases) {
    const { status, head, body } = await exchange(url, text)
    t.equal(status, 400, JSON.stringify(text))
    t.strictSame(body, malformed, JSON.stringify(text))
    t.match(head, /content-type: application\/json/i)
  }
})

t.test('headers without end are a 431', async (t) => {
  const { url } = await startEmulator(t)
  for (const text of [
    request(`GET ${kit}/apps HTTP/1.1`, host, `X-Long: ${'x'.repeat(20_000)}`),
    request(`GET /${'x'.repeat(20_000)} HTTP/1.1`, host),
  ]) {
    const { status, body } = await exchange(url, text)
    t.equal(status, 431)
    t.strictSame(body, malformed)
  }
})

t.test('an empty chunked body is no body, whatever its content type says', async (t) => {
  const { url } = await startEmulator(t)
  const create = (body: string, ...headers: string[]) =>
    exchange(
      url,
      request(`POST ${kit}/apps HTTP/1.1`, host, auth, 'Transfer-Encoding: chunked', ...headers) + body,
    )
  const required = serviceError(400, 'BAD_REQUEST: "name" is required')
  for (const headers of [[], ['Content-Type: text/plain'], ['Content-Type: application/json']]) {
    const { status, body } = await create('0\r\n\r\n', ...headers)
    t.equal(status, 400, headers.join())
    t.strictSame(body, required, headers.join())
  }
  t.equal((await create('2\r\n{}\r\n0\r\n\r\n', 'Content-Type: text/plain')).status, 415)
})

t.test('a target may be absolute, as a proxy is sent it', async (t) => {
  const { url } = await startEmulator(t)
  const absolute = (path: string) => exchange(url, request(`GET ${url}${path} HTTP/1.1`, host, auth))
  t.equal((await absolute(`${kit}/apps?per_page=1`)).status, 200)
  t.equal((await absolute('')).status, 404)
})

t.test('a request that names no Host is answered, with the address that is listened on', async (t) => {
  const { url } = await startEmulator(t)
  const created = await exchange(
    url,
    `${request(`POST ${kit}/apps HTTP/1.0`, auth, 'Content-Type: application/json', 'Content-Length: 12')}{"name":"a"}`,
  )
  t.equal(created.status, 200)
  const { id } = (created.body as { data: { app: { id: string } } }).data.app
  for (const version of ['1.0', '1.1']) {
    const { status, body } = await exchange(
      url,
      request(`POST ${kit}/${id}/livestreams HTTP/${version}`, auth, 'Content-Length: 0'),
    )
    t.equal(status, 201, version)
    t.ok((body as { data: { playback_url: string } }).data.playback_url.startsWith(`${url}/`), version)
  }
  for (const headers of [['Host: undefined'], []]) {
    const { body } = await exchange(url, request(`GET ${kit}/${id}/livestreams HTTP/1.1`, auth, ...headers))
    const { playback_url } = (body as { data: { playback_url: string } }).data
    t.equal(new URL(playback_url).host, headers.length ? 'undefined' : new URL(url).host)
  }
})

t.test('paths that a client library would have tidied', async (t) => {
  const { url } = await startEmulator(t)
  for (const path of [
    '/../../etc/passwd',
    '/%2e%2e/etc/passwd',
    '//evil.test/x',
    '/.',
    '/client/v4/../v4/x',
  ]) {
    const { status, body } = await exchange(url, request(`GET ${path} HTTP/1.1`, host))
    t.equal(status, 404, path)
    t.strictSame(body, unroutable(path), path)
  }
})

t.test('the emulator answers on after all of it', async (t) => {
  const { url } = await startEmulator(t)
  await Promise.all(Array.from({ length: 20 }, () => exchange(url, 'nonsense\r\n\r\n')))
  t.equal((await exchange(url, request(`GET ${kit}/apps HTTP/1.1`, host, auth))).status, 200)
})
