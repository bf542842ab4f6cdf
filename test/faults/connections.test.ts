import { get } from 'node:http'
import t from 'tap'
import type { Emulator } from '../../src/index.js'
import { client, startWithApp } from '../helpers/start.js'

const headers = { authorization: 'Bearer token' }
const urlOf = (emulator: Emulator, app: string) =>
  `${emulator.baseUrl}/accounts/account/realtime/kit/${app}/livestreams`

/** One GET over a port: what came of the head and the body, and the error that ended it. */
function fetchRaw(url: string, abort?: AbortSignal) {
  return new Promise<{ status?: number; length?: number; body: string; error?: string }>((resolve) => {
    let body = ''
    const request = get(url, { headers, agent: false, ...(abort && { signal: abort }) }, (response) => {
      const head = { status: response.statusCode ?? 0, length: Number(response.headers['content-length']) }
      response.setEncoding('utf8').on('data', (text) => {
        body += text
      })
      response.on('end', () => resolve({ ...head, body }))
      response.on('error', (error: NodeJS.ErrnoException) =>
        resolve({ ...head, body, error: error.code ?? error.name }),
      )
    })
    request.on('error', (error: NodeJS.ErrnoException) => resolve({ body, error: error.code ?? error.name }))
  })
}

t.test('reset: the connection is reset, and nothing is done', async (t) => {
  const { emulator, app } = await startWithApp(t)
  emulator.faults.add({ action: { reset: true }, times: 1 })
  const url = urlOf(emulator, app)
  t.same(await fetchRaw(url), { body: '', error: 'ECONNRESET' })
  t.equal((await fetchRaw(url)).status, 200)
})

t.test('hang: there is no answer until the client gives up', async (t) => {
  const { emulator, app } = await startWithApp(t)
  emulator.faults.add({ action: { hang: true } })
  const giveUp = new AbortController()
  const pending = fetchRaw(urlOf(emulator, app), giveUp.signal)
  // It is in the journal as soon as it hangs.
  await new Promise<void>((resolve) => {
    const stop = emulator.events(({ type }) => {
      if (type !== 'request') return
      stop()
      resolve()
    })
  })
  t.match(emulator.requests.list().requests.at(-1), { status: null, response: { body: null } })
  giveUp.abort()
  t.equal((await pending).error, 'ABORT_ERR')
})

t.test('truncate: the call is done, and its answer ends before its announced length', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const url = urlOf(emulator, app)
  const whole = await fetchRaw(url)
  for (const [truncate, expected] of [
    [10, 10],
    [true, Math.ceil(whole.body.length / 2)],
    [1_000_000, whole.body.length - 1],
  ] as const) {
    emulator.faults.add({ action: { truncate }, times: 1 })
    const cut = await fetchRaw(url)
    t.same(cut, {
      status: 200,
      length: whole.body.length,
      body: whole.body.slice(0, expected),
      error: 'ECONNRESET',
    })
  }
  emulator.faults.add({ match: { method: 'POST' }, action: { truncate: true } })
  await t.rejects(api.post(`/${app}/livestreams`, { name: 'Made' }))
  t.equal((await api.get(`/${app}/livestreams`)).body.data.paging.total_count, 1)
})

t.test('malformed: the call is done, and its answer is whole but no JSON', async (t) => {
  const { emulator, app } = await startWithApp(t)
  const url = urlOf(emulator, app)
  const whole = await fetchRaw(url)
  emulator.faults.add({ action: { malformed: true } })
  const malformed = await fetchRaw(url)
  t.same(malformed, { status: 200, length: malformed.body.length, body: whole.body.slice(0, -1) })
  t.throws(() => JSON.parse(malformed.body))
})

t.test('malformed and truncate spoil errors as well', async (t) => {
  const { emulator } = await startWithApp(t)
  emulator.faults.add({ action: { malformed: true } })
  const { status, body } = await fetchRaw(urlOf(emulator, 'nowhere'))
  t.equal(status, 404)
  t.throws(() => JSON.parse(body))
})

t.test('latency holds the real answer back, in real time, whatever the clock', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  emulator.faults.add({ match: { method: 'GET' }, action: { latency_ms: 60 } })
  emulator.faults.add({ match: { method: 'GET' }, action: { latency_ms: { from: 40, to: 50 } } })
  const { status, body } = await api.get(`/${app}/livestreams`)
  t.equal(status, 200)
  t.equal(body.success, true)
  const [entry] = emulator.requests.list({ operation: 'fetch_all_livestreams', limit: 1 }).requests
  const took = entry?.duration_ms ?? 0
  t.ok(took >= 98 && took < 1000, `two latencies add up: ${took} ms`)
  t.equal(emulator.clock.now().toISOString(), '2026-01-01T00:00:00.000Z')
})

t.test('latency goes with a refusal and with a reset', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const url = urlOf(emulator, app)
  emulator.faults.add({ action: { latency_ms: 30, status: 500 }, times: 1 })
  emulator.faults.add({ action: { latency_ms: 30, reset: true }, times: 1 })
  t.equal((await api.get(`/${app}/livestreams`)).status, 500)
  t.equal((await fetchRaw(url)).error, 'ECONNRESET')
  for (const { duration_ms } of emulator.requests.list().requests.slice(-2)) t.ok(duration_ms >= 29)
})

t.test('without a socket, a connection that is reset or cut off rejects', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  emulator.faults.add({ action: { reset: true }, times: 1 })
  await t.rejects(api.get(`/${app}/livestreams`), { code: 'ECONNRESET' })
  emulator.faults.add({ action: { truncate: true }, times: 1 })
  await t.rejects(api.get(`/${app}/livestreams`), { message: 'response destroyed before completion' })
  emulator.faults.add({ action: { hang: true }, times: 1 })
  const hanging = emulator.inject({
    url: `/accounts/account/realtime/kit/${app}/livestreams`,
    headers,
    signal: AbortSignal.timeout(50),
  })
  await t.rejects(hanging, { name: 'AbortError' })
})

t.test('a close waits neither for what hangs nor for latency', async (t) => {
  const { emulator, app } = await startWithApp(t)
  const other = client(emulator, 'other')
  emulator.faults.add({ match: { account_id: 'account' }, action: { hang: true } })
  emulator.faults.add({ match: { account_id: 'other' }, action: { latency_ms: 600_000 } })
  const waiting = new Promise<void>((resolve) => {
    const stop = emulator.events(() => {
      stop()
      resolve()
    })
  })
  const late = other.get('/apps')
  const hanging = fetchRaw(urlOf(emulator, app))
  await waiting
  await emulator.close()
  t.match(await hanging, { error: 'ECONNRESET' })
  t.equal((await late).status, 200)
})
