/** Each example runs as its users would run it, with its own test runner. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'
import { root } from '../helpers/bundle.js'

/** What it wrote. @throws when its exit code is not 0 */
async function run(args: string[]): Promise<string> {
  // Runners that find themselves within another would report to it, and not to us.
  const foreign = /^(TAP|NODE_TEST_CONTEXT|VITEST|GREENROOM_|NODE_V8_COVERAGE|NODE_OPTIONS)/
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env, timeout: 120_000 })
  return stdout
}

t.test('the example for node:test', async (t) => {
  const stdout = await run(['--test', '--test-reporter=tap', 'dist/test/examples/node-test.example.js'])
  t.match(stdout, /^# pass 2$/m)
  t.match(stdout, /^# fail 0$/m)
})

t.test('the example for tap', async (t) => {
  const stdout = await run(['dist/test/examples/tap.example.js'])
  t.match(stdout, /^ok 1 - a livestream whose encoder is lost/m)
  t.match(stdout, /^ok 2 - a start that fails twice/m)
  t.match(stdout, /^1\.\.2$/m)
})

t.test('the example for vitest', async (t) => {
  const vitest = 'node_modules/vitest/vitest.mjs'
  const stdout = await run([vitest, 'run', '--reporter=json', 'test/examples/vitest.example.spec.ts'])
  const report = JSON.parse(stdout)
  t.match(report, { success: true, numTotalTests: 2, numPassedTests: 2 })
})
