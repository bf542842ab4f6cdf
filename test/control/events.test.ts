import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import type { EmulatorEvent } from '../../src/index.js'
import { controlOf } from '../helpers/control.js'
import { openEvents } from '../helpers/event-stream.js'
import { client, startWithApp } from '../helpers/start.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

t.test('requests, transitions, sessions and clock changes, as they happen', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  const stream = await openEvents(t, emulator.url)
  t.equal(stream.response.headers['content-type'], 'text/event-stream; charset=utf-8')
  const first = await stream.next()
  t.match(first, { id: /^[0-9a-f]{8}-0$/, event: undefined, data: undefined })
  const [run] = first.id.split('-')

  const { id } = await api.livestream(app, meeting)
  const common = { time: '2026-01-01T00:00:00.000Z', account_id: 'account', app_id: app }
  const session = await stream.next()
  t.same(session, {
    id: `${run}-1`,
    event: 'session',
    data: {
      ...common,
      session_id: session.data.session_id,
      meeting_id: meeting,
      status: 'LIVE',
      event: 'session.started',
      reason: null,
      participant: null,
    },
  })
  const made = { ...common, livestream_id: id, meeting_id: meeting }
  t.same(await stream.next(), {
    id: `${run}-2`,
    event: 'livestream',
    data: { ...made, from: null, status: 'INVOKED', event: null, err_message: null },
  })
  const request = await stream.next()
  t.match(request, { id: `${run}-3`, event: 'request' })
  t.same(request.data, emulator.requests.list().requests.at(-1))

  await emulator.clock.advance({ seconds: 2 })
  const time = '2026-01-01T00:00:02.000Z'
  t.same(await stream.next(), {
    id: `${run}-4`,
    event: 'livestream',
    data: { ...made, time, from: 'INVOKED', status: 'LIVE', event: 'live', err_message: null },
  })
  t.match(await stream.next(), { event: 'clock', data: { time, mode: 'frozen' } })

  emulator.event(id, { event: 'fail', err_message: 'lost' })
  t.match(await stream.next(), { data: { from: 'LIVE', status: 'ERRORED', err_message: 'lost' } })
  t.match(await stream.next(), { data: { status: 'ENDED', reason: 'HOST_ENDED_MEETING' } })
})

t.test('what is undone is not told', async (t) => {
  const { emulator, api, app } = await startWithApp(t)
  const meeting = await api.meeting(app)
  await api.livestream(app, meeting)
  const seen: string[] = []
  t.teardown(emulator.events(({ type }) => seen.push(type)))
  t.equal((await api.post(`/${app}/meetings/${meeting}/livestreams`)).status, 400)
  t.same(seen, ['request'])
})

t.test('filters by account and type; the clock is shared by all accounts', async (t) => {
  const { emulator, api } = await startWithApp(t)
  const other = client(emulator, 'other')
  const read = (filter: Parameters<typeof emulator.events>[1]) => {
    const seen: string[] = []
    const listener = ({ type, data }: EmulatorEvent) => seen.push(`${type} ${data.account_id ?? '-'}`)
    t.teardown(emulator.events(listener, filter))
    return seen
  }
  const all = read({})
  const ofOther = read({ account_id: 'other' })
  const clock = read({ type: 'clock' })
  const both = read({ account_id: 'account', type: ['request', 'clock'] })
  await api.get('/apps')
  await other.get('/apps')
  await emulator.inject({ url: '/client/v5/accounts' })
  emulator.clock.set({ now: '2026-02-01T00:00:00Z' })
  t.same(all, ['request account', 'request other', 'request -', 'clock -'])
  t.same(ofOther, ['request other', 'clock -'])
  t.same(clock, ['clock -'])
  t.same(both, ['request account', 'clock -'])

  const stream = await openEvents(t, emulator.url, { query: '?account_id=other&type=request,session' })
  await stream.next()
  await api.get('/apps')
  await other.get('/apps')
  t.match(await stream.next(), { event: 'request', data: { account_id: 'other' } })
})

