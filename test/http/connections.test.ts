import { once } from 'node:events'
import { request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import Fastify from 'fastify'
import t from 'tap'
import { connectionOptions } from '../../src/http/connections.js'
import { clientErrorHandler } from '../../src/http/error-handler.js'
import { createEmulator, type Emulator } from '../../src/index.js'
import { serviceError } from '../helpers/errors.js'

async function open(url: string, text = ''): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  if (text !== '') await new Promise<unknown>((resolve) => socket.write(text, resolve))
  return socket
}

const path = '/client/v4/accounts/account/realtime/kit/apps'
const head = (more: string) => `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\n${more}`

/** Resolves once the emulator has seen what was sent before. */
const seen = (emulator: Emulator) => fetch(`${emulator.url}/_greenroom/health/live`)

t.test('connections that say nothing, or stop in the middle, do not hold a close back', async (t) => {
  const emulator = await createEmulator({ fixtures: ['none'] })
  const sockets = [
    await open(emulator.url),
    await open(emulator.url, 'GET / HT'),
    await open(emulator.url, head('')),
    await open(emulator.url, head('Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"na')),
    await open(
      emulator.url,
      head('Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"na'),
    ),
  ]
  await seen(emulator)
  const closed = sockets.map((socket) =>
    once(
      socket.on('error', () => {}),
      'close',
    ),
  )
  const before = performance.now()
  await emulator.close()
  await Promise.all(closed)
  t.ok(performance.now() - before < 4000)
})

t.test('a request that has arrived is answered, and its connection ends with the answer', async (t) => {
  const emulator = await createEmulator({ fixtures: ['none'] })
  emulator.faults.add({ action: { latency_ms: 500 } })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const call = request(`${emulator.url}${path}`, { headers: { authorization: 'Bearer t' } }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode))
    })
    call.once('error', reject).end()
    call.once('finish', () => setImmediate(() => {}))
  })
  const other = await open(emulator.url)
  await seen(emulator)
  const before = performance.now()
  await emulator.close()
  t.equal(await answered, 200)
  t.ok(performance.now() - before < 2000)
  other.destroy()
})

t.test('a body that does not arrive in time is 408', async (t) => {
  t.ok(connectionOptions.requestTimeout <= 60_000)
  const app = Fastify({
    requestTimeout: 100,
    http: { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 },
    clientErrorHandler,
  })
  app.post('/', () => 'never')
  t.teardown(() => app.close())
  await app.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const socket = await open(
    url,
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  )
  let text = ''
  for await (const chunk of socket.setEncoding('utf8')) text += chunk
  t.match(text, /^HTTP\/1\.1 408 Request Timeout\r\n/)
  t.match(text, '"The request did not arrive in time"')
})

t.test('an expectation other than 100-continue is 417, in words', async (t) => {
  const emulator = await createEmulator({ fixtures: ['none'] })
  t.teardown(() => emulator.close())
  const socket = await open(emulator.url, head('Expect: more\r\nContent-Length: 0\r\n\r\n'))
  let text = ''
  for await (const chunk of socket.setEncoding('utf8')) text += chunk
  t.match(text, /^HTTP\/1\.1 417 Expectation Failed\r\n/)
  const [, body = ''] = text.split('\r\n\r\n')
  t.same(JSON.parse(body), serviceError(417, 'EXPECTATION_FAILED: "expect" must be 100-continue, not more'))
})
