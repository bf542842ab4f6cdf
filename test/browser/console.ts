/** The console: each view, actions by mouse and keyboard, live updates, and how it is for everybody. */

import assert from 'node:assert/strict'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { createEmulator, type Emulator } from '../../src/index.js'
import { createApi } from '../helpers/api.js'
import { overHttp } from '../helpers/requests.js'
import { openPage } from './chromium.js'

const views = [
  '/',
  '/livestreams',
  '/meetings',
  '/recordings',
  '/presets',
  '/time',
  '/requests',
  '/webhooks',
  '/webhooks/inbox',
  '/webhooks/inbox/1',
  '/faults',
  '/state',
  '/api',
  '/api/start_recording',
  '/api/addFault',
]
const hostile = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`

interface Violation {
  id: string
  nodes: { target: string[] }[]
}

/** List what WCAG 2.2 AA asks for and a page lacks. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<Violation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], iframes: false }).then((r) => r.violations)`,
  )
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** A world with a livestream in each state, and names that try to run. */
async function populate(emulator: Emulator) {
  const api = createApi(overHttp(emulator.url), 'account')
  const app = await api.app(hostile)
  const meeting = await api.meeting(app, { title: hostile })
  const started = await api.livestream(app, meeting, { name: 'Started' })
  for (const name of [hostile, 'Failed']) await api.independent(app, { name })
  const url = `${emulator.info().inbox}/${encodeURIComponent(hostile)}`
  await api.post(`/${app}/webhooks`, { name: hostile, url, events: ['meeting.participantJoined'] })
  emulator.meetings.join(meeting, { participant: { name: hostile } })
  await emulator.webhooks.wait({ count: 1 })
  return { api, app, meeting, started: started.id as string }
}

/** Every view, in both themes and on a narrow screen. */
async function checkViews(browser: Browser, base: string, scope: string) {
  let count = 0
  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const) {
    const { page, errors } = await openPage(browser, { scheme, width })
    for (const view of views) {
      await page.goto(`${base}${view}${scope}`)
      await page.waitForSelector('main h1')
      await page.waitForSelector('.connection.live')
      await page.waitForTimeout(150)
      assert.deepEqual(await violationsOf(page), [], `${view}, ${scheme}, ${width} px`)
      const excess = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      assert.ok(excess <= 0, `${view} at ${width} px is ${excess} px too wide`)
      assert.notEqual(await page.title(), 'run')
      count += 1
    }
    assert.deepEqual(errors, [])
    await page.close()
  }
  return `${count} views, in both themes and at 360 px, without a violation of WCAG 2.2 AA, and no name has run`
}

/** Use it: a button, a live update, and the keyboard alone. */
async function checkUse(browser: Browser, emulator: Emulator, livestream: string) {
  const base = `${emulator.url}/_greenroom/ui`
  const { page, errors } = await openPage(browser)
  await page.goto(`${base}/livestreams`)
  await page.click('text=Started')
  await page.waitForSelector('h1:has-text("Started")')

  const before = performance.now()
  emulator.event(livestream, { event: 'live' })
  await page.waitForSelector('.page-head .status-on')
  const update = Math.round(performance.now() - before)

  await page.click('button:has-text("Stop")')
  await page.waitForSelector('.notice:has-text("It is IDLE")')
  await page.click('.notice summary')
  assert.match((await page.textContent('.notice .line code')) ?? '', /^curl .*\/events.* -d /)

  await page.keyboard.press('Control+k')
  await page.waitForSelector('.palette input:focus')
  await page.keyboard.type('advance 90')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.notice:has-text("00:01:30")')
  assert.equal(emulator.clock.now().toISOString(), '2026-01-01T00:01:30.000Z')
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await page.waitForSelector('h1:has-text("Livestreams")')
  await page.waitForSelector('tbody tr')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/ui\/livestreams\/[^/]+/)

  assert.deepEqual(errors, [])
  await page.close()
  return `a change is on the screen after ${update} ms; buttons, the palette and keys do what they say`
}

