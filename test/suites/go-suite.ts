/** Runs the tests that the generator made for the Go SDK, as they stand in its module, without their skips. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Emulator } from '../../src/index.js'
import { compare } from './listed.js'
import { fixturesFor } from './on-air.js'
import { mustRun, runCommand } from './run-command.js'

const module = 'github.com/cloudflare/cloudflare-go/v6'
const withSdk = { cwd: 'test/sdk/go' }

/** @param scratch a folder for the tests without skips, and for the program that has them all */
export async function runGoSuite(emulator: Emulator, scratch: string) {
  const home = (await mustRun('go', ['list', '-m', '-f', '{{.Dir}}', module], withSdk)).trim()
  // Nothing below the module cache can be written or replaced.
  const copy = join(scratch, 'sdk')
  await mustRun('cp', ['-r', '--no-preserve=mode', home, copy])
  const sources = join(copy, 'realtime_kit')
  for (const name of readdirSync(sources).filter((file) => file.endsWith('_test.go'))) {
    const text = readFileSync(join(sources, name), 'utf8').replace(/^\tt\.Skip\(.*\)\n/gm, '')
    writeFileSync(join(sources, name), text)
  }
  const program = join(scratch, 'realtime_kit.test')
  await mustRun('go', ['test', '-c', '-o', program, './realtime_kit'], { cwd: copy })

  const tests = (await mustRun(program, ['-test.list', '.'])).split('\n').filter((line) => /^Test/.test(line))
  const passed: string[] = []
  const failed = new Map<string, string>()
  for (const test of tests) {
    emulator.reset({ fixtures: fixturesFor(test) })
    const { code, output } = await runCommand(program, ['-test.run', `^${test}$`], {
      env: { TEST_API_BASE_URL: emulator.baseUrl },
    })
    if (code === 0) passed.push(test)
    else failed.set(test, /err should be nil: (.*)/.exec(output)?.[1] ?? output)
  }
  compare('Go', { passed, failed })
}
