/** Requests per second and latencies beside a bare Fastify that returns the same bytes, round about. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type autocannon from 'autocannon'
import type { HTTPMethods } from 'fastify'
import type { Answer } from './bare.js'
import { fixture, headers, kit, livestreamId, meetingId } from './dataset.js'
import type { LoadResult } from './load.js'
import {
  type Measured,
  processorTime,
  residentMemory,
  startBare,
  startGreenroom,
  startLoad,
} from './processes.js'
import { median } from './statistics.js'

export interface ThroughputOptions {
  /** Of each server in each scenario. */
  rounds: number
  /** Seconds. */
  roundDuration: number
  folder: string
}

const connections = 10
const livestreams = 1000
/** Seconds, before the first round of each scenario. */
const warmUp = 2

interface Step {
  method: HTTPMethods
  /** The route, for the bare server to register. */
  route: string
  path: (meeting: string, variant: number) => string
  body?: string
}

interface Scenario {
  name: string
  /** What one connection repeats. */
  steps: Step[]
  /** How many ways there are to say it, which take turns: more than Greenroom keeps answers. */
  variants?: number
  /** The least ratio to aim at. */
  goal?: number
}

const ofMeeting = '/client/v4/accounts/:account_id/realtime/kit/:app_id/meetings/:meeting_id'
const reads: Scenario[] = [
  {
    name: 'GET livestream',
    goal: 0.5,
    steps: [
      {
        method: 'GET',
        route: '/client/v4/accounts/:account_id/realtime/kit/:app_id/livestreams/:livestream_id',
        path: () => `${kit}/livestreams/${livestreamId(livestreams / 2)}`,
      },
    ],
  },
  {
    name: 'list, 20 of 1,000',
    goal: 0.3,
    steps: [
      {
        method: 'GET',
        route: '/client/v4/accounts/:account_id/realtime/kit/:app_id/livestreams',
        path: () => `${kit}/livestreams`,
      },
    ],
  },
]
/** What nobody asked shortly before. */
const coldReads: Scenario[] = [
  {
    name: 'GET livestream, another each time',
    goal: 0.45,
    variants: livestreams,
    steps: [
      {
        method: 'GET',
        route: '/client/v4/accounts/:account_id/realtime/kit/:app_id/livestreams/:livestream_id',
        path: (_meeting, variant) => `${kit}/livestreams/${livestreamId(variant)}`,
      },
    ],
  },
  {
    name: 'list, another page each time',
    goal: 0.25,
    variants: 600,
    steps: [
      {
        method: 'GET',
        route: '/client/v4/accounts/:account_id/realtime/kit/:app_id/livestreams',
        path: (_meeting, variant) => `${kit}/livestreams?page_no=${1 + (variant % 50)}&sample=${variant}`,
      },
    ],
  },
]
const writes: Scenario = {
  name: 'start + stop',
  goal: 0.15,
  steps: [
    {
      method: 'POST',
      route: `${ofMeeting}/livestreams`,
      path: (meeting) => `${kit}/meetings/${meeting}/livestreams`,
      body: '{"name":"Bench"}',
    },
    {
      method: 'POST',
      route: `${ofMeeting}/active-livestream/stop`,
      path: (meeting) => `${kit}/meetings/${meeting}/active-livestream/stop`,
    },
  ],
}

const requestOf = ({ method, path, body }: Step, meeting: string, variant = 0): autocannon.Request => ({
  method,
  path: path(meeting, variant),
  headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
  ...(body !== undefined && { body }),
})

/** What differs from connection to connection, and not in what the answer is made of. */
const notCopied = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']

async function ask(url: string, step: Step, meeting: string) {
  const { path, method, ...init } = requestOf(step, meeting)
  const response = await fetch(url + path, { method, ...init })
  const kept = [...response.headers].filter(([name]) => !notCopied.includes(name))
  return { status: response.status, headers: Object.fromEntries(kept), body: await response.text() }
}

/** Have the one server answer, and start another that gives the same answers. */
async function startCopyOf(greenroom: Measured, steps: Step[], meeting: string) {
  const answers: Answer[] = []
  for (const step of steps) {
    const answer = await ask(greenroom.url, step, meeting)
    if (answer.status >= 300) throw new Error(`${step.method} ${step.route} answered ${answer.body}`)
    answers.push({ method: step.method, route: step.route, ...answer })
  }
  const bare = await startBare(answers)
  for (const [i, step] of steps.entries()) {
    const { method: _method, route: _route, ...expected } = answers[i] as Answer
    const given = await ask(bare.url, step, meeting)
    if (JSON.stringify(given) !== JSON.stringify(expected))
      throw new Error(`the bare server answers ${step.route} with other bytes: ${JSON.stringify(given)}`)
  }
  return bare
}

