/** Takes the pictures of docs/images: `npm run build && node dist/test/browser/screenshots.js`. Needs Chromium. */

import { createEmulator } from '../../src/index.js'
import { createApi } from '../helpers/api.js'
import { root } from '../helpers/bundle.js'
import { overHttp } from '../helpers/requests.js'
import { findChromium, launch, openPage } from './chromium.js'

const name = findChromium()
if (name === undefined) throw new Error('There is no Chromium to take pictures with')

const emulator = await createEmulator({ clock: 'frozen', seed: 1, fixtures: ['demo'] })
const browser = await launch(name)
try {
  const { livestreams } = emulator.livestreams.list({ status: 'LIVE' })
  const shown = livestreams.find(({ kind }) => kind === 'meeting') ?? livestreams[0]
  if (!shown) throw new Error('Nothing is live in the demo fixture')
  const { account_id: account, app_id: app, id } = shown

  // A little traffic: calls that succeed and fail, and webhooks that nobody takes, or the inbox does.
  const api = createApi(overHttp(emulator.url), account)
  const events = ['livestreaming.statusUpdate', 'meeting.started', 'meeting.ended']
  await api.post(`/${app}/webhooks`, { name: 'Production', url: 'http://127.0.0.1:9/webhooks', events })
  await api.post(`/${app}/webhooks`, { name: 'Inbox', url: emulator.info().inbox, events })
  const meeting = await api.meeting(app, { title: 'Press conference' })
  await api.livestream(app, meeting, { name: 'Press conference' })
  await api.start(app, meeting)
  await api.details(app, 'no-such-livestream')
  await api.list(app)
  emulator.faults.add({
    match: { operation: 'stop_livestreaming' },
    action: { status: 503, retry_after: 1 },
    times: 2,
  })
  await emulator.clock.advance(2)

  const scope = `?account=${account}&app=${app}`
  const { page } = await openPage(browser)
  await page.setViewportSize({ width: 1200, height: 780 })
  for (const [file, path] of [
    ['home', `/${scope}`],
    ['livestream', `/livestreams/${id}${scope}`],
    ['time', `/time${scope}`],
    ['requests', `/requests${scope}`],
    ['webhooks', `/webhooks${scope}`],
  ]) {
    await page.goto(`${emulator.url}/_greenroom/ui${path}`)
    await page.waitForSelector('.connection.live')
    // The player needs a moment for its first picture.
    await page.waitForTimeout(2500)
    await page.screenshot({ path: `${root}docs/images/${file}.png` })
  }
} finally {
  await browser.close()
  await emulator.close({ force: true })
}
