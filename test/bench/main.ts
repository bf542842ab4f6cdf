/** `npm run bench`: measures, and says of each goal whether it was met; `npm run bench -- --quick` takes a minute. */

import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureColdStart } from './cold-start.js'
import { measureMany } from './many.js'
import {
  type Goal,
  goalOf,
  goalTable,
  listTable,
  memoryTable,
  show,
  table,
  throughputTable,
} from './report.js'
import { measureThroughput } from './throughput.js'

const quick = process.argv.includes('--quick')
const plan = quick
  ? { starts: 5, rounds: 2, roundDuration: 2, few: 1000, many: 50_000, samples: 100 }
  : { starts: 15, rounds: 3, roundDuration: 10, few: 1000, many: 1_000_000, samples: 500 }

const say = (text: string) => process.stdout.write(`${text}\n\n`)
const progress = (text: string) => process.stderr.write(`${text}…\n`)
const goals: Goal[] = []
const folder = mkdtempSync(join(tmpdir(), 'greenroom-bench-'))

try {
  say(
    `# Greenroom bench${quick ? ', quick' : ''}\n\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`,
  )

  progress(`${plan.starts} cold starts`)
  const starts = await measureColdStart(plan.starts)
  const start = starts[starts.length >> 1] as number
  say(
    table(
      ['spawn to ready', 'median', 'fastest', 'slowest'],
      [
        [
          `${plan.starts} starts`,
          ...[start, starts[0], starts.at(-1)].map((value) => show.milliseconds(value ?? 0)),
        ],
      ],
    ),
  )
  goals.push(goalOf('spawn to ready', { atMost: 400 }, start, show.milliseconds))

  progress('load, beside a bare Fastify')
  const throughput = await measureThroughput({ ...plan, folder })
  say(throughputTable(throughput.comparisons))
  for (const { name, goal, ratio } of throughput.comparisons)
    if (goal !== undefined)
      goals.push(goalOf(`${name}, of bare Fastify`, { atLeast: goal }, ratio, show.percent))

  const loaded = `${2 * plan.rounds * plan.roundDuration} s`
  say(memoryTable(throughput, loaded))
  goals.push(
    goalOf(`memory after ${loaded} of load`, { atMost: 120 }, throughput.memory.afterReads, show.megabytes),
  )

  progress(`lists of ${plan.few} and of ${plan.many}`)
  const costs = await measureMany({ ...plan, folder })
  say(listTable(costs, plan.few, plan.many))
  for (const { name, ratio } of costs)
    goals.push(goalOf(`${name}: ${plan.many} to ${plan.few}`, { atMost: 3 }, ratio, show.times))

  say(goalTable(goals))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
