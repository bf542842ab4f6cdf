/**
 * Runs the tests that come with the SDKs, made by their generator from Cloudflare's OpenAPI document, against
 * Greenroom: `node dist/test/suites/main.js`. They are taken from the packages of the SDKs as they are pinned here; the
 * TypeScript package has none.
 */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator } from '../../src/index.js'
import { runGoSuite } from './go-suite.js'
import { runPythonSuite } from './python-suite.js'

const scratch = mkdtempSync(join(tmpdir(), 'greenroom-suites-'))
const emulator = await createEmulator({ clock: 'frozen', seed: 1, journal: 0 })
const suites = { go: runGoSuite, python: runPythonSuite }
const problems: string[] = []
for (const [name, run] of Object.entries(suites)) {
  const folder = join(scratch, name)
  mkdirSync(folder)
  await run(emulator, folder).catch((error: Error) => problems.push(error.message))
}
await emulator.close()
rmSync(scratch, { recursive: true, force: true })
if (problems.length) {
  console.error(problems.join('\n'))
  process.exitCode = 1
}
