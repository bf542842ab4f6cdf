/** Many workers on one emulator, each in an account of its own, over HTTP: none sees that others are there. */

import t from 'tap'
import { createEmulator } from '../../src/index.js'
import { rounds } from '../helpers/campaign.js'
import { type Answer, createClient, overHttp, type Send } from '../helpers/client.js'
import { overInject } from '../helpers/frozen.js'

const workers = Array.from({ length: rounds(20, 100) }, (_, i) => `worker-${String(i).padStart(3, '0')}`)
const fixture = {
  apps: [{ id: 'shared', name: 'The same in every account' }],
  meetings: [{ app_id: 'shared', id: 'standing', title: 'Standing' }],
  livestreams: [{ app_id: 'shared', id: 'camera', status: 'IDLE', created_at: '-1h' }],
}

/** A worker's whole life: two scenes, which it comes back to by every way there is. @returns all that it was answered */
async function live(send: Send, account: string, turn: number): Promise<string[]> {
  const client = createClient(send, account)
  const { api, control } = client
  const seen: string[] = []
  const told = async (answer: Promise<Answer>) => {
    const { status, payload } = await answer
    // The address is of the emulator, not of the worker.
    seen.push(`${status} ${payload.replaceAll(/(localhost|127\.0\.0\.1):\d+/g, 'HOST')}`)
    return payload
  }
  const here = { account_id: account }

  const scene = async (app: string) => {
    const rule = { match: { operation: 'fetch_all_livestreams', ...here }, action: { status: 503 }, times: 1 }
    await told(control.post('/faults', rule))
    await told(client.list(app))
    await told(client.list(app, { sort_order: 'ASC' }))
    const meeting = await client.newMeeting(app, { title: `Meeting ${turn}` })
    const livestream = await client.newStart(app, meeting)
    await told(client.start(app, meeting))
    await told(client.event(livestream, 'live', here))
    await told(client.active(app, meeting))
    await told(client.event('camera', turn % 2 ? 'stop' : 'live', here))
    await told(client.stop(app, meeting))
    await told(client.ofMeeting(app, meeting))
    await told(client.details(app, livestream))
    await told(client.overall(app))
    const asked = { operation: 'fetch_all_livestreams', ...here, status: 503, exactly: 1 }
    await told(control.post('/requests/verify', asked))
    await told(control.get(`/faults?account_id=${account}`))
    await told(control.delete(`/faults?account_id=${account}`))
    await told(control.delete(`/requests?account_id=${account}`))
  }

  await told(control.post('/reset', { ...here, fixtures: fixture }))
  await told(api.get('/apps'))
  await told(control.post('/snapshots/before', here))
  await scene('shared')
  const document = await told(control.get(`/state?account_id=${account}`))
  await told(control.post('/snapshots/before/restore', here))
  await scene('shared')
  await told(control.get(`/snapshots?account_id=${account}`))
  await told(control.post('/reset', { ...here, fixtures: 'none' }))
  await told(client.list('shared'))
  await scene(await client.newApp(`App ${turn}`))
  await told(control.put(`/state?account_id=${account}`, JSON.parse(document)))
  await scene('shared')
  await told(control.get(`/state?account_id=${account}`))
  return seen
}

async function start() {
  return createEmulator({ clock: 'frozen', seed: 7, fixtures: ['docs'], goLiveAfter: 5 })
}

t.test('every worker is answered byte for byte what it would be alone', async (t) => {
  const together = await start()
  t.teardown(() => together.close())
  const crowd = await Promise.all(workers.map((account, turn) => live(overHttp(together.url), account, turn)))

  // Alone: on another emulator with the same seed, where nobody else has been.
  for (const turn of [0, 1, workers.length - 1]) {
    await using alone = await start()
    t.same(crowd[turn], await live(overHttp(alone.url), workers[turn] ?? '', turn))
  }
  // The others one after another: each of them has the emulator to itself while it lives.
  await using quiet = await start()
  for (const [turn, account] of workers.entries())
    t.same(crowd[turn], await live(overInject(quiet), account, turn))

  t.ok((crowd[0]?.length ?? 0) > 60)
  for (const [turn, seen] of crowd.entries())
    for (const other of workers)
      if (other !== workers[turn] && seen.some((answer) => answer.includes(other)))
        t.fail(`${turn} saw ${other}`)
})
