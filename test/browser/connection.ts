/** The console while Greenroom goes away and comes back, and with 100,000 livestreams. */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { createEmulator } from '../../src/index.js'
import { createApi } from '../helpers/api.js'
import { overHttp } from '../helpers/requests.js'
import { openPage } from './chromium.js'

/** Stop Greenroom under an open page, and start it again with the same data and port. */
async function checkReturn(browser: Browser) {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-console-'))
  const options = { clock: 'frozen', seed: 1, fixtures: ['none'], data: join(folder, 'data.db') } as const
  let emulator = await createEmulator(options)
  try {
    const app = await createApi(overHttp(emulator.url)).app('Shop')
    await createApi(overHttp(emulator.url)).independent(app, { name: 'Before' })
    const { page } = await openPage(browser)
    await page.goto(`${emulator.url}/_greenroom/ui/livestreams?account=account&app=${app}`)
    await page.getByText('Before').waitFor()
    const port = Number(new URL(emulator.url).port)
    await emulator.close({ force: true })
    await page.locator('.connection.lost').getByText('Disconnected').waitFor()
    assert.equal(await page.getByText('Before').count(), 1, 'what was read stays on the screen')

    // An action meanwhile says why it fails.
    await page.getByRole('button', { name: 'New livestream' }).click()
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('alert').getByText('Greenroom does not answer').waitFor()

    emulator = await createEmulator({ ...options, port })
    await createApi(overHttp(emulator.url)).independent(app, { name: 'Afterwards' })
    await page.locator('.connection.live').waitFor()
    await page.getByText('Afterwards').waitFor()
    await page.close()
    return 'says Disconnected while Greenroom is away, and shows what changed when it is back'
  } finally {
    await emulator.close({ force: true })
    rmSync(folder, { recursive: true })
  }
}

const many = 100_000

/** How long the page takes from an action to what it leads to, in milliseconds. */
async function timed(action: () => Promise<unknown>) {
  const began = performance.now()
  await action()
  return Math.round(performance.now() - began)
}

const firstRow = (page: Page, text: string) => page.locator('tbody tr').first().getByText(text).waitFor()

/** Walk through very many livestreams: the first page, the last, a status, a search. */
async function checkMany(browser: Browser) {
  const emulator = await createEmulator({
    clock: 'frozen',
    seed: 1,
    fixtures: [
      {
        account_id: 'account',
        apps: [{ id: 'shop', name: 'Shop' }],
        livestreams: Array.from({ length: many }, (_, i) => ({
          app_id: 'shop',
          name: `Show ${i}`,
          status: 'IDLE',
        })),
      },
    ],
  })
  try {
    const { page, errors } = await openPage(browser)
    const url = `${emulator.url}/_greenroom/ui/livestreams?account=account&app=shop`
    const times = {
      opened: await timed(async () => {
        await page.goto(url)
        await page.getByText('100,000 in all').waitFor()
      }),
      'last page': await timed(async () => {
        await page.getByRole('button', { name: 'Last' }).click()
        await page.getByText('Page 2,000 of 2,000').waitFor()
        await page.locator('[aria-busy=false]').waitFor()
      }),
      searched: await timed(async () => {
        await page.getByLabel('Search livestreams').fill('show 99999')
        await firstRow(page, 'Show 99999')
      }),
    }
    assert.equal(await page.locator('tbody tr').count(), 1)
    assert.deepEqual(errors, [])
    await page.close()
    const shown = Object.entries(times).map(([name, time]) => `${name} in ${time} ms`)
    return `100,000 livestreams: ${shown.join(', ')}`
  } finally {
    await emulator.close({ force: true })
  }
}

/** Check what happens to the console from outside. @returns lines that tell what was seen */
export const checkConnection = async (browser: Browser): Promise<string[]> => [
  await checkReturn(browser),
  await checkMany(browser),
]
