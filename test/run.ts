/**
 * Runs the test files side by side, as many as there are processors, in plain Node processes, and counts.
 *
 *   npm test                      all of them
 *   npm test -- webhooks state    those whose path has one of the words
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { relative } from 'node:path'
import { run } from 'node:test'
import { fileURLToPath } from 'node:url'
import { isSoak, seed } from './helpers/campaign.js'

/** No file takes as long on any machine, in milliseconds. */
const timeout = 1_800_000
process.env.TAP_TIMEOUT ??= String(timeout / 1000)

const root = fileURLToPath(new URL('../../', import.meta.url))
const words = process.argv.slice(2)
/** From the sources, as a file that was moved may have left its output behind. */
const tests = readdirSync(`${root}test`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
  .map((path) => `${root}dist/test/${path.replace(/\.ts$/, '.js')}`)
if (tests.length === 0) throw new Error(`No test file's path has any of: ${words.join(', ')}`)

/** How long each file took the last time, in milliseconds: the longest begin first, so that none is waited for. */
const timesFile = `${root}dist/test-times.json`
function readTimes(): Record<string, number> {
  try {
    return JSON.parse(readFileSync(timesFile, 'utf8'))
  } catch {
    return {}
  }
}
const times = readTimes()
const files = tests.sort((a, b) => (times[b] ?? Infinity) - (times[a] ?? Infinity))

const total = { passed: 0, failed: 0, skipped: 0 }
const took: Record<string, number> = {}
let path: string[] = []
for await (const { type, data } of run({ files, concurrency: availableParallelism(), timeout })) {
  if (type === 'test:stderr' || type === 'test:stdout') process.stderr.write(data.message)
  if (type === 'test:start') path = [...path.slice(0, data.nesting), data.name]
  if (type !== 'test:pass' && type !== 'test:fail') continue
  const { file = '', details } = data
  if (data.nesting === 0) took[file] = (took[file] ?? 0) + details.duration_ms
  // What holds assertions fails with them.
  const isGroup = details.type === 'suite'
  if (type === 'test:fail' && !isGroup) {
    const name = [...path.slice(0, data.nesting), data.name].join(' > ')
    const { cause } = details.error as { cause?: unknown }
    console.log(`\nnot ok: ${relative(`${root}dist`, file)}: ${name}`)
    console.log(cause instanceof Error ? (cause.stack ?? cause.message) : (cause ?? details.error.message))
  }
  if (isGroup) continue
  if (data.skip !== undefined || data.todo !== undefined) total.skipped++
  else if (type === 'test:pass') total.passed++
  else total.failed++
}

writeFileSync(timesFile, JSON.stringify({ ...times, ...took }))
const campaign = `seed ${seed}${isSoak ? ', soak' : ''}`
console.log(
  `${files.length} files in ${Math.round(performance.now() / 1000)} s, ${total.skipped} skipped, ${campaign}`,
)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
