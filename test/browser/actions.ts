/** Each action of the console: pressed in the page, and seen in what the emulator then has. */

import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { createEmulator, type Emulator } from '../../src/index.js'
import { createApi } from '../helpers/api.js'
import { overHttp } from '../helpers/requests.js'
import { openPage } from './chromium.js'

/** Press a button, answer its question if it has one, and wait for its notice, which is put away. */
async function press(page: Page, button: string, { done, asks }: { done: string; asks?: boolean }) {
  await page.getByRole('button', { name: button, exact: true }).first().click()
  if (asks) await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click()
  const notice = page.locator('.notice').filter({ hasText: done })
  await notice.waitFor()
  assert.match((await notice.textContent()) ?? '', /curl .*greenroom ctl /s, `the command lines of ${button}`)
  await notice.getByLabel('Dismiss').click()
}

async function checkLivestream(page: Page, { emulator, scope, id }: Subject) {
  await page.goto(`${emulator.url}/_greenroom/ui/livestreams/${id}${scope}`)
  const shown = () => emulator.livestreams.get(id)
  await press(page, 'Go live', { done: 'It is LIVE' })
  assert.equal(shown().status, 'LIVE')
  await page.getByLabel('Viewers').fill('41')
  await press(page, 'Set', { done: 'Set the viewers' })
  assert.equal(shown().viewers, 41)
  await page.getByLabel('Why it fails').fill('The encoder fell over')
  await press(page, 'Fail', { done: 'It is ERRORED' })
  assert.equal(shown().err_message, 'The encoder fell over')
  await press(page, 'Disable', { done: 'Disable' })
  assert.equal(shown().disabled, true)
  assert.equal(await page.getByRole('button', { name: 'Go live', exact: true }).count(), 0)
  await press(page, 'Enable', { done: 'Enable' })
  assert.equal(shown().disabled, false)
  const key = shown().stream_key
  await press(page, 'New stream key', { done: 'New stream key', asks: true })
  assert.notEqual(shown().stream_key, key)
}

async function checkMeeting(page: Page, { emulator, scope, id }: Subject) {
  await page.goto(`${emulator.url}/_greenroom/ui/meetings/${id}${scope}`)
  const shown = () => emulator.meetings.get(id)
  await page.getByLabel('Name').fill('Ada')
  await press(page, 'Join', { done: 'Ada joined' })
  const session = shown().live_session
  assert.ok(session)
  const present = () => emulator.sessions.get(session.id).present.map(({ name }) => name)
  assert.deepEqual(present(), ['Ada'])
  await press(page, 'Leave', { done: 'Leave' })
  assert.deepEqual(present(), [])
  await page.getByText('Everybody has left').waitFor()
  await press(page, 'Start livestreaming', { done: 'Start livestreaming' })
  assert.equal(shown().active_livestream?.status, 'INVOKED')
  await page.getByLabel('Name').fill('Grace')
  await press(page, 'Join', { done: 'Grace joined' })
  await press(page, 'Kick all', { done: 'Kick all', asks: true })
  assert.equal(shown().live_session, null)
  assert.equal(shown().active_livestream, null)
}

async function checkTime(page: Page, { emulator, scope }: Omit<Subject, 'id'>) {
  await page.goto(`${emulator.url}/_greenroom/ui/time`)
  const before = emulator.clock.now().getTime()
  const passed = () => (emulator.clock.now().getTime() - before) / 1000
  for (const [button, seconds] of [
    ['+2 s', 2],
    ['+90 s', 92],
    ['+1 h', 3692],
  ] as const) {
    await press(page, button, { done: 'ran' })
    assert.equal(passed(), seconds, button)
  }
  await page.getByLabel('To an instant (UTC)').fill('2026-01-02T00:00:00')
  await press(page, 'Advance to it', { done: 'ran' })
  assert.equal(emulator.clock.now().toISOString(), '2026-01-02T00:00:00.000Z')
  await press(page, 'Until idle', { done: 'ran' })
  await page.goto(`${emulator.url}/_greenroom/ui/time${scope}`)
  await press(page, 'A clock of its own', { done: 'A clock of its own' })
  const shared = emulator.clock.now().getTime()
  await press(page, '+90 s', { done: 'ran' })
  const own = emulator.clock.now({ account_id: 'account' }).getTime()
  assert.equal(own - emulator.clock.now().getTime(), 90_000)
  assert.equal(emulator.clock.now().getTime(), shared)
  await press(page, 'Follow the shared clock', { done: 'Follow the shared clock' })
  assert.equal(emulator.clock.now({ account_id: 'account' }).getTime(), shared)
}

async function checkFaults(page: Page, { emulator, scope, app }: Omit<Subject, 'id'>) {
  await page.goto(`${emulator.url}/_greenroom/ui/faults${scope}`)
  await page.getByLabel('Operation').selectOption('fetch_all_livestreams')
  await page
    .locator('label', { hasText: /^Fault/ })
    .locator('select')
    .selectOption('503')
  await press(page, 'Add the fault', { done: 'armed' })
  const api = createApi(overHttp(emulator.url), 'account')
  assert.equal((await api.list(app)).status, 503)
  assert.equal((await api.list(app)).status, 200)
  await press(page, 'Add the fault', { done: 'armed' })
  await press(page, 'Remove all', { done: 'Remove all' })
  assert.deepEqual(emulator.faults.list(), [])
}

async function checkState(page: Page, { emulator, scope }: Omit<Subject, 'id'>) {
  await page.goto(`${emulator.url}/_greenroom/ui/state`)
  const apps = () => emulator.accounts().accounts.flatMap((account) => account.apps.map(({ name }) => name))
  await page.getByLabel('Name').fill('kept')
  await press(page, 'Take a snapshot of everything', { done: 'is taken' })
  await createApi(overHttp(emulator.url), 'account').app('Made since')
  assert.deepEqual(apps().toSorted(), ['Made since', 'Shop'])
  await press(page, 'Restore', { done: 'Restore', asks: true })
  assert.deepEqual(apps(), ['Shop'])
  await press(page, 'Remove', { done: 'Remove', asks: true })
  await page.goto(`${emulator.url}/_greenroom/ui/state${scope}`)
  await press(page, 'Reset this account', { done: 'Reset this account', asks: true })
  assert.deepEqual(apps(), [])
}

interface Subject {
  emulator: Emulator
  /** The query that has the account and the app. */
  scope: string
  app: string
  id: string
}

/** Press the buttons of the console. @returns lines that tell what was seen */
export async function checkActions(browser: Browser): Promise<string[]> {
  const emulator = await createEmulator({ clock: 'frozen', seed: 1, fixtures: ['none'] })
  try {
    const api = createApi(overHttp(emulator.url), 'account')
    const app = await api.app('Shop')
    const meeting = await api.meeting(app, { title: 'Show' })
    const { id } = await api.independent(app, { name: 'Launch' })
    const subject = { emulator, app, scope: `?account=account&app=${app}` }
    const { page, errors } = await openPage(browser)
    await checkLivestream(page, { ...subject, id })
    await checkMeeting(page, { ...subject, id: meeting })
    await checkTime(page, subject)
    await checkFaults(page, subject)
    await checkState(page, subject)
    assert.deepEqual(errors, [])
    await page.close()
    return ['the buttons of a livestream, a meeting, Time, Faults and State do what the API then shows']
  } finally {
    await emulator.close({ force: true })
  }
}
