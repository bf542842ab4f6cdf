/** `npm run bench`: measures, and says of each goal whether it was met; `npm run bench -- --quick` takes a minute. */

import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureCards } from './cards.js'
import { measureColdStart } from './cold-start.js'
import { measureConsole } from './console.js'
import { measureIngest } from './ingest.js'
import { measureJournal } from './journal.js'
import { measureMany } from './many.js'
import { measurePackage } from './package.js'
import {
  type Goal,
  goalOf,
  goalOfRow,
  goalTable,
  listTable,
  memoryTable,
  rowTable,
  show,
  table,
  throughputTable,
} from './report.js'
import { measureSnapshots } from './snapshots.js'
import { median } from './statistics.js'
import { measureThroughput } from './throughput.js'
import { measureWebhooks } from './webhooks.js'

const quick = process.argv.includes('--quick')
const plan = quick
  ? {
      starts: 5,
      rounds: 2,
      roundDuration: 2,
      few: 1000,
      many: 50_000,
      samples: 100,
      deliveries: 2000,
      pairs: 10,
      pushed: 15,
      large: [10_000],
    }
  : {
      starts: 15,
      rounds: 3,
      roundDuration: 10,
      few: 1000,
      many: 1_000_000,
      samples: 500,
      deliveries: 20_000,
      pairs: 30,
      pushed: 60,
      large: [1_000_000],
    }

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
  const start = median(starts)
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
  goals.push(goalOf('spawn to ready', { atMost: 200 }, start, show.milliseconds))

  progress('the package')
  const packaged = await measurePackage({ emulators: 4 * plan.starts })
  say(rowTable('package', packaged))
  goals.push(...packaged.flatMap((row) => goalOfRow(row, 'most')))

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
  const { lists: costs, analytics } = await measureMany({ ...plan, folder })
  say(listTable(costs, plan.few, plan.many))
  for (const { name, ratio } of costs)
    goals.push(goalOf(`${name}: ${plan.many} to ${plan.few}`, { atMost: 3 }, ratio, show.times))
  say(rowTable('analytics, median', analytics))
  goals.push(...analytics.flatMap((row) => goalOfRow(row, 'most')))

  progress('the journal')
  const journal = await measureJournal({ ...plan, folder })
  say(
    table(
      ['GET livestream', 'with the journal', 'without'],
      [
        [
          'server µs/request',
          ...[journal.processor.journal, journal.processor.none].map((us) => us.toFixed(1)),
        ],
      ],
    ),
  )
  goals.push(
    goalOf('GET livestream with the journal, of without', { atLeast: 0.9 }, journal.ratio, show.percent),
  )

  progress('reset, snapshot, restore, export and import')
  const snapshots = await measureSnapshots({ fixture: 'demo', rounds: 50, livestreams: plan.large })
  say(rowTable('state', snapshots))
  goals.push(...snapshots.flatMap((row) => goalOfRow(row, 'most')))

  progress('webhooks')
  const webhooks = await measureWebhooks({ ...plan, folder })
  say(rowTable('webhooks', webhooks))
  goals.push(...webhooks.flatMap((row) => goalOfRow(row, 'least')))

  progress('pushes')
  const ingest = await measureIngest({ ...plan, folder })
  say(rowTable('ingest', ingest))
  goals.push(...ingest.flatMap((row) => goalOfRow(row, row.bound)))

  progress('test cards')
  const cards = await measureCards({ ...plan, folder })
  say(rowTable('test cards', cards))

  progress('the console')
  const consoles = await measureConsole({ ...plan, folder })
  say(
    consoles.length
      ? rowTable('console', consoles)
      : 'The console was not measured: there is no Chromium here.',
  )
  goals.push(...consoles.flatMap((row) => goalOfRow(row, row.bound)))

  say(goalTable(goals))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
