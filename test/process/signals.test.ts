import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { connect, type Socket } from 'node:net'
import t from 'tap'
import { createClient, overHttp } from '../helpers/client.js'
import { type RunningProcess, startProcess } from '../helpers/process.js'

/** What SIGTERM may take at most, in milliseconds. */
const limit = 5000
const path = '/client/v4/accounts/a/realtime/kit/apps'
const body = JSON.stringify({ name: 'Uploaded while it was told to stop' })

/** Send the head of a request and half of its body; `finish` sends the rest and gives the answer. */
async function beginUpload(t: Tap, { url }: RunningProcess) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nContent-Type: application/json`
  // The server says that it has read the head, so that the signal cannot be ahead of it.
  socket.write(`${head}\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`)
  const [proceed] = await once(socket, 'data')
  t.match(String(proceed), 'HTTP/1.1 100 Continue')
  socket.write(body.slice(0, body.length / 2))
  return {
    socket,
    async finish() {
      const answer = readTo(socket, '"}}}')
      socket.write(body.slice(body.length / 2))
      return answer
    },
  }
}
type Tap = Parameters<typeof startProcess>[0] & { match(found: unknown, wanted: unknown): unknown }

async function readTo(socket: Socket, end: string) {
  let text = ''
  for await (const chunk of socket) {
    text += chunk
    if (text.includes(end)) break
  }
  return text
}

/** Resolves when it has logged that it is stopping. */
async function isStopping({ child, stdout }: RunningProcess) {
  while (!stdout().includes('finishing what is in flight')) await once(child.stdout ?? child, 'data')
}

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  t.test(`${signal} lets a request in flight finish, and exits 0`, async (t) => {
    const data = `${t.testdir()}/state.db`
    const running = await startProcess(t, ['--data', data, '--fixtures', 'none'])
    const upload = await beginUpload(t, running)
    const exited = once(running.child, 'exit')
    const began = performance.now()
    running.child.kill(signal)
    await isStopping(running)
    await t.rejects(fetch(`${running.url}/_greenroom/health/live`), 'no new connection is taken')
    const answer = await upload.finish()
    t.match(answer, /^HTTP\/1\.1 200 OK\r\n/)
    t.match(answer, '"name":"Uploaded while it was told to stop"')
    t.strictSame(await exited, [0, null])
    t.ok(performance.now() - began < limit, 'in time')

    const again = await startProcess(t, ['--data', data, '--fixtures', 'none'])
    const apps = await createClient(overHttp(again.url), 'a').api.get('/apps')
    t.equal(apps.body.data[0].name, 'Uploaded while it was told to stop', 'and it was kept')
    await again.stop()
  })

t.test('idle keep-alive connections do not hold it up', async (t) => {
  const running = await startProcess(t, [])
  const agent = new Agent({ keepAlive: true, maxSockets: 10 })
  t.teardown(() => agent.destroy())
  const request = () =>
    new Promise((resolve, reject) => {
      get(`${running.url}/_greenroom/health/live`, { agent }, (response) => {
        response.resume().once('end', resolve)
      }).once('error', reject)
    })
  await Promise.all(Array.from({ length: 10 }, request))
  const began = performance.now()
  t.equal(await running.stop(), 0)
  t.ok(performance.now() - began < limit / 2, 'it does not wait for them')
})

t.test('neither does a connection that has said nothing, nor one that never finishes', async (t) => {
  const dir = t.testdir()
  const running = await startProcess(t, ['--data', `${dir}/state.db`])
  const { hostname, port } = new URL(running.url)
  const silent = connect(Number(port), hostname)
  t.teardown(() => silent.destroy())
  await once(silent, 'connect')
  const hanging = await beginUpload(t, running)
  hanging.socket.on('error', () => {})
  silent.on('error', () => {})
  const began = performance.now()
  t.equal(await running.stop(), 0)
  t.ok(performance.now() - began < limit, 'exit 0 all the same, in time')
  t.strictSame(readdirSync(dir), ['state.db'], 'the database was closed')
})

t.test('a second signal does not change the answer', async (t) => {
  const running = await startProcess(t, [])
  const upload = await beginUpload(t, running)
  const exited = once(running.child, 'exit')
  running.child.kill('SIGTERM')
  await isStopping(running)
  running.child.kill('SIGINT')
  t.match(await upload.finish(), 'Uploaded while it was told to stop')
  t.strictSame(await exited, [0, null])
})

t.test('told to stop as soon as it is there, it exits 0', async (t) => {
  for (let round = 0; round < 3; round++) t.equal(await (await startProcess(t, [])).stop(), 0)
})
