/** How many encoders Greenroom takes, and what they cost those who read meanwhile. */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { portOf } from '../helpers/encoder.js'
import { fixture, headers, kit, livestreamId } from './dataset.js'
import type { PushJob, PushResult } from './encoders.js'
import { type Measured, processorTime, residentMemory, startGreenroom, startLoad } from './processes.js'
import type { MeasuredRow } from './report.js'
import { median } from './statistics.js'

export type IngestRow = MeasuredRow & { bound: 'least' | 'most' }

const readers = 10

/** Create independent livestreams. @returns the server for encoders, and the stream keys */
async function createLivestreams({ url }: Measured, count: number) {
  const made: { ingest_server: string; stream_key: string }[] = []
  for (let i = 0; i < count; i++) {
    const answer = await fetch(`${url}${kit}/livestreams`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Pushed ${i}` }),
    })
    const { data } = (await answer.json()) as { data: (typeof made)[number] }
    made.push(data)
  }
  return { port: portOf(made[0]?.ingest_server), keys: made.map(({ stream_key }) => stream_key) }
}

function startEncoders(job: PushJob) {
  const child = fork(fileURLToPath(new URL('./encoders.js', import.meta.url)))
  child.send(job)
  return {
    begun: once(child, 'message'),
    async result(): Promise<PushResult> {
      const [result] = await once(child, 'message')
      child.disconnect()
      return result
    },
  }
}

/** Push for some seconds. @param meanwhile runs from the first picture on */
async function measurePushes(
  greenroom: Measured,
  job: PushJob,
  meanwhile: () => Promise<void> = async () => {},
) {
  const encoders = startEncoders(job)
  await encoders.begun
  const before = { processor: processorTime(greenroom), at: performance.now() }
  const ended = encoders.result()
  await meanwhile()
  const { sent, took, megabits } = await ended
  const processor = (processorTime(greenroom) - before.processor) / (performance.now() - before.at)
  return { rate: sent / took, processor, megabits, memory: residentMemory(greenroom) }
}

/** Reads alone and beside pushes, by turns that are short, since what else a machine does comes and goes. */
async function measureReads(greenroom: Measured, job: PushJob, pairs: number) {
  const load = startLoad()
  const path = `${kit}/livestreams/${livestreamId(500)}`
  const read = async () => {
    const { requests, duration, failures } = await load.run({
      url: greenroom.url,
      duration: 1,
      connections: Array.from({ length: readers }, () => [{ method: 'GET' as const, path, headers }]),
    })
    if (failures) throw new Error(`${failures} reads failed`)
    return requests / duration
  }
  try {
    for (let i = 0; i < 3; i++) await read()
    const ratios: number[] = []
    for (let i = 0; i < pairs; i++) {
      const alone = await read()
      await measurePushes(greenroom, { ...job, seconds: 2 }, async () => {
        ratios.push((await read()) / alone)
      })
    }
    return median(ratios)
  } finally {
    load.stop()
  }
}

/** Measure 25 pushes with readers beside them, and 100. @param options.pushed seconds of each */
export async function measureIngest(options: {
  pushed: number
  pairs: number
  folder: string
}): Promise<IngestRow[]> {
  const { pushed: seconds, pairs, folder } = options
  const file = join(folder, 'ingest.json')
  writeFileSync(file, JSON.stringify(fixture({ livestreams: 1000, meetings: 0 })))
  const rows: IngestRow[] = []
  for (const pushes of [25, 100]) {
    const greenroom = await startGreenroom('--fixtures', file, '--rtmp-port', '0', '--log-level', 'silent')
    try {
      const job = { ...(await createLivestreams(greenroom, pushes)), seconds }
      const { rate, processor, megabits, memory } = await measurePushes(greenroom, job)
      const name = `${pushes} pushes of ${megabits.toFixed(1)} Mbit/s for ${seconds} s`
      const isSmall = pushes === 25
      rows.push(
        {
          name: `${name}: of the nominal rate`,
          value: rate * 100,
          unit: '%',
          bound: 'least',
          ...(isSmall && { goal: 98 }),
        },
        {
          name: `${name}: resident memory`,
          value: memory,
          unit: 'MB',
          bound: 'most',
          ...(isSmall && { goal: 250 }),
        },
        { name: `${name}: of a core`, value: processor * 100, unit: '%', bound: 'most' },
      )
      if (isSmall)
        rows.push({
          name: `GET livestream beside ${pushes} pushes: of its rate alone`,
          value: (await measureReads(greenroom, job, pairs)) * 100,
          unit: '%',
          bound: 'least',
          goal: 80,
        })
    } finally {
      await greenroom.stop()
    }
  }
  return rows
}
