/** The process that makes the load: it shares no event loop with what it measures. */

import { createHistogram } from 'node:perf_hooks'
import autocannon from 'autocannon'

export interface LoadJob {
  url: string
  /** Seconds. */
  duration: number
  /** Requests a second over all connections; as many as are answered without it. */
  rate?: number
  /** For each connection, the requests that it repeats in turn. */
  connections: autocannon.Request[][]
}

export interface LoadResult {
  requests: number
  /** Seconds. */
  duration: number
  /** Milliseconds: how long p50 and p99 of the answers took. */
  p50: number
  p99: number
  /** Answers other than 2xx, and requests without one. */
  failures: number
  /** How much of one core the load itself took; near 1, it is the load that limits the result. */
  busy: number
}

async function run({ url, duration, rate, connections }: LoadJob): Promise<LoadResult> {
  // autocannon's own histogram counts whole milliseconds.
  const microseconds = createHistogram()
  const cpu = process.cpuUsage()
  let next = 0
  const instance = autocannon({
    url,
    duration,
    connections: connections.length,
    ...(rate !== undefined && { overallRate: rate }),
    setupClient: (client) => client.setRequests(structuredClone(connections[next++] ?? [])),
  })
  instance.on('response', (_client, _status, _bytes, milliseconds: number) => {
    microseconds.record(Math.max(1, Math.round(milliseconds * 1000)))
  })
  const result = await instance
  const { user, system } = process.cpuUsage(cpu)
  return {
    requests: microseconds.count,
    duration: result.duration,
    p50: microseconds.percentile(50) / 1000,
    p99: microseconds.percentile(99) / 1000,
    failures: result.errors + result.non2xx,
    busy: (user + system) / 1e6 / result.duration,
  }
}

process.on('message', (job: LoadJob) => {
  run(job).then((result) => process.send?.(result))
})
