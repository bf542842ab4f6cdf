/** A connection to a process that is not there, ends, comes back, or is not Greenroom. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { ConnectionError, connect, createEmulator, type EmulatorEvent } from '../../src/index.js'
import { launch, startProcess } from '../helpers/process.js'

/** Answer every request by a function, on a free port. */
async function serve(t: Test, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Collect events, and wait until there is one that is looked for. */
function createListener() {
  const events: EmulatorEvent[] = []
  const waiting = new Set<() => void>()
  return {
    events,
    listener: (event: EmulatorEvent) => {
      events.push(event)
      for (const look of waiting) look()
    },
    until: (wanted: (event: EmulatorEvent) => boolean) =>
      new Promise<EmulatorEvent>((resolve) => {
        const look = () => {
          const found = events.find(wanted)
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}

t.test('a URL that is none, and one where nothing answers, are named', async (t) => {
  await t.rejects(connect('localhost:4010'), {
    name: 'ConnectionError',
    message: 'The URL to connect to must be such as http://127.0.0.1:4010 (got "localhost:4010")',
  })
  const emulator = await createEmulator()
  const { url } = emulator
  await emulator.close()
  const refused = await connect(url).catch((error: unknown) => error)
  t.ok(refused instanceof ConnectionError)
  t.match(refused, { url, message: `No Greenroom answers at ${url}: connect ECONNREFUSED` })
})

t.test('another server is not taken for Greenroom', async (t) => {
  const url = await serve(t, (_request, response) => response.writeHead(200).end('<html>'))
  await t.rejects(connect(url), {
    name: 'ConnectionError',
    message: `${url}/_greenroom/info answered 200, and not as Greenroom does: <html>`,
  })
})

t.test('an operation that the other version lacks is named, with both versions', async (t) => {
  const url = await serve(t, ({ url: path = '' }, response) => {
    if (path === '/_greenroom/info')
      return response.end(JSON.stringify({ name: 'greenroom', version: '0.0.9' }))
    const message = `No control operation GET ${path.split('?')[0]}`
    response.writeHead(404).end(JSON.stringify({ success: false, error: { code: 404, message } }))
  })
  await using connection = await connect(url)
  await t.rejects(connection.scheduled(), {
    name: 'ConnectionError',
    message: new RegExp(
      `^Greenroom 0.0.9 at ${url} has no operation listScheduled \\(GET /_greenroom/scheduled\\)`,
    ),
  })
})

t.test('with the control API off, connecting says so', async (t) => {
  const { url } = await startProcess(t, ['--control', 'off'])
  await t.rejects(connect(url), { name: 'ConnectionError', message: /and the control API be on$/ })
})

t.test('headers are sent with every request', async (t) => {
  const url = await serve(t, ({ headers }, response) =>
    headers.authorization === 'Bearer proxy'
      ? response.end(JSON.stringify({ scheduled: [] }))
      : response.writeHead(401).end('Who are you?'),
  )
  await t.rejects(connect(url), { message: /info answered 401, and not as Greenroom does: Who are you\?$/ })
  await using connection = await connect(url, { headers: { authorization: 'Bearer proxy' } })
  t.strictSame(await connection.scheduled(), [])
})

t.test('the base URL will do', async (t) => {
  await using emulator = await createEmulator()
  await using connection = await connect(emulator.baseUrl)
  t.equal(connection.url, emulator.url)
  t.equal(connection.baseUrl, emulator.baseUrl)
})

t.test(
  'close ends calls and streams, forgets snapshots without a name, and leaves the emulator',
  async (t) => {
    await using emulator = await createEmulator({ clock: 'frozen' })
    const connection = await connect(emulator.url)
    const { listener, events } = createListener()
    await connection.events(listener)
    await connection.snapshot()
    await connection.account('one').snapshot()
    const kept = async () =>
      (await (await fetch(`${emulator.url}/_greenroom/snapshots`)).json()) as { snapshots: unknown[] }
    t.equal((await kept()).snapshots.length, 2)
    const waiting = t.rejects(connection.webhooks.wait({ count: 1 }), { message: /is closed/ })
    await connection.close()
    await connection.close()
    await waiting
    emulator.clock.set({ now: '2030-01-01' })
    t.strictSame((await kept()).snapshots, [])
    t.strictSame(events, [])
    const gone = { name: 'ConnectionError', message: /is closed: make another one with connect/ }
    await t.rejects(connection.info(), gone)
    await t.rejects(
      connection.events(() => {}),
      gone,
    )
  },
)

t.test('events go on after a restart, and say that some were lost', async (t) => {
  const first = await startProcess(t, ['--clock', 'frozen'])
  await using connection = await connect(first.url)
  const { listener, until } = createListener()
  const stop = await connection.events(listener, { type: 'clock' })
  await connection.clock.set({ now: '2030-01-01T00:00:00Z' })
  await until(({ type, data }) => type === 'clock' && data.time === '2030-01-01T00:00:00.000Z')
  await first.stop()
  await t.rejects(connection.info(), { name: 'ConnectionError', message: /No Greenroom answers at/ })

  launch(t, ['--clock', 'frozen', '--port', new URL(first.url).port])
  const lost = await until(({ type }) => type === 'lost')
  t.strictSame(lost.data, { lost: null })
  await connection.clock.set({ now: '2031-01-01T00:00:00Z' })
  await until(({ type, data }) => type === 'clock' && data.time === '2031-01-01T00:00:00.000Z')
  stop()
})

t.test('a connection does not keep its process alive, and needs no SQLite', async (t) => {
  await using emulator = await createEmulator()
  const program = `
    import { connect } from ${JSON.stringify(new URL('../../bundle/index.js', import.meta.url).href)}
    import { createRequire } from 'node:module'
    const connection = await connect(${JSON.stringify(emulator.url)})
    await connection.account('one').reset()
    const { cache } = createRequire(import.meta.url)
    console.log(Object.keys(cache).filter((path) => path.includes('better-sqlite3')).length)`
  const { spawn } = await import('node:child_process')
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program])
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  t.strictSame({ code, output }, { code: 0, output: '0\n' })
})
