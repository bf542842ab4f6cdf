/** What the journal costs those who read. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixture, headers, kit, livestreamId } from './dataset.js'
import { type Measured, processorTime, startGreenroom, startLoad } from './processes.js'

const connections = 10

export interface JournalCost {
  /** Requests per second with the journal, of those without. */
  ratio: number
  /** Microseconds of the server's processor per request. */
  processor: { journal: number; none: number }
}

/** GET livestream with the journal as it is by default and without, round about. */
export async function measureJournal(options: {
  rounds: number
  /** Seconds. */
  roundDuration: number
  folder: string
}): Promise<JournalCost> {
  const file = join(options.folder, 'journal.json')
  writeFileSync(file, JSON.stringify(fixture({ livestreams: 1000, meetings: 0 })))
  const servers = {
    journal: await startGreenroom('--fixtures', file),
    none: await startGreenroom('--fixtures', file, '--journal', '0'),
  }
  const load = startLoad()
  const seen = { journal: { requests: 0, processor: 0 }, none: { requests: 0, processor: 0 } }
  const run = async (server: Measured, duration: number) => {
    const request = { method: 'GET' as const, path: `${kit}/livestreams/${livestreamId(500)}`, headers }
    const before = processorTime(server)
    const { requests, failures } = await load.run({
      url: server.url,
      duration,
      connections: Array.from({ length: connections }, () => [request]),
    })
    if (failures) throw new Error(`${failures} reads failed`)
    return { requests, processor: processorTime(server) - before }
  }
  try {
    for (const server of Object.values(servers)) await run(server, 2)
    for (let round = 0; round < options.rounds; round++)
      for (const side of ['journal', 'none'] as const) {
        const { requests, processor } = await run(servers[side], options.roundDuration)
        seen[side].requests += requests
        seen[side].processor += processor
      }
    const perRequest = ({ requests, processor }: { requests: number; processor: number }) =>
      (processor * 1000) / requests
    return {
      ratio: seen.journal.requests / seen.none.requests,
      processor: { journal: perRequest(seen.journal), none: perRequest(seen.none) },
    }
  } finally {
    await Promise.all([servers.journal.stop(), servers.none.stop(), load.stop()])
  }
}
