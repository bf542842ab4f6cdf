import t from 'tap'
import type { EmulatorOptions } from '../../src/index.js'
import { account, type Client, createClient } from '../helpers/client.js'
import { overInject, startFrozen } from '../helpers/frozen.js'

/** About a hundred calls of every kind, refused ones among them; gives the bodies as they came. */
async function varied(client: Client) {
  const payloads: string[] = []
  const keep = async (answer: Promise<{ payload: string; body: { data?: { id: string } } }>) => {
    const { payload, body } = await answer
    payloads.push(payload)
    return body.data?.id ?? ''
  }
  const app = await client.newApp('Deterministic')
  await keep(client.api.get('/apps'))
  await keep(client.api.get(`/apps/${app}`))
  await keep(client.api.post('/apps', {}))
  for (const title of ['One', 'Two', 'Three']) {
    const meeting = await keep(client.api.post(`/${app}/meetings`, { title }))
    await keep(client.api.get(`/${app}/meetings/${meeting}`))
    await keep(client.api.patch(`/${app}/meetings/${meeting}`, { title: `${title}, changed` }))
    await keep(client.active(app, meeting))
    const first = await keep(client.start(app, meeting, { name: title }))
    await keep(client.start(app, meeting))
    await keep(client.advance(2.5))
    await keep(client.active(app, meeting))
    await keep(client.activeSession(app, meeting))
    await keep(client.details(app, first))
    await keep(client.openSession(app, first))
    await keep(client.event(first, 'live'))
    await keep(client.event(first, 'fail', { err_message: 'cut' }))
    await keep(client.start(app, meeting))
    await keep(client.stop(app, meeting))
    await keep(client.stop(app, meeting))
    await keep(client.ofMeeting(app, meeting))
    const alone = await keep(client.api.post(`/${app}/livestreams`, { name: `${title} alone` }))
    await keep(client.event(alone, 'live'))
    await keep(client.advance(86_401))
    await keep(client.event(alone, 'live'))
    await keep(client.details(app, alone))
    await keep(client.list(app, { per_page: 2 }))
    await keep(client.list(app, { status: 'IDLE', sort_order: 'ASC' }))
    await keep(client.list(app, { exclude_meetings: true }))
    await keep(client.list(app, { page_no: -1 }))
    await keep(client.api.get(`/${app}/sessions`))
    await keep(client.overall(app))
    await keep(client.daywise(app))
    await keep(client.api.get(`/${app}/analytics/daywise`))
    await keep(client.api.get(`/${app}/meetings`))
    await keep(client.api.get('/nothing/here/at/all'))
  }
  await keep(client.control.get('/clock'))
  return payloads
}

const run = async (t: Tap, options: EmulatorOptions) => varied(await startFrozen(t, options))
type Tap = Parameters<typeof startFrozen>[0]

t.test('a frozen clock and a seed: two runs give the same bytes', async (t) => {
  for (const options of [{}, { wire: 'recorded' as const }, { seed: 0 }, { seed: Number.MAX_SAFE_INTEGER }])
    await t.test(JSON.stringify(options), async (t) => {
      const [first, second] = [await run(t, options), await run(t, options)]
      t.ok(first.length >= 95, `${first.length} calls`)
      t.strictSame(first, second)
    })
})

t.test('a file gives the same bytes as memory', async (t) => {
  t.strictSame(await run(t, { data: `${t.testdir()}/state.db` }), await run(t, {}))
})

t.test('another seed, or none, gives other ids', async (t) => {
  const options = [{}, { seed: 2 }, { seed: undefined }, { seed: undefined }]
  const ids = new Set<string>()
  for (const each of options) ids.add(await (await startFrozen(t, each)).newApp())
  t.equal(ids.size, options.length)
})

t.test('after a reset the same calls give the same bytes again', async (t) => {
  const client = await startFrozen(t)
  const before = await varied(client)
  await client.control.post('/reset')
  await client.control.put('/clock', { now: '2026-01-01T00:00:00.000Z' })
  t.strictSame(await varied(client), before)
})

t.test('what an account sees does not depend on what others do meanwhile', async (t) => {
  const { emulator } = await startFrozen(t, { autoLive: 'none' })
  const other = 'b0000000000000000000000000000002'
  const calls = async (client: Client) => {
    const seen: string[] = []
    const app = await client.newApp()
    seen.push(app)
    return {
      seen,
      async step() {
        const meeting = await client.newMeeting(app)
        seen.push(meeting, (await client.start(app, meeting)).payload, (await client.list(app)).payload)
        seen.push((await client.api.post(`/${app}/livestreams`)).payload)
      },
    }
  }
  const [a, b] = [
    await calls(createClient(overInject(emulator), account)),
    await calls(createClient(overInject(emulator), other)),
  ]
  for (let i = 0; i < 3; i++) {
    await a.step()
    await b.step()
    await b.step()
  }
  t.strictSame(
    a.seen.filter((text) => b.seen.includes(text)),
    [],
    'no two accounts have an id in common',
  )

  const alone = await startFrozen(t, { autoLive: 'none' })
  const [b2, a2] = [
    await calls(createClient(overInject(alone.emulator), other)),
    await calls(createClient(overInject(alone.emulator), account)),
  ]
  for (let i = 0; i < 6; i++) await b2.step()
  for (let i = 0; i < 3; i++) await a2.step()
  t.strictSame([a2.seen, b2.seen], [a.seen, b.seen], 'one after the other they see the same')
})

t.test('an answer that was refused draws no id', async (t) => {
  const ids = async (spoil: boolean) => {
    const client = await startFrozen(t)
    const app = await client.newApp()
    const meeting = await client.newMeeting(app)
    await client.newStart(app, meeting)
    if (spoil) {
      await client.start(app, meeting)
      await client.api.post('/apps', { name: '' })
      await client.api.post(`/${app}/meetings`, { title: 5 })
      await client.api.post('/no-such-app/livestreams', {})
    }
    return client.newLivestream(app)
  }
  t.equal(await ids(true), await ids(false))
})
