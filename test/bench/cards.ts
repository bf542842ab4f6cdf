/** What very many livestreams with the test card cost: while nobody watches, and while some do. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fixture, headers, kit, livestreamId } from './dataset.js'
import type { IngestRow } from './ingest.js'
import { type Measured, processorTime, residentMemory, startGreenroom, startLoad } from './processes.js'
import { median } from './statistics.js'

const livestreams = 1000
const viewers = 50
const readers = 10
/** Seconds of a segment of the card. */
const SEGMENT_SECONDS = 2

/** Let every livestream go live. @returns where the first of them are watched */
async function goLive({ url }: Measured): Promise<string[]> {
  const control = `${url}/_greenroom/livestreams`
  const json = { 'content-type': 'application/json' }
  for (let i = 0; i < livestreams; i++) {
    const body = JSON.stringify({ event: 'live' })
    const answer = await fetch(`${control}/${livestreamId(i)}/events`, {
      method: 'POST',
      headers: json,
      body,
    })
    if (!answer.ok) throw new Error(await answer.text())
  }
  const addresses: string[] = []
  for (let i = 0; i < viewers; i++) {
    const shown = (await (await fetch(`${control}/${livestreamId(i)}`)).json()) as { playback_url: string }
    addresses.push(shown.playback_url)
  }
  return addresses
}

/** Find the first address in a playlist, or the last. */
const addressIn = (playlist: string, which: 0 | -1) =>
  playlist
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .at(which) ?? ''

/** Watch as a player does: the playlist and its newest segment, each two seconds. @returns how many segments came */
async function watch(address: string, isOver: () => boolean): Promise<number> {
  const media = new URL(addressIn(await (await fetch(address)).text(), 0), address)
  let segments = 0
  while (!isOver()) {
    const playlist = await (await fetch(media)).text()
    const answer = await fetch(new URL(addressIn(playlist, -1), media))
    if (!answer.ok) throw new Error(`a segment was answered ${answer.status}`)
    await answer.arrayBuffer()
    segments += 1
    await delay(SEGMENT_SECONDS * 1000)
  }
  return segments
}

/** The processor's share of one core while something goes on. */
async function shareDuring(greenroom: Measured, work: () => Promise<unknown>): Promise<number> {
  const before = { processor: processorTime(greenroom), at: performance.now() }
  await work()
  return (processorTime(greenroom) - before.processor) / (performance.now() - before.at)
}

/** Reads alone and beside viewers, by turns. */
async function measureReads(greenroom: Measured, addresses: readonly string[], pairs: number) {
  const load = startLoad()
  const path = `${kit}/livestreams/${livestreamId(500)}`
  const read = async () => {
    const { requests, duration } = await load.run({
      url: greenroom.url,
      duration: 1,
      connections: Array.from({ length: readers }, () => [{ method: 'GET' as const, path, headers }]),
    })
    return requests / duration
  }
  try {
    for (let i = 0; i < 3; i++) await read()
    const ratios: number[] = []
    for (let i = 0; i < pairs; i++) {
      const alone = await read()
      let isOver = false
      const watching = addresses.map((address) => watch(address, () => isOver))
      ratios.push((await read()) / alone)
      isOver = true
      await Promise.all(watching)
    }
    return median(ratios)
  } finally {
    load.stop()
  }
}

/** Measure 1,000 livestreams with the test card. @param options.pushed seconds of each part */
export async function measureCards(options: {
  pushed: number
  pairs: number
  folder: string
}): Promise<IngestRow[]> {
  const { pushed: seconds, pairs, folder } = options
  const file = join(folder, 'cards.json')
  writeFileSync(file, JSON.stringify(fixture({ livestreams, meetings: 0 })))
  const greenroom = await startGreenroom('--fixtures', file, '--log-level', 'silent')
  try {
    const addresses = await goLive(greenroom)
    const idle = await shareDuring(greenroom, () => delay(seconds * 500))
    let segments = 0
    const ends = performance.now() + seconds * 1000
    const watched = await shareDuring(greenroom, async () => {
      const counts = await Promise.all(
        addresses.map((address) => watch(address, () => performance.now() > ends)),
      )
      segments = counts.reduce((sum, count) => sum + count, 0)
    })
    const name = `${livestreams} test cards`
    return [
      { name: `${name}, nobody watching: of a core`, value: idle * 100, unit: '%', bound: 'most' },
      { name: `${name}, ${viewers} viewers: of a core`, value: watched * 100, unit: '%', bound: 'most' },
      {
        name: `${name}, ${viewers} viewers: segments in ${seconds} s`,
        value: segments,
        unit: '',
        bound: 'least',
      },
      { name: `${name}: resident memory`, value: residentMemory(greenroom), unit: 'MB', bound: 'most' },
      {
        name: `GET livestream beside ${viewers} viewers: of its rate alone`,
        value: (await measureReads(greenroom, addresses, pairs)) * 100,
        unit: '%',
        bound: 'least',
      },
    ]
  } finally {
    await greenroom.stop()
  }
}