/** See a webhook arrive without a back end, with nothing but buttons. */
async function checkInbox(browser: Browser, emulator: Emulator) {
  const api = createApi(overHttp(emulator.url), 'other')
  const app = await api.app()
  const { id } = await api.independent(app)
  const { page, errors } = await openPage(browser)
  await page.goto(`${emulator.url}/_greenroom/ui/webhooks?account=other&app=${app}`)
  await page.click('button:has-text("New webhook")')
  await page.click('button:has-text("Use the inbox")')
  await page.click('label:has-text("meeting.ended")')
  await page.click('button:has-text("Create")')
  await page.waitForSelector('[aria-label="Webhooks"] tbody tr')
  assert.equal(emulator.webhooks.list({ account_id: 'other' }).webhooks[0]?.events.length, 8)
  await page.click('button:has-text("Disable")')
  await page.click('button:has-text("Delete")')
  await page.click('dialog button.danger')
  await page.waitForSelector('text=This app has no webhook yet')
  await page.click(`button:has-text("Send this app's webhooks here")`)
  await page.waitForSelector('[aria-label="Webhooks"] tbody tr')

  emulator.event(id, { event: 'live' })
  await page.click('[aria-label="Inbox"] tbody a:has-text("livestreaming.statusUpdate")')
  await page.waitForSelector('h1:has-text("livestreaming.statusUpdate")')
  await page.waitForSelector('.facts:has-text("✓ valid")')
  await page.waitForSelector('pre:has-text(\'"status": "LIVE"\')')
  await page.goBack()
  await page.click('[aria-label="The inbox"] button:has-text("Clear")')
  await page.click('dialog button.danger')
  await page.waitForSelector('text=Nothing has arrived yet')
  assert.equal(emulator.inbox.list({ account_id: 'other' }).messages.length, 0)
  assert.deepEqual(errors, [])
  await page.close()
  return 'a webhook is created, disabled, deleted, sent to the inbox, and seen there'
}

/** Press Tab until something has the focus. */
async function tabTo(page: Page, selector: string) {
  for (let i = 0; i < 200; i++) {
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)})`)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab does not reach ${selector}`)
}

/** Wait until a field has a value, which a policy against evaluated scripts keeps Playwright from asking for. */
async function waitForValue(page: Page, selector: string, value: string) {
  for (let i = 0; i < 100; i++) {
    if ((await page.inputValue(selector)) === value) return
    await page.waitForTimeout(50)
  }
  assert.equal(await page.inputValue(selector), value)
}

/** Call operations from the page of the API: by the keyboard alone, with an id that exists, and after a question. */
async function checkApi(
  browser: Browser,
  emulator: Emulator,
  { app, meeting }: { app: string; meeting: string },
) {
  const { page, errors } = await openPage(browser)
  await page.goto(`${emulator.url}/docs?account=account`)
  await page.waitForURL(/\/_greenroom\/ui\/api/)
  await page.waitForSelector('.operations a')
  await page.keyboard.press('/')
  await page.keyboard.type('create a meeting')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/ui\/api\/create_meeting/)
  await waitForValue(page, '#parameter-app_id', app)
  await tabTo(page, '#request-body')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('{"title": "By keyboard"}')
  await tabTo(page, '.request [type=submit]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('section[aria-label="Answer"] .status:has-text("201")')
  const made = emulator.meetings.list().meetings.find(({ title }) => title === 'By keyboard')
  assert.ok(made, 'the meeting was created')

  await page.goto(`${emulator.url}/_greenroom/ui/api/get_meeting?account=account`)
  await waitForValue(page, '#parameter-meeting_id', made.id)
  await page.fill('#parameter-meeting_id', meeting)
  await page.click('.request [type=submit]')
  await page.waitForSelector(`section[aria-label="Answer"] pre:has-text("${meeting}")`)
  assert.match(
    (await page.textContent('.lines')) ?? '',
    /curl -H 'Authorization: Bearer any' .*\/client\/v4\//,
  )

  emulator.faults.add({ action: { status: 500 } })
  await page.goto(`${emulator.url}/_greenroom/ui/api/clearFaults`)
  await page.click('.request [type=submit]')
  await page.click('dialog[open] button.danger')
  await page.waitForSelector('section[aria-label="Answer"] .status:has-text("200")')
  assert.deepEqual(emulator.faults.list(), [])

  assert.deepEqual(errors, [])
  await page.close()
  return 'the page of the API finds operations, calls them by the keyboard alone, and asks before it removes'
}

/** Check the console. @returns lines that tell what was seen */
export async function checkConsole(browser: Browser): Promise<string[]> {
  const emulator = await createEmulator({ clock: 'frozen', seed: 1, fixtures: ['none'] })
  try {
    const { app, meeting, started } = await populate(emulator)
    const base = `${emulator.url}/_greenroom/ui`
    return [
      await checkViews(browser, base, `?account=account&app=${app}`),
      await checkUse(browser, emulator, started),
      await checkInbox(browser, emulator),
      await checkApi(browser, emulator, { app, meeting }),
    ]
  } finally {
    await emulator.close({ force: true })
  }
}