t.test('Last-Event-ID goes on where the reader was', async (t) => {
  const { emulator, api } = await startWithApp(t)
  const stream = await openEvents(t, emulator.url)
  const first = await stream.next()
  await api.get('/apps')
  const { id } = await stream.next()
  stream.close()
  await api.get('/away')
  await api.get('/apps')
  const resumed = await openEvents(t, emulator.url, { lastEventId: id })
  t.match(await resumed.next(), { event: 'request', data: { status: 404 } })
  t.match(await resumed.next(), { event: 'request', data: { status: 200 } })
  const again = await openEvents(t, emulator.url, { lastEventId: first.id })
  t.match(await again.next(), { id, data: { status: 200 } }, 'an id without an event is a place too')
})

t.test('a reader is told of what it lost', async (t) => {
  const { emulator, api } = await startWithApp(t)
  const { id } = await (await openEvents(t, emulator.url)).next()
  for (let i = 0; i < 10_003; i++) emulator.clock.set({})
  const late = await openEvents(t, emulator.url, { lastEventId: id })
  t.match(await late.next(), { event: 'lost', data: { lost: 3 } })
  t.match(await late.next(), { id: id.replace(/0$/, '4'), event: 'clock' })

  for (const lastEventId of ['00000000-1', `${id}999999`, 'nonsense']) {
    const stranger = await openEvents(t, emulator.url, { lastEventId, query: '?type=request' })
    t.match(await stranger.next(), { event: 'lost', data: { lost: null } }, lastEventId)
    await api.get('/apps')
    t.match(await stranger.next(), { event: 'request' })
  }
})

t.test('a reader that does not read holds nothing, and catches up when it does', async (t) => {
  const { emulator, api } = await startWithApp(t)
  const slow = await openEvents(t, emulator.url)
  slow.response.pause()
  await api.post('/apps', { name: 'x'.repeat(2000) })
  /** What is held after so many events more, in bytes. */
  const heldAfter = (events: number) => {
    for (let i = 0; i < events; i++) emulator.clock.set({})
    collect()
    return process.memoryUsage().heapUsed
  }
  // Far more than socket buffers take, of which the last 10,000 are kept in any case.
  const kept = heldAfter(15_000)
  const more = heldAfter(15_000) - kept
  t.ok(more < 1_000_000, `${more} bytes`)
  await slow.next()
  t.match(await slow.next(), { event: 'request' })
  let events = 1
  let lost = 0
  while (events + lost < 30_001) {
    const { event, data } = await slow.next()
    if (event === 'lost') lost += data.lost
    else events++
  }
  t.equal(events + lost, 30_001)
  t.ok(lost > 0, `${lost} were lost`)
})

t.test('a listener may act on what it hears, and one that throws stops nobody', async (t) => {
  const { emulator, api } = await startWithApp(t)
  const seen: string[] = []
  emulator.events(() => {
    throw new Error('a broken listener')
  })
  emulator.events(({ type }) => {
    seen.push(`begin ${type}`)
    if (type === 'request') emulator.clock.set({ now: '2027-01-01T00:00:00Z' })
    seen.push(`end ${type}`)
  })
  t.equal((await api.get('/apps')).status, 200)
  t.same(seen, ['begin request', 'end request', 'begin clock', 'end clock'])
})

t.test('without a journal there are events all the same, and none after the listener left', async (t) => {
  const { emulator, api } = await startWithApp(t, { journal: 0 })
  const seen: EmulatorEvent[] = []
  const stop = emulator.events((event) => seen.push(event))
  await api.get('/apps')
  t.match(seen, [{ type: 'request', data: { operation: 'get_apps' } }])
  stop()
  await api.get('/apps')
  t.equal(seen.length, 1)
})

t.test('a close ends the streams', async (t) => {
  const { emulator } = await startWithApp(t)
  const stream = await openEvents(t, emulator.url)
  await stream.next()
  await emulator.close()
  await t.rejects(stream.next())
  t.ok(await stream.ended)
})

t.test('a type that is none is refused by name', async (t) => {
  const { emulator } = await startWithApp(t)
  const control = controlOf(emulator)
  for (const [query, message] of [
    [
      'type=requests',
      /"type" must be of \[request, livestream, recording, session, clock, delivery, inbox, job, ingest, state\]/,
    ],
    ['type=clock,', /"type" must be of/],
    ['account=x', /"account" is not allowed/],
  ] as const) {
    const { status, body } = await control.get(`/events?${query}`)
    t.equal(status, 400)
    t.match(body.error.message, message)
  }
})
