import { request } from 'node:http'
import t from 'tap'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.js'
import { controlOf } from '../helpers/control.js'
import { serviceError } from '../helpers/errors.js'
import { client, send, startEmulator } from '../helpers/start.js'

const statusFor = async (emulator: Emulator, headers: Record<string, string>, url = '/_greenroom/info') =>
  (await send(emulator, { method: 'GET', url, headers })).status

t.test('loopback is answered by whatever name', async (t) => {
  const emulator = await startEmulator(t)
  for (const host of [
    'localhost',
    'localhost:4010',
    'LocalHost:1',
    'greenroom.localhost:4010',
    '127.0.0.1:4010',
    '127.8.8.8',
    '[::1]:4010',
  ])
    t.equal(await statusFor(emulator, { host }), 200, host)
})

t.test('a host that it was not told of is refused, and how to allow it is said', async (t) => {
  const emulator = await startEmulator(t)
  const { status, body } = await controlOf(emulator).get('/info', { host: 'evil.example:4010' })
  t.equal(status, 403)
  t.same(
    body,
    serviceError(
      403,
      'The control API does not answer to the host evil.example:4010: allow it with --allow-host evil.example (GREENROOM_ALLOW_HOST)',
    ),
  )
  for (const host of [
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'xlocalhost',
    '10.0.0.1',
    '[::2]',
    'a/b',
    'u@localhost',
  ])
    t.equal(await statusFor(emulator, { host }), 403, host)
})

t.test('settings tell it of hosts', async (t) => {
  const cases: [EmulatorOptions, string, number][] = [
    [{}, 'greenroom:4010', 403],
    [{ allowHost: ['greenroom', '10.1.2.3', 'fd00::1'] }, 'greenroom:4010', 200],
    [{ allowHost: ['greenroom', '10.1.2.3', 'fd00::1'] }, 'GREENROOM.', 200],
    [{ allowHost: ['greenroom', '10.1.2.3', 'fd00::1'] }, '10.1.2.3:4010', 200],
    [{ allowHost: ['greenroom', '10.1.2.3', 'fd00::1'] }, '[fd00::1]:4010', 200],
    [{ allowHost: ['greenroom'] }, 'x.greenroom', 403],
    [{ publicUrl: 'https://rtk.example.test:8443' }, 'rtk.example.test', 200],
    [{ publicUrl: 'https://rtk.example.test:8443' }, 'example.test', 403],
  ]
  for (const [options, host, status] of cases) {
    const emulator = await startEmulator(t, options)
    t.equal(await statusFor(emulator, { host }), status, `${JSON.stringify(options)} ${host}`)
  }
})

t.test('a page of another origin is refused', async (t) => {
  const emulator = await startEmulator(t, { publicUrl: 'https://rtk.example.test' })
  const host = 'localhost:4010'
  for (const [origin, status] of [
    ['http://localhost:4010', 200],
    ['https://rtk.example.test', 200],
    ['https://evil.example', 403],
    ['http://localhost:3000', 403],
    ['http://localhost', 403],
    ['null', 403],
    ['localhost:4010', 403],
  ] as const)
    t.equal(await statusFor(emulator, { host, origin }), status, origin)
  const { body } = await controlOf(emulator).post('/reset', {}, { host, origin: 'https://evil.example' })
  t.same(
    body,
    serviceError(
      403,
      'The control API does not answer pages of the origin https://evil.example: only its own, or that of --public-url',
    ),
  )
})

t.test('health answers to every host and origin, and so does the emulated API', async (t) => {
  const emulator = await startEmulator(t)
  const headers = { host: 'evil.example', origin: 'https://evil.example', authorization: 'Bearer token' }
  for (const url of ['/_greenroom/health/live', '/_greenroom/health/ready'])
    t.equal(await statusFor(emulator, headers, url), 200)
  t.equal(await statusFor(emulator, headers, '/client/v4/accounts/account/realtime/kit/apps'), 200)
})

t.test("the control API's document is guarded too", async (t) => {
  const emulator = await startEmulator(t)
  t.equal(await statusFor(emulator, { host: 'localhost' }, '/_greenroom/openapi.json'), 200)
  t.equal(await statusFor(emulator, { host: 'evil.example' }, '/_greenroom/openapi.json'), 403)
})

t.test('a request over a port may name the address at which it came in, and no other', async (t) => {
  const emulator = await createEmulator({ host: '0.0.0.0', fixtures: ['none'] })
  t.teardown(() => emulator.close())
  const { port } = new URL(emulator.url)
  const status = (host: string) =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.9', port, path: '/_greenroom/info', headers: { host } }
      request(options, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end()
    })
  t.equal(await status('127.0.0.9'), 200)
  t.equal(await status('192.0.2.1'), 403)
  t.equal(await status('greenroom'), 403)
})

t.test('--control off leaves health alone', async (t) => {
  const emulator = await startEmulator(t, { control: 'off' })
  t.equal(await statusFor(emulator, {}, '/_greenroom/health/live'), 200)
  t.equal(await statusFor(emulator, {}, '/_greenroom/health/ready'), 200)
  const control = controlOf(emulator)
  for (const path of ['/info', '/clock', '/faults', '/requests', '/events', '/openapi.json']) {
    const { status, body } = await control.get(path)
    t.equal(status, 404)
    t.same(body, serviceError(404, `No control operation GET /_greenroom${path}`))
  }
  t.equal((await control.post('/reset')).status, 404)
  t.equal((await client(emulator).get('/apps')).status, 200)
  emulator.faults.add({ action: { status: 500 } })
  t.equal((await client(emulator).get('/apps')).status, 500, 'the methods in process are there')
})

t.test('a host that is none is refused at the start', async (t) => {
  for (const host of ['', 'http://greenroom', 'green room', 'greenroom:4010', '*'])
    await t.rejects(createEmulator({ allowHost: [host] }), {
      message: /^allowHost.* must be a host name or an address, without a scheme or a port/,
    })
})
