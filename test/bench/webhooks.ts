/** How fast webhooks go out, and what it costs those who read meanwhile. */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setInterval } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { accountId, fixture, headers, kit, livestreamId } from './dataset.js'
import { type Measured, startGreenroom, startLoad } from './processes.js'

export interface WebhookRow {
  name: string
  value: number
  unit: string
  /** The least to aim at. */
  goal?: number
  met?: boolean
}

export interface WebhookOptions {
  /** How many deliveries are made for the rate. */
  deliveries: number
  /** Of the reads with deliveries, and of those without. */
  rounds: number
  /** Seconds. */
  roundDuration: number
  folder: string
}

const connections = 10
/** Each event goes to so many webhooks, so that making events costs little beside sending them. */
const webhooks = 10
const deliveriesPerSecond = 200
const leastKept = 0.8

async function startReceiver() {
  const child = fork(fileURLToPath(new URL('./receiver.js', import.meta.url)))
  const [port] = await once(child, 'message')
  return {
    url: `http://127.0.0.1:${port}/`,
    async received(): Promise<number> {
      child.send('how many')
      const [count] = await once(child, 'message')
      return count
    },
    stop: () => child.disconnect(),
  }
}

async function post(url: string, body: object) {
  const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } }
  const response = await fetch(url, { ...init, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url} answered ${await response.text()}`)
  return response.json()
}

const makeEvent = (greenroom: Measured, livestream: string, event: 'live' | 'stop') =>
  post(`${greenroom.url}/_greenroom/livestreams/${livestream}/events`, { event, account_id: accountId })

async function addWebhooks(greenroom: Measured, url: string) {
  for (let i = 0; i < webhooks; i++)
    await post(`${greenroom.url}${kit}/webhooks`, {
      name: `Bench ${i}`,
      url,
      events: ['livestreaming.statusUpdate'],
    })
}

/** Hold deliveries back on a clock that stands still, then let all go. */
async function measureRate(file: string, receiverUrl: string, deliveries: number): Promise<number> {
  const greenroom = await startGreenroom('--fixtures', file, '--clock', 'frozen')
  try {
    await addWebhooks(greenroom, receiverUrl)
    await post(`${greenroom.url}/_greenroom/deliveries/rules`, { send: 'late', delay: 1 })
    for (let i = 0; i < deliveries / webhooks; i++) await makeEvent(greenroom, livestreamId(i), 'live')
    const began = performance.now()
    await post(`${greenroom.url}/_greenroom/clock/advance`, { seconds: 1 })
    return deliveries / ((performance.now() - began) / 1000)
  } finally {
    await greenroom.stop()
  }
}

/** Make so many events that the deliveries are as many as is to be measured, until told to end. */
async function keepSending(greenroom: Measured, made: { events: number }, signal: AbortSignal) {
  const pause = (1000 * webhooks) / deliveriesPerSecond
  try {
    for await (const _ of setInterval(pause, undefined, { signal })) {
      const i = made.events++
      await makeEvent(greenroom, livestreamId(i % 100), Math.floor(i / 100) % 2 ? 'stop' : 'live')
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

async function measureReads(
  file: string,
  receiver: Awaited<ReturnType<typeof startReceiver>>,
  options: WebhookOptions,
) {
  const greenroom = await startGreenroom('--fixtures', file)
  const load = startLoad()
  const run = async (duration: number) => {
    const request = { method: 'GET', path: `${kit}/livestreams/${livestreamId(500)}`, headers }
    const result = await load.run({
      url: greenroom.url,
      duration,
      connections: Array.from({ length: connections }, () => [request]),
    })
    if (result.failures) throw new Error(`${result.failures} reads failed`)
    return result.requests / result.duration
  }
  try {
    await addWebhooks(greenroom, receiver.url)
    await run(1)
    const rates = { alone: 0, beside: 0 }
    let sent = 0
    const made = { events: 0 }
    for (let round = 0; round < options.rounds; round++) {
      rates.alone += await run(options.roundDuration)
      const before = await receiver.received()
      const end = new AbortController()
      const sending = keepSending(greenroom, made, end.signal)
      rates.beside += await run(options.roundDuration)
      end.abort()
      sent += (await receiver.received()) - before
      await sending
    }
    const perSecond = sent / (options.rounds * options.roundDuration)
    return { ratio: rates.beside / rates.alone, perSecond }
  } finally {
    load.stop()
    await greenroom.stop()
  }
}

export async function measureWebhooks(options: WebhookOptions): Promise<WebhookRow[]> {
  const file = join(options.folder, 'webhooks.json')
  writeFileSync(file, JSON.stringify(fixture({ livestreams: 1000, meetings: 0 })))
  const receiver = await startReceiver()
  try {
    const rate = await measureRate(file, receiver.url, options.deliveries)
    const { ratio, perSecond } = await measureReads(file, receiver, options)
    return [
      { name: 'deliveries to a receiver that answers at once', value: rate, unit: 'deliveries/s' },
      { name: 'deliveries while it is read from', value: perSecond, unit: 'deliveries/s' },
      {
        name: 'GET livestream meanwhile, of its rate alone',
        value: ratio * 100,
        unit: '%',
        goal: leastKept * 100,
        met: ratio >= leastKept,
      },
    ]
  } finally {
    receiver.stop()
  }
}
