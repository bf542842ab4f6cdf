/**
 * Each action of the console: pressed in the page, and seen in what the emulator then has. The `ctl` line that the page
 * shows for it is run against a twin of the emulator, which must then have the same state.
 */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { Browser, Page } from 'playwright-core'
import { createEmulator, type Emulator } from '../../src/index.js'
import { createApi } from '../helpers/api.js'
import { runCtl } from '../helpers/ctl.js'
import { overHttp } from '../helpers/requests.js'
import { openPage } from './chromium.js'

interface Stage {
  page: Page
  emulator: Emulator
  /** Another emulator with the same seed, in which the same happens by the command lines. */
  twin: Emulator
  app: string
  meeting: string
  livestream: string
  /** The query that has the account and the app. */
  scope: string
}

const apiOf = (emulator: Emulator) => createApi(overHttp(emulator.url), 'account')

/** The words of a command line, as a shell reads them. */
const wordsOf = (line: string) =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

/** The lines of a state, without what the player in the page has watched. */
const linesOf = (state: string) => state.replace(/"viewer_ms":\d+/g, '').split('\n')

/** Press a button, answer its question if it has one, and do the same to the twin by the command line that is shown. */
async function press(stage: Stage, button: string, { done, asks }: { done: string; asks?: boolean }) {
  const { page, emulator, twin } = stage
  await page.getByRole('button', { name: button, exact: true }).first().click()
  if (asks) await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click()
  const notice = page.locator('.notice').filter({ hasText: done })
  await notice.waitFor()
  const [curl = '', ctl = ''] = await notice.locator('.line code').allTextContents()
  assert.match(curl, /^curl .*\/_greenroom\//)
  const [program, command, ...words] = wordsOf(ctl)
  assert.deepEqual([program, command], ['greenroom', 'ctl'])
  const { code, stderr } = await runCtl(words, Number(new URL(twin.url).port))
  assert.equal(code, 0, `${ctl}: ${stderr}`)
  const states = await Promise.all([emulator, twin].map((each) => text(each.state.export())))
  const [pressed = [], typed = []] = states.map(linesOf)
  const difference = pressed.findIndex((line, i) => line !== typed[i])
  assert.equal(typed[difference], pressed[difference], `${ctl} does what ${button} does`)
  await notice.getByLabel('Dismiss').click()
}

async function checkLivestream(stage: Stage) {
  const { page, emulator, scope, livestream: id } = stage
  await page.goto(`${emulator.url}/_greenroom/ui/livestreams/${id}${scope}`)
  const shown = () => emulator.livestreams.get(id)
  await press(stage, 'Go live', { done: 'It is LIVE' })
  assert.equal(shown().status, 'LIVE')
  await page.getByLabel('Viewers').fill('41')
  await press(stage, 'Set', { done: 'Set the viewers' })
  assert.equal(shown().viewers, 41)
  await page.getByLabel('Why it fails').fill('The encoder fell over')
  await press(stage, 'Fail', { done: 'It is ERRORED' })
  assert.equal(shown().err_message, 'The encoder fell over')
  await press(stage, 'Disable', { done: 'Disable' })
  assert.equal(shown().disabled, true)
  assert.equal(await page.getByRole('button', { name: 'Go live', exact: true }).count(), 0)
  await press(stage, 'Enable', { done: 'Enable' })
  assert.equal(shown().disabled, false)
  const key = shown().stream_key
  await press(stage, 'New stream key', { done: 'New stream key', asks: true })
  assert.notEqual(shown().stream_key, key)
}

async function checkMeeting(stage: Stage) {
  const { page, emulator, scope, meeting: id } = stage
  await page.goto(`${emulator.url}/_greenroom/ui/meetings/${id}${scope}`)
  const shown = () => emulator.meetings.get(id)
  await page.getByLabel('Name').fill('Ada')
  await press(stage, 'Join', { done: 'Ada joined' })
  const session = shown().live_session
  assert.ok(session)
  const present = () => emulator.sessions.get(session.id).present.map(({ name }) => name)
  assert.deepEqual(present(), ['Ada'])
  await press(stage, 'Leave', { done: 'Leave' })
  assert.deepEqual(present(), [])
  await page.getByText('Everybody has left').waitFor()
  await press(stage, 'Start livestreaming', { done: 'Start livestreaming' })
  assert.equal(shown().active_livestream?.status, 'INVOKED')
  await page.getByLabel('Name').fill('Grace')
  await press(stage, 'Join', { done: 'Grace joined' })
  await press(stage, 'Kick all', { done: 'Kick all', asks: true })
  assert.equal(shown().live_session, null)
  assert.equal(shown().active_livestream, null)
}

async function checkTime(stage: Stage) {
  const { page, emulator, scope } = stage
  await page.goto(`${emulator.url}/_greenroom/ui/time`)
  const before = emulator.clock.now().getTime()
  const passed = () => (emulator.clock.now().getTime() - before) / 1000
  for (const [button, seconds] of [
    ['+2 s', 2],
    ['+90 s', 92],
    ['+1 h', 3692],
  ] as const) {
    await press(stage, button, { done: 'ran' })
    assert.equal(passed(), seconds, button)
  }
  await page.getByLabel('To an instant (UTC)').fill('2026-01-02T00:00:00')
  await press(stage, 'Advance to it', { done: 'ran' })
  assert.equal(emulator.clock.now().toISOString(), '2026-01-02T00:00:00.000Z')
  await press(stage, 'Until idle', { done: 'ran' })
  await page.goto(`${emulator.url}/_greenroom/ui/time${scope}`)
  await press(stage, 'A clock of its own', { done: 'A clock of its own' })
  const shared = emulator.clock.now().getTime()
  await press(stage, '+90 s', { done: 'ran' })
  const own = emulator.clock.now({ account_id: 'account' }).getTime()
  assert.equal(own - emulator.clock.now().getTime(), 90_000)
  assert.equal(emulator.clock.now().getTime(), shared)
  await press(stage, 'Follow the shared clock', { done: 'Follow the shared clock' })
  assert.equal(emulator.clock.now({ account_id: 'account' }).getTime(), shared)
}

async function checkFaults(stage: Stage) {
  const { page, emulator, scope, app } = stage
  await page.goto(`${emulator.url}/_greenroom/ui/faults${scope}`)
  await page.getByLabel('Operation').selectOption('fetch_all_livestreams')
  await page
    .locator('label', { hasText: /^Fault/ })
    .locator('select')
    .selectOption('503')
  await press(stage, 'Add the fault', { done: 'armed' })
  const api = apiOf(emulator)
  assert.equal((await api.list(app)).status, 503)
  assert.equal((await api.list(app)).status, 200)
  await press(stage, 'Add the fault', { done: 'armed' })
  await press(stage, 'Remove all', { done: 'Remove all' })
  assert.deepEqual(emulator.faults.list(), [])
}

async function checkState(stage: Stage) {
  const { page, emulator, twin, scope } = stage
  await page.goto(`${emulator.url}/_greenroom/ui/state`)
  const apps = () => emulator.accounts().accounts.flatMap((account) => account.apps.map(({ name }) => name))
  await page.getByLabel('Name').fill('kept')
  await press(stage, 'Take a snapshot of everything', { done: 'is taken' })
  for (const each of [emulator, twin]) await apiOf(each).app('Made since')
  assert.deepEqual(apps().toSorted(), ['Made since', 'Shop'])
  await press(stage, 'Restore', { done: 'Restore', asks: true })
  assert.deepEqual(apps(), ['Shop'])
  await press(stage, 'Remove', { done: 'Remove', asks: true })
  await page.goto(`${emulator.url}/_greenroom/ui/state${scope}`)
  await press(stage, 'Reset this account', { done: 'Reset this account', asks: true })
  assert.deepEqual(apps(), [])
}

/** An emulator with a meeting and a livestream, the same each time. */
async function furnish() {
  const emulator = await createEmulator({ clock: 'frozen', seed: 1, fixtures: ['none'] })
  const api = apiOf(emulator)
  const app = await api.app('Shop')
  const meeting = await api.meeting(app, { title: 'Show' })
  const { id: livestream } = await api.independent(app, { name: 'Launch' })
  return { emulator, app, meeting, livestream }
}

/** Press the buttons of the console. @returns lines that tell what was seen */
export async function checkActions(browser: Browser): Promise<string[]> {
  const [furnished, { emulator: twin }] = [await furnish(), await furnish()]
  const { emulator, app } = furnished
  try {
    const { page, errors } = await openPage(browser)
    const stage = { ...furnished, page, twin, scope: `?account=account&app=${app}` }
    for (const check of [checkLivestream, checkMeeting, checkTime, checkFaults, checkState])
      await check(stage)
    assert.deepEqual(errors, [])
    await page.close()
    return [
      'the buttons of a livestream, a meeting, Time, Faults and State do what they say, and so do their ctl lines',
    ]
  } finally {
    await Promise.all([emulator, twin].map((each) => each.close({ force: true })))
  }
}