/** What was measured of one server in one scenario, over all rounds. */
interface Side {
  /** Per second, of all rounds together. */
  rate: number
  /** Milliseconds; of the median round. */
  p50: number
  p99: number
  /** Microseconds of the server's processor per request. */
  processor: number
  /** How much of one core the load took. */
  loadBusy: number
}

export interface Comparison {
  name: string
  greenroom: Side
  bare: Side
  ratio: number
  /** The ratio of each round. */
  ratios: number[]
  goal?: number
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

const sideOf = (rounds: (LoadResult & { processor: number })[]): Side => {
  const requests = sum(rounds.map((round) => round.requests))
  return {
    rate: requests / sum(rounds.map((round) => round.duration)),
    p50: median(rounds.map((round) => round.p50)),
    p99: median(rounds.map((round) => round.p99)),
    processor: (sum(rounds.map((round) => round.processor)) * 1000) / requests,
    loadBusy: Math.max(...rounds.map((round) => round.busy)),
  }
}

export interface Throughput {
  comparisons: Comparison[]
  /** Resident memory in megabytes. */
  memory: {
    afterStart: number
    afterReads: number
    /** With 10,000 different answers in the journal. */
    afterColdReads: number
    afterWrites: number
    /** How many livestreams were started meanwhile, all of which it holds. */
    started: number
  }
}

export async function measureThroughput(options: ThroughputOptions): Promise<Throughput> {
  // A round may end between a start and its stop, so each has meetings of its own, as has the first look.
  const meetings = (2 * options.rounds + 2) * connections + 1
  const file = join(options.folder, 'bench.json')
  writeFileSync(file, JSON.stringify(fixture({ livestreams, meetings })))
  const greenroom = await startGreenroom('--fixtures', file)
  const load = startLoad()
  let nextMeeting = 0

  const runRound = async (server: Measured, { steps, name, variants = 1 }: Scenario, duration: number) => {
    const processorBefore = processorTime(server)
    const result = await load.run({
      url: server.url,
      duration,
      connections: Array.from({ length: connections }, () => {
        const meeting = meetingId(nextMeeting++ % meetings)
        return Array.from({ length: variants }, (_, i) =>
          steps.map((step) => requestOf(step, meeting, i)),
        ).flat()
      }),
    })
    if (result.failures) throw new Error(`${name}: ${result.failures} requests failed`)
    return { ...result, processor: processorTime(server) - processorBefore }
  }

  const compare = async (scenario: Scenario): Promise<Comparison> => {
    nextMeeting = 0
    const bare = await startCopyOf(greenroom, scenario.steps, meetingId(nextMeeting++))
    const rounds: Record<'greenroom' | 'bare', Awaited<ReturnType<typeof runRound>>[]> = {
      greenroom: [],
      bare: [],
    }
    for (const server of [greenroom, bare]) await runRound(server, scenario, warmUp)
    for (let i = 0; i < options.rounds; i++) {
      rounds.greenroom.push(await runRound(greenroom, scenario, options.roundDuration))
      rounds.bare.push(await runRound(bare, scenario, options.roundDuration))
    }
    await bare.stop()
    const sides = { greenroom: sideOf(rounds.greenroom), bare: sideOf(rounds.bare) }
    const ratios = rounds.greenroom.map((round, i) => round.requests / (rounds.bare[i]?.requests ?? 1))
    return { ...scenario, ...sides, ratio: sides.greenroom.rate / sides.bare.rate, ratios }
  }

  try {
    const afterStart = residentMemory(greenroom)
    const comparisons: Comparison[] = []
    for (const scenario of reads) comparisons.push(await compare(scenario))
    const afterReads = residentMemory(greenroom)
    for (const scenario of coldReads) comparisons.push(await compare(scenario))
    const afterColdReads = residentMemory(greenroom)
    comparisons.push(await compare(writes))
    const held = JSON.parse((await ask(greenroom.url, reads[1]?.steps[0] as Step, '')).body)
    return {
      comparisons,
      memory: {
        afterStart,
        afterReads,
        afterColdReads,
        afterWrites: residentMemory(greenroom),
        started: held.data.paging.total_count - livestreams,
      },
    }
  } finally {
    await Promise.all([greenroom.stop(), load.stop()])
  }
}
