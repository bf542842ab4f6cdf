import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { isSoak, rounds } from '../helpers/campaign.js'
import { startProcess } from '../helpers/process.js'
import { overHttp } from '../helpers/requests.js'

const workers = 8
const tests = 40
const times = rounds(1, 10)
const program = fileURLToPath(new URL('sandbox-worker.js', import.meta.url))

t.setTimeout(isSoak ? 1_200_000 : 60_000)

t.test(`${workers} workers with ${tests} tests each share one process, ${times} times`, async (t) => {
  const { url } = await startProcess(t, ['--clock', 'frozen', '--fixtures', 'none', '--seed', '1'])
  /** @returns how many tests a worker ran, and what went otherwise than expected */
  const work = async (worker: number) => {
    const child = fork(program, [url, `worker-${worker}`, String(tests * times)])
    t.teardown(() => child.kill())
    let told: unknown
    child.on('message', (message) => {
      told = message
    })
    // After every message, where `exit` may come before the last.
    await once(child, 'disconnect')
    return told
  }
  const told = await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)))
  t.strictSame(told, Array(workers).fill({ tests: tests * times, failures: [] }))
  const shared = await overHttp(url)({ method: 'GET', url: '/_greenroom/clock' })
  t.equal(shared.body.now, '2026-01-01T00:00:00.000Z', 'the shared clock stood still')
})
