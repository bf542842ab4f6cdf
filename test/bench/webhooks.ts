/** How fast webhooks go out, and what it costs those who read meanwhile. */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { Agent, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setInterval } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { accountId, fixture, headers, kit, livestreamId } from './dataset.js'
import { type Measured, startGreenroom, startLoad } from './processes.js'
import { median } from './statistics.js'

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
  /** How often reads alone are compared with reads beside deliveries, a second each. */
  pairs: number
  folder: string
}

const connections = 10
/** Each event goes to so many webhooks, so that making events costs little beside sending them. */
const manyWebhooks = 10

/** What goes on beside reads. The last is what it costs just to make the events of the one before. */
const besides: { webhooks: number; events: number; goal?: number }[] = [
  { webhooks: manyWebhooks, events: 20, goal: 0.8 },
  { webhooks: 1, events: 200 },
  { webhooks: 0, events: 200 },
]

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

const agent = new Agent({ keepAlive: true })

/** Not fetch: it takes much more of the processor from those who are measured. */
async function post(url: string, body: object) {
  const posted = request(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    agent,
  })
  const [response] = (await once(posted.end(JSON.stringify(body)), 'response')) as [IncomingMessage]
  const answer = await text(response)
  if ((response.statusCode ?? 0) >= 300) throw new Error(`${url} answered ${answer}`)
}

const makeEvent = (greenroom: Measured, livestream: string, event: 'live' | 'stop') =>
  post(`${greenroom.url}/_greenroom/livestreams/${livestream}/events`, { event, account_id: accountId })

async function addWebhooks(greenroom: Measured, url: string, count: number) {
  for (let i = 0; i < count; i++)
    await post(`${greenroom.url}${kit}/webhooks`, {
      name: `Bench ${i}`,
      url: `${url}?webhook=${i}`,
      events: ['livestreaming.statusUpdate'],
    })
}

/** Hold deliveries back on a clock that stands still, then let all go. */
async function measureRate(file: string, receiverUrl: string, deliveries: number): Promise<number> {
  const greenroom = await startGreenroom('--fixtures', file, '--clock', 'frozen')
  try {
    await addWebhooks(greenroom, receiverUrl, manyWebhooks)
    await post(`${greenroom.url}/_greenroom/deliveries/rules`, { send: 'late', delay: 1 })
    for (let i = 0; i < deliveries / manyWebhooks; i++) await makeEvent(greenroom, livestreamId(i), 'live')
    const began = performance.now()
    await post(`${greenroom.url}/_greenroom/clock/advance`, { seconds: 1 })
    return deliveries / ((performance.now() - began) / 1000)
  } finally {
    await greenroom.stop()
  }
}

/** Make so many events a second until told to end. */
async function keepSending(
  greenroom: Measured,
  { perSecond, made, signal }: { perSecond: number; made: { events: number }; signal: AbortSignal },
) {
  const pause = 1000 / perSecond
  try {
    for await (const _ of setInterval(pause, undefined, { signal })) {
      const i = made.events++
      await makeEvent(greenroom, livestreamId(i % 100), Math.floor(i / 100) % 2 ? 'stop' : 'live')
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** Reads alone and beside deliveries, by turns that are short, since what else a machine does comes and goes. */
async function measureReads(
  file: string,
  receiver: Awaited<ReturnType<typeof startReceiver>>,
  { pairs, webhooks, events }: { pairs: number; webhooks: number; events: number },
) {
  const greenroom = await startGreenroom('--fixtures', file)
  const load = startLoad()
  const made = { events: 0 }
  const read = async () => {
    const request = { method: 'GET' as const, path: `${kit}/livestreams/${livestreamId(500)}`, headers }
    const result = await load.run({
      url: greenroom.url,
      duration: 1,
      connections: Array.from({ length: connections }, () => [request]),
    })
    if (result.failures) throw new Error(`${result.failures} reads failed`)
    return result.requests / result.duration
  }
  const readBeside = async () => {
    const end = new AbortController()
    const sending = keepSending(greenroom, { perSecond: events, made, signal: end.signal })
    const rate = await read()
    end.abort()
    await sending
    return rate
  }
  try {
    await addWebhooks(greenroom, receiver.url, webhooks)
    await read()
    await readBeside()
    const ratios: number[] = []
    let sent = 0
    for (let pair = 0; pair < pairs; pair++) {
      const alone = await read()
      const before = await receiver.received()
      ratios.push((await readBeside()) / alone)
      sent += (await receiver.received()) - before
    }
    return { ratio: median(ratios), perSecond: sent / pairs }
  } finally {
    load.stop()
    await greenroom.stop()
  }
}

export async function measureWebhooks({ deliveries, pairs, folder }: WebhookOptions): Promise<WebhookRow[]> {
  const file = join(folder, 'webhooks.json')
  writeFileSync(file, JSON.stringify(fixture({ livestreams: 1000, meetings: 0 })))
  const receiver = await startReceiver()
  try {
    const rate = await measureRate(file, receiver.url, deliveries)
    const rows: WebhookRow[] = [
      { name: 'deliveries to a receiver that answers at once', value: rate, unit: 'deliveries/s' },
    ]
    for (const { webhooks, events, goal } of besides) {
      const { ratio, perSecond } = await measureReads(file, receiver, { pairs, webhooks, events })
      const name = `GET livestream beside ${events} events/s to ${webhooks} webhooks each`
      rows.push(
        { name: `${name}: delivered`, value: perSecond, unit: 'deliveries/s' },
        {
          name: `${name}: of its rate alone`,
          value: ratio * 100,
          unit: '%',
          ...(goal !== undefined && { goal: goal * 100, met: ratio >= goal }),
        },
      )
    }
    return rows
  } finally {
    receiver.stop()
  }
}
