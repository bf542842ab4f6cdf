/** What the console hears of, and what it says of its connection, with an event source that the test drives. */

import t from 'tap'
import { FakeEventSource, loadConsoleClient } from '../helpers/console-client.js'

t.beforeEach(() => {
  FakeEventSource.opened = []
})
const newest = () => FakeEventSource.opened.at(-1) as FakeEventSource
const typesOf = ({ url }: FakeEventSource) =>
  new URL(url, 'http://localhost').searchParams.get('type')?.split(',')

t.test('it says whether it is connected, and reads again what happened meanwhile', async (t) => {
  const client = await loadConsoleClient('http://localhost')
  let returns = 0
  const cancel = client.onReturn(() => {
    returns += 1
  })
  client.startLive()
  t.equal(client.connection.value, 'connecting')
  newest().onopen()
  t.equal(client.connection.value, 'live')
  t.equal(returns, 1)
  newest().onerror()
  t.equal(client.connection.value, 'lost')
  t.equal(FakeEventSource.opened.length, 1, 'a browser opens a broken connection again by itself')
  newest().onopen()
  t.equal(client.connection.value, 'live')
  t.equal(returns, 2)
  cancel()
  newest().onerror()
  newest().onopen()
  t.equal(returns, 2)
})

t.test('it connects anew when the browser has given up', async (t) => {
  const timers: (() => void)[] = []
  const client = await loadConsoleClient('http://localhost', (ring) => timers.push(ring))
  client.startLive()
  newest().close()
  newest().onerror()
  t.equal(client.connection.value, 'lost')
  for (const ring of timers) ring()
  t.equal(FakeEventSource.opened.length, 2)
  newest().onopen()
  t.equal(client.connection.value, 'live')
})

t.test('it passes events on, and asks for requests only while somebody looks at them', async (t) => {
  const client = await loadConsoleClient('http://localhost')
  const heard: unknown[] = []
  const cancel = client.listen((event) => heard.push(event))
  client.startLive()
  t.notOk(typesOf(newest())?.includes('request'))
  newest().bring('livestream', { id: 'a', status: 'LIVE' })
  newest().bring('lost', { count: 3 })
  const ends = [client.watchRequests(), client.watchRequests()]
  t.equal(FakeEventSource.opened.length, 2)
  t.ok(typesOf(newest())?.includes('request'))
  t.equal(FakeEventSource.opened[0]?.readyState, FakeEventSource.CLOSED)
  newest().bring('request', { id: 1 })
  for (const end of ends) end()
  t.notOk(typesOf(newest())?.includes('request'))
  cancel()
  newest().bring('livestream', { id: 'b' })
  t.strictSame(heard, [
    { type: 'livestream', data: { id: 'a', status: 'LIVE' } },
    { type: 'lost', data: { count: 3 } },
    { type: 'request', data: { id: 1 } },
  ])
})
