/** The page for viewers plays: the test card over its loop points, and what ffmpeg pushes. */

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import type { Browser } from 'playwright-core'
import { createEmulator } from '../../src/index.js'
import { createApi } from '../helpers/api.js'
import { root } from '../helpers/bundle.js'
import { overHttp } from '../helpers/requests.js'
import { openPage } from './chromium.js'

/** Seconds that the card is watched: it is repeated every eight. */
const CARD_SECONDS = 45
const PUSH_SECONDS = 12

/** How far a page has played, and how bright its picture is, from 0 to 255. */
const look = `(() => {
  const video = document.querySelector('video')
  const canvas = document.createElement('canvas')
  canvas.width = 32
  canvas.height = 18
  const context = canvas.getContext('2d')
  context.drawImage(video, 0, 0, 32, 18)
  const { data } = context.getImageData(0, 0, 32, 18)
  const light = data.filter((_, i) => i % 4 !== 3).reduce((sum, value) => sum + value, 0)
  return { time: video.currentTime, brightness: light / (32 * 18 * 3) }
})()`
interface Look {
  time: number
  brightness: number
}

/** Watch a page for some seconds, and check that it plays. */
async function watch(browser: Browser, { url, seconds }: { url: string; seconds: number }) {
  const { page, errors } = await openPage(browser)
  await page.goto(url.replace('manifest/video.m3u8', 'watch'))
  await page.waitForSelector('body[data-state="playing"]', { timeout: 20_000 })
  const begun = await page.evaluate<Look>(look)
  await page.waitForTimeout(seconds * 1000)
  const { time, brightness } = await page.evaluate<Look>(look)
  const played = time - begun.time
  assert.ok(played >= (seconds * 10) / 12, `${played.toFixed(1)} s were played in ${seconds} s`)
  assert.ok(brightness > 16, `the picture is not black (${brightness.toFixed(0)})`)
  assert.deepEqual(errors, [])
  await page.close()
  return played
}

/** Check both. @returns lines that tell what was seen */
export async function checkPlaying(browser: Browser): Promise<string[]> {
  const emulator = await createEmulator({ rtmpPort: 0, fixtures: ['none'], goLiveAfter: 0 })
  try {
    const api = createApi(overHttp(emulator.url), 'account')
    const app = await api.app()
    const card = await api.livestream(app, await api.meeting(app, {}), {})
    const seen = await watch(browser, { url: card.playback_url, seconds: CARD_SECONDS })
    const lines = [`the test card: ${seen.toFixed(1)} s played in ${CARD_SECONDS} s, without an error`]

    if (spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status !== 0)
      return [...lines, 'skipped: no ffmpeg to push with']
    const own = await api.independent(app, { name: 'pushed' })
    const input = ['-re', '-stream_loop', '-1', '-i', `${root}fixtures/test-card.mp4`]
    const encoder = spawn(
      'ffmpeg',
      [
        '-loglevel',
        'error',
        '-nostdin',
        ...input,
        '-c',
        'copy',
        '-f',
        'flv',
        `${emulator.ingest}${own.stream_key}`,
      ],
      { stdio: 'ignore' },
    )
    try {
      const pushed = await watch(browser, { url: own.playback_url, seconds: PUSH_SECONDS })
      return [
        ...lines,
        `a push by ffmpeg: ${pushed.toFixed(1)} s played in ${PUSH_SECONDS} s, without an error`,
      ]
    } finally {
      encoder.kill()
    }
  } finally {
    await emulator.close({ force: true })
  }
}
