/** Finds Chromium, and opens pages in it that note what goes wrong. */

import { spawnSync } from 'node:child_process'
import { type Browser, chromium, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Find the program: GREENROOM_CHROMIUM, or one on the path. @returns undefined where there is none */
export function findChromium(): string | undefined {
  const given = process.env.GREENROOM_CHROMIUM
  return [...(given ? [given] : []), ...names].find(
    (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
  )
}

const pathOf = (name: string) =>
  name.includes('/') ? name : spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim()

export const launch = (name: string): Promise<Browser> =>
  chromium.launch({
    executablePath: pathOf(name),
    // Debian's Chromium has no sandbox for root, as whom CI runs.
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
  })

/** Open a page. @returns it, and the errors of its scripts and its console */
export async function openPage(
  browser: Browser,
  options: { width?: number; scheme?: 'light' | 'dark' } = {},
): Promise<{ page: Page; errors: string[] }> {
  const { width = 1280, scheme = 'light' } = options
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme })
  const errors: string[] = []
  page.on('pageerror', (error) => void errors.push(error.message))
  page.on('console', (message) => {
    // A refusal that the page shows is in the browser's console too.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      errors.push(message.text())
  })
  return { page, errors }
}
