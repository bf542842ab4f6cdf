/** The console in a browser: how soon it can be used, how soon an event is on the screen, and what it costs the API. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { findChromium, launch } from '../browser/chromium.js'
import { accountId, appId, fixture, headers, kit, livestreamId } from './dataset.js'
import { type Measured, startGreenroom, startLoad } from './processes.js'
import type { MeasuredRow } from './report.js'
import { median } from './statistics.js'

/** A row, and whether its goal is the most or the least that it may be. */
export interface ConsoleRow extends MeasuredRow {
  bound: 'most' | 'least'
}

const readers = 10
/** Requests a second while events are watched. */
const RATE = 200
const EVENTS = 30
const scope = `?account=${accountId}&app=${appId}`
const read = { method: 'GET' as const, path: `${kit}/livestreams/${livestreamId(500)}`, headers }

type Load = ReturnType<typeof startLoad>

/** From the address to a page that shows its data and hears of events, without anything kept; milliseconds. */
async function opening(browser: Browser, base: string): Promise<number> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const began = performance.now()
  await page.goto(`${base}/${scope}`, { waitUntil: 'commit' })
  await page.waitForSelector('main h1')
  const taken = performance.now() - began
  await context.close()
  return taken
}

/** From the call that causes an event to its status on the screen, under other requests; milliseconds. */
async function showing(page: Page, { url }: Measured, load: Load): Promise<number[]> {
  await page.goto(`${url}/_greenroom/ui/livestreams/${livestreamId(0)}${scope}`)
  await page.waitForSelector('.connection.live')
  const cause = async (event: string, shown: string) => {
    const began = performance.now()
    const answer = await fetch(`${url}/_greenroom/livestreams/${livestreamId(0)}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ event }),
    })
    if (!answer.ok) throw new Error(await answer.text())
    await page.waitForSelector(`.page-head :text("${shown}")`)
    return performance.now() - began
  }
  let isOver = false
  const others = (async () => {
    while (!isOver) await load.run({ url, duration: 1, rate: RATE, connections: [[read], [read]] })
  })()
  const times: number[] = []
  for (let i = 0; i < EVENTS; i++) times.push(await cause('live', 'LIVE'), await cause('stop', 'IDLE'))
  isOver = true
  await others
  return times
}

/** The rate of reads beside three consoles, of that without, by turns. */
async function beside(pages: Page[], views: string[], options: { url: string; load: Load; pairs: number }) {
  const { url, load, pairs } = options
  const rate = async () => {
    const connections = Array.from({ length: readers }, () => [read])
    const { requests, duration } = await load.run({ url, duration: 1, connections })
    return requests / duration
  }
  for (let i = 0; i < 3; i++) await rate()
  const ratios: number[] = []
  for (let i = 0; i < pairs; i++) {
    for (const page of pages) await page.goto('about:blank')
    const alone = await rate()
    for (const [k, page] of pages.entries()) {
      await page.goto(`${url}/_greenroom/ui${views[k]}${scope}`)
      await page.waitForSelector('.connection.live')
    }
    ratios.push((await rate()) / alone)
  }
  return median(ratios)
}

/** Measure the console. @returns no rows where there is no Chromium */
export async function measureConsole(options: {
  starts: number
  pairs: number
  folder: string
}): Promise<ConsoleRow[]> {
  const { starts, pairs, folder } = options
  const program = findChromium()
  if (program === undefined) return []
  const file = join(folder, 'console.json')
  writeFileSync(file, JSON.stringify(fixture({ livestreams: 1000, meetings: 10 })))
  const greenroom = await startGreenroom('--fixtures', file, '--log-level', 'silent')
  const load = startLoad()
  const browser = await launch(program)
  try {
    const { url } = greenroom
    const openings: number[] = []
    for (let i = 0; i < starts; i++) openings.push(await opening(browser, `${url}/_greenroom/ui`))
    const pages = await Promise.all([1, 2, 3].map(() => browser.newPage()))
    const shown = await showing(pages[0] as Page, greenroom, load)
    const share = async (views: string[]) => (await beside(pages, views, { url, load, pairs })) * 100
    const name = 'GET livestream beside three consoles'
    return [
      { name: 'address to page, median', value: median(openings), unit: 'ms', goal: 300, bound: 'most' },
      {
        name: `event on the screen, ${RATE} requests/s, median`,
        value: median(shown),
        unit: 'ms',
        goal: 200,
        bound: 'most',
      },
      {
        name: `${name}: of its rate alone`,
        value: await share(['/', '/livestreams', '/time']),
        unit: '%',
        goal: 90,
        bound: 'least',
      },
      {
        name: `${name}, Requests among them`,
        value: await share(['/', '/livestreams', '/requests']),
        unit: '%',
        bound: 'least',
      },
    ]
  } finally {
    await browser.close()
    load.stop()
    await greenroom.stop()
  }
}
