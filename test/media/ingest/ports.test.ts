/** On which ports encoders are listened for, by which settings, and what is said about them. */

import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import t from 'tap'
import { createEmulator, type EmulatorOptions } from '../../../src/index.js'
import { authority, certificate, privateKey } from '../../helpers/certificates.js'
import { closed, openSocket, portOf, push } from '../../helpers/encoder.js'
import { startIngest } from '../../helpers/ingest.js'
import { launch, runProcess } from '../../helpers/process.js'
import type { Teardown } from '../../helpers/requests.js'
import { startEmulator } from '../../helpers/start.js'

/** Take a port; 0 takes a free one. */
async function occupy(t: Teardown, port = 0): Promise<number> {
  const server: Server = createServer()
  t.teardown(() => new Promise<void>((resolve) => server.close(() => resolve())))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Files with a certificate and its key. */
function pemFiles(t: { testdir(): string }) {
  const folder = t.testdir()
  const write = (name: string, content: string) => {
    const file = join(folder, name)
    writeFileSync(file, content)
    return file
  }
  return { write, rtmpsCert: write('cert.pem', certificate), rtmpsKey: write('key.pem', privateKey) }
}

/** Start an emulator that must not start. @returns the problems */
async function problems(t: Teardown, options: object): Promise<string> {
  try {
    const emulator = await createEmulator(options as EmulatorOptions)
    t.teardown(() => emulator.close())
    return 'it started'
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${message}`
  }
}

t.test('createEmulator listens for encoders when it is asked to', async (t) => {
  t.equal((await startEmulator(t)).ingest, undefined)
  t.equal((await startEmulator(t, { rtmpPort: 'off' })).ingest, undefined)
  const one = await startEmulator(t, { rtmpPort: 0 })
  const other = await startEmulator(t, { rtmpPort: 0 })
  t.match(one.ingest, /^rtmp:\/\/127\.0\.0\.1:\d+\/live\/$/)
  t.not(one.ingest, other.ingest)
  await one.close()
  t.equal(await occupy(t, portOf(one.ingest)), portOf(one.ingest), 'closing releases the port')
})

t.test('ingest_server has the host of the caller and the port that is listened on', async (t) => {
  const { api, app, port } = await startIngest(t)
  const of = async (host: string) =>
    (await api.post(`/${app}/livestreams`, { name: 'x' }, { host })).body.data.ingest_server
  t.equal(await of('greenroom:4010'), `rtmp://greenroom:${port}/live/`)
  t.equal(await of('[::1]:4010'), `rtmp://[::1]:${port}/live/`)
})

t.test('a taken port that was asked for ends the start, and releases the others', async (t) => {
  const taken = await occupy(t)
  t.equal(await problems(t, { rtmpPort: taken }), `ConfigError: --rtmp-port ${taken} of 127.0.0.1 is taken`)
  const { rtmpsCert, rtmpsKey } = pemFiles(t)
  const before = await startEmulator(t, { rtmpPort: 0 })
  const free = portOf(before.ingest)
  await before.close()
  t.equal(
    await problems(t, { rtmpPort: free, rtmpsPort: taken, rtmpsCert, rtmpsKey }),
    `ConfigError: --rtmps-port ${taken} of 127.0.0.1 is taken`,
  )
  t.equal(await occupy(t, free), free)
})

t.test('RTMPS takes pushes, beside RTMP or alone', async (t) => {
  const { rtmpsCert, rtmpsKey } = pemFiles(t)
  const alone = await startIngest(t, { rtmpPort: 'off', rtmpsPort: 0, rtmpsCert, rtmpsKey })
  t.match(alone.emulator.ingest, /^rtmps:\/\/127\.0\.0\.1:\d+\/live\/$/)
  t.equal(alone.emulator.secureIngest, alone.emulator.ingest)
  const { id, stream_key, ingest_server } = await alone.independent()
  t.equal(ingest_server, alone.emulator.ingest)
  const encoder = await push(alone.port, stream_key, { tls: true })
  t.equal((await alone.look(id)).status, 'LIVE')
  await encoder.leave()

  const both = await startIngest(t, { rtmpsPort: 0, rtmpsCert, rtmpsKey })
  t.match(both.emulator.ingest, /^rtmp:/)
  const port = portOf(both.emulator.secureIngest)
  t.not(port, both.port)
  const verified = connectTls({ host: '127.0.0.1', port, ca: authority })
  await once(verified, 'secureConnect')
  t.ok(verified.authorized, 'with the certificate of the setting')
  verified.destroy()
  for (const [tls, key] of [
    [false, (await both.independent()).stream_key],
    [true, (await both.independent()).stream_key],
  ] as const)
    await (await push(tls ? port : both.port, key, { tls })).leave()
})

t.test('peers that do not encrypt, or half do, end with themselves or with Greenroom', async (t) => {
  const { rtmpsCert, rtmpsKey } = pemFiles(t)
  const { emulator, port, independent } = await startIngest(t, {
    rtmpPort: 'off',
    rtmpsPort: 0,
    rtmpsCert,
    rtmpsKey,
  })
  const plain = await openSocket({ port })
  plain.resume()
  plain.write(Buffer.alloc(1537, 3))
  await closed(plain)
  const half = await openSocket({ port })
  half.write(Buffer.from([0x16, 3, 1, 0, 0xf8, 1]))
  const reset = await openSocket({ port })
  reset.write(Buffer.from([0x16, 3, 1]))
  reset.resetAndDestroy()
  const silent = await Promise.all(Array.from({ length: 50 }, () => openSocket({ port })))
  const encoder = await push(port, (await independent()).stream_key, { tls: true })
  await emulator.close()
  await Promise.all([encoder.closed(), closed(half), ...silent.map(closed)])
  t.ok(plain.destroyed && silent.every((socket) => socket.destroyed))
})

t.test('settings that are wrong are named', async (t) => {
  const { write, rtmpsCert, rtmpsKey } = pemFiles(t)
  const { privateKey: another } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const otherKey = write('other.pem', another.export({ type: 'pkcs8', format: 'pem' }) as string)
  const noPem = write('note.txt', 'not a certificate')
  const rtmpsPort = 0
  for (const [options, message] of [
    [{ rtmpPort: 'on' }, 'rtmpPort must be a port, auto or off (got "on")'],
    [{ rtmpPort: 65536 }, 'rtmpPort must be less than or equal to 65535 (got 65536)'],
    [{ rtmpPort: 1.5 }, /^ConfigError: rtmpPort must be .*\(got 1\.5\)$/],
    [{ rtmpsPort: 'auto' }, 'rtmpsPort must be a port or off (got "auto")'],
    [{ rtmpsPort }, 'rtmpsPort 0 needs rtmpsCert\nrtmpsPort 0 needs rtmpsKey'],
    [{ rtmpsPort, rtmpsCert }, 'rtmpsPort 0 needs rtmpsKey'],
    [
      { rtmpsCert, rtmpsKey },
      'rtmpsCert has an effect only with rtmpsPort\nrtmpsKey has an effect only with rtmpsPort',
    ],
    [
      { rtmpsPort, rtmpsCert: '/nowhere.pem', rtmpsKey },
      '--rtmps-cert /nowhere.pem: cannot be read (ENOENT)',
    ],
    [{ rtmpsPort, rtmpsCert: noPem, rtmpsKey }, `--rtmps-cert ${noPem}: is not a certificate in PEM`],
    [
      { rtmpsPort, rtmpsCert, rtmpsKey: noPem },
      new RegExp(`--rtmps-key ${noPem}: is not the key of ${rtmpsCert} in PEM`),
    ],
    [{ rtmpsPort, rtmpsCert, rtmpsKey: otherKey }, /--rtmps-key .*other\.pem: is not the key of .*cert\.pem/],
  ] as const)
    t.match(await problems(t, options), typeof message === 'string' ? `ConfigError: ${message}` : message)
})

t.test('the command says where encoders push to', async (t) => {
  const { rtmpsCert, rtmpsKey } = pemFiles(t)
  const args = ['--rtmp-port', '0', '--rtmps-port', '0', '--rtmps-cert', rtmpsCert, '--rtmps-key', rtmpsKey]
  const json = launch(t, ['--ready', 'json', ...args])
  while (!json.stdout().includes('\n')) await once(json.child.stdout, 'data')
  const { ingest, secure_ingest } = JSON.parse(json.stdout().split('\n')[0] ?? '')
  t.match(ingest, /^rtmp:\/\/127\.0\.0\.1:\d+\/live\/$/)
  t.match(secure_ingest, /^rtmps:\/\/127\.0\.0\.1:\d+\/live\/$/)
  const text = launch(t, args)
  while (!text.stdout().includes('fixtures')) await once(text.child.stdout, 'data')
  t.match(text.stdout(), /^ {2}ingest {4}rtmp:\/\/\S+\/live\/ and rtmps:\/\/\S+\/live\/$/m)
})

t.test('the command goes on without 1935 when it is taken, unless it was asked for', async (t) => {
  // Whoever has it already will do.
  await occupy(t, 1935).catch(() => {})
  const { child, stdout, ended } = launch(t, [], { GREENROOM_RTMP_PORT: 'auto' })
  while (!/fixtures {2}/.test(stdout())) await once(child.stdout, 'data')
  t.match(stdout(), 'port 1935 is taken; choose another with --rtmp-port PORT, or none with --rtmp-port off')
  t.notMatch(stdout(), /^ {2}ingest/m)
  child.kill('SIGTERM')
  t.equal(await ended, 0)
  const { code, stderr } = await runProcess(t, ['--rtmp-port', '1935'])
  t.equal(code, 1)
  t.match(stderr, '--rtmp-port 1935 of 127.0.0.1 is taken')
})
