import t from 'tap'
import { createRandom, rounds, seed } from '../../helpers/campaign.js'
import { createClient, overHttp } from '../../helpers/client.js'
import { type RunningProcess, startProcess } from '../../helpers/process.js'
import { type Answerer, answers, startReceiver } from '../../helpers/receiver.js'
import { webhookBody } from '../../helpers/webhooks.js'

const kills = rounds(8, 50)
const livestreamsPerRound = 4
const random = createRandom()

// Starting the processes takes its time on a busy machine.
t.comment('timeout=600000')
t.setTimeout(600_000)

const hookTo = ({ url }: { url: string }) => webhookBody({ url, events: ['livestreaming.statusUpdate'] })

/** Live livestreams of an app, by the API. */
async function liveOnes(client: ReturnType<typeof createClient>, app: string) {
  const { body } = await client.list(app, { status: 'LIVE', per_page: '1000' })
  return body.data.livestreams.map(({ id }: { id: string }) => id) as string[]
}

t.test(
  `killed ${kills} times (seed ${seed}) between a transition and its delivery, nothing is lost or invented`,
  { timeout: 500_000 },
  async (t) => {
    const args = [
      '--data',
      `${t.testdir()}/state.db`,
      '--fixtures',
      'none',
      '--seed',
      '1',
      '--log-level',
      'silent',
    ]
    let running: RunningProcess
    /** How many deliveries until it is killed, before it has the last one's answer. */
    let left = 0
    const answer: Answerer = (received, response, request) => {
      if (--left === 0) running.child.kill('SIGKILL')
      else answers(200)(received, response, request)
    }
    const receiver = await startReceiver(t, { answer })
    const answered = new Set<string>()
    let app: string | undefined

    for (let round = 0; round < kills; round++) {
      running = await startProcess(t, args)
      const { child } = running
      const ended = new Promise((resolve) => child.once('close', resolve))
      const client = createClient(overHttp(running.url))
      if (app === undefined) {
        app = await client.newApp()
        await client.api.post(`/${app}/webhooks`, hookTo(receiver))
      }
      const appNow = app
      const livestreams = await Promise.all(
        Array.from({ length: livestreamsPerRound }, () => client.newLivestream(appNow)),
      )
      // Kill it before some delivery is answered, or once some event is; the last process's deliveries come first.
      const some = 1 + Math.floor(random() * livestreamsPerRound)
      const atDelivery = round % 3 > 0
      left = atDelivery ? some : 0
      let transitions = 0
      const goLive = async (livestream: string) => {
        const { status } = await client.event(livestream, 'live')
        if (status === 200) answered.add(livestream)
        if (++transitions === some && !atDelivery) child.kill('SIGKILL')
      }
      const ignoreEnd = (error: unknown) => {
        // fetch's one error when the other side goes away.
        if (!(error instanceof TypeError)) throw error
      }
      await Promise.all(livestreams.map((livestream) => goLive(livestream).catch(ignoreEnd)))
      await ended
    }

    left = 0
    running = await startProcess(t, args)
    const client = createClient(overHttp(running.url))
    const live = await liveOnes(client, app ?? '')
    await client.control.post('/deliveries/wait', { count: live.length })
    const told = new Map<string, Set<unknown>>()
    for (const { body, headers } of receiver.received) {
      if (body.status !== 'LIVE') t.fail(`told of ${body.status}`)
      told.set(body.streamId, (told.get(body.streamId) ?? new Set()).add(headers['rtk-uuid']))
    }
    t.strictSame(
      [...answered].filter((id) => !told.has(id)),
      [],
      `${answered.size} were answered, and told of`,
    )
    t.strictSame([...told.keys()].sort(), live.sort(), `${live.length} went live, and no other was told of`)
    t.strictSame(
      [...told].filter(([, uuids]) => uuids.size > 1),
      [],
      'a repeat has the same rtk-uuid',
    )
    t.ok(receiver.received.length > live.length, `${receiver.received.length - live.length} were repeated`)
    t.ok(answered.size >= kills, 'there was something to lose')
    t.equal(await running.stop(), 0)
  },
)

t.test('a delivery that waits for its next attempt goes on waiting after a restart', async (t) => {
  const data = `${t.testdir()}/state.db`
  const args = ['--data', data, '--fixtures', 'none', '--clock', 'frozen', '--log-level', 'silent']
  const receiver = await startReceiver(t, { answer: answers(503) })
  const first = await startProcess(t, args)
  const before = createClient(overHttp(first.url))
  const app = await before.newApp()
  await before.api.post(`/${app}/webhooks`, hookTo(receiver))
  const livestream = await before.newLivestream(app)
  await before.event(livestream, 'live')
  await before.event(livestream, 'stop')
  await before.advance(4)
  const ended = new Promise((resolve) => first.child.once('close', resolve))
  first.child.kill('SIGKILL')
  await ended

  receiver.answer = answers(200)
  const second = await startProcess(t, [...args, '--now', '2026-01-01T00:00:04.000Z'])
  const after = createClient(overHttp(second.url))
  await after.advance(0)
  t.strictSame(receiver.told(), ['LIVE'])
  await after.advance(1)
  t.strictSame(receiver.told(), ['LIVE', 'LIVE', 'IDLE'])
  const [one, again, other] = receiver.received.map(({ headers }) => headers['rtk-uuid'])
  t.equal(again, one)
  t.not(other, one)
})

t.test('with a real clock a delivery begins at once, and its retry in time', async (t) => {
  const receiver = await startReceiver(t, { answer: answers(503) })
  const args = ['--fixtures', 'none', '--webhook-retries', '50ms,50ms', '--log-level', 'silent']
  const running = await startProcess(t, args)
  const client = createClient(overHttp(running.url))
  const app = await client.newApp()
  await client.api.post(`/${app}/webhooks`, hookTo(receiver))
  await client.event(await client.newLivestream(app), 'live')
  const { body: waited } = await client.control.post('/deliveries/wait', { count: 1, outcome: 'failed' })
  t.equal(waited.deliveries[0].attempts.length, 3)
  t.equal(receiver.received.length, 3)
})

t.test(
  'a process ends while a receiver does not answer, and sends the delivery again at its next start',
  async (t) => {
    let arrived = () => {}
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const receiver = await startReceiver(t, { answer: () => arrived() })
    const args = ['--data', `${t.testdir()}/state.db`, '--fixtures', 'none', '--log-level', 'silent']
    const first = await startProcess(t, args)
    const client = createClient(overHttp(first.url))
    const app = await client.newApp()
    await client.api.post(`/${app}/webhooks`, hookTo(receiver))
    await client.event(await client.newLivestream(app), 'live')
    await arrival
    t.equal(await first.stop(), 0)

    receiver.answer = answers(200)
    const second = await startProcess(t, args)
    const { body: waited } = await createClient(overHttp(second.url)).control.post('/deliveries/wait', {
      count: 1,
    })
    t.equal(waited.deliveries[0].attempts.length, 1, 'being cut off is no attempt')
    const [one, again] = receiver.received.map(({ headers }) => headers['rtk-uuid'])
    t.equal(receiver.received.length, 2)
    t.equal(again, one)
  },
)
