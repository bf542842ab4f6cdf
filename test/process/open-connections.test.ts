import { once } from 'node:events'
import { get } from 'node:http'
import t from 'tap'
import { openEvents } from '../helpers/event-stream.js'
import { startProcess } from '../helpers/process.js'

t.test('SIGTERM ends within 5 s, whoever reads events or waits for what never comes', async (t) => {
  const greenroom = await startProcess(t, [])
  const stream = await openEvents(t, greenroom.url)
  await stream.next()
  const slow = await openEvents(t, greenroom.url)
  slow.response.pause()
  await fetch(`${greenroom.url}/_greenroom/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: { hang: true } }),
  })
  const headers = { authorization: 'Bearer token' }
  const hanging = get(`${greenroom.baseUrl}/accounts/account/realtime/kit/apps`, { headers })
  const broken = once(hanging, 'error')
  t.match(await stream.next(), { event: 'request', data: { status: null } })

  const before = performance.now()
  t.equal(await greenroom.stop(), 0)
  const took = performance.now() - before
  t.ok(took < 4000, `${Math.round(took)} ms, without the grace period`)
  t.match(await broken, [{ code: 'ECONNRESET' }])
  await t.rejects(stream.next())
})
