/** What a list costs with few livestreams in an app and with many, over the same span of time. */

import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { createAppsRepository } from '../../src/api/apps/repository.js'
import type { Status } from '../../src/api/livestreams/lifecycle.js'
import { createLivestreamsRepository } from '../../src/api/livestreams/repository.js'
import { createMeetingsRepository } from '../../src/api/meetings/repository.js'
import { toSettings } from '../../src/api/meetings/service.js'
import { createIds } from '../../src/core/ids.js'
import { openDatabase } from '../../src/store/database.js'
import { accountId, appId, headers, kit, meetingId } from './dataset.js'
import { startGreenroom } from './processes.js'
import { median } from './statistics.js'

const hour = 3_600_000
/** A day: then an hour of the few fills a page too, and pages of the same size are compared. */
const span = 24 * hour
const spanBegins = Date.parse('2026-01-01T00:00:00.000Z')
const meetings = 500

const statusOf = (i: number, ofMeeting: boolean): Status => {
  // A meeting has at most one active livestream; the independent ones have all statuses.
  if (ofMeeting) return i % 10 ? 'IDLE' : 'ERRORED'
  return (['IDLE', 'LIVE', 'IDLE', 'ERRORED', 'INVOKED'] as const)[(i >> 1) % 5] as Status
}

/** Write a data file with so many livestreams, half of them of meetings, through the store itself. */
function writeLivestreams(file: string, count: number) {
  const db = openDatabase(file)
  let draws = 0
  const ids = createIds({ seed: count, nextDraw: () => ++draws })
  const livestreams = createLivestreamsRepository(db)
  const insert = db.transaction((appPk: number, from: number, until: number) => {
    for (let i = from; i < until; i++) {
      const createdAt = spanBegins + Math.floor((i * span) / count)
      const ofMeeting = i % 2 === 0
      livestreams.insert({
        accountId,
        appPk,
        id: ids.uuid(accountId),
        uuid: null,
        meetingId: ofMeeting ? meetingId((i >> 1) % meetings) : null,
        name: `Livestream ${i}`,
        status: statusOf(i, ofMeeting),
        disabled: false,
        manualIngest: false,
        streamKey: ids.streamKey(accountId),
        playbackId: ids.playbackId(accountId),
        width: null,
        height: null,
        viewers: 0,
        createdAt,
        updatedAt: createdAt,
      })
    }
  })
  const app = createAppsRepository(db).insert({
    accountId,
    id: appId,
    uuid: null,
    name: 'Bench',
    createdAt: spanBegins,
  })
  const times = { createdAt: spanBegins, updatedAt: spanBegins }
  const repository = createMeetingsRepository(db)
  for (let i = 0; i < meetings; i++)
    repository.insert({
      ...toSettings({ title: `Meeting ${i}` }),
      ...times,
      appPk: app.pk,
      id: meetingId(i),
      uuid: null,
      status: 'ACTIVE',
    })
  const chunk = 20_000
  for (let i = 0; i < count; i += chunk) insert(app.pk, i, Math.min(count, i + chunk))
  db.close()
}

type Query = Record<string, string>
/** An hour somewhere in the span, another each time. */
const anHour = (i: number): Query => {
  const from = spanBegins + ((i * 7_654_321) % (span - hour))
  return { start_time: new Date(from).toISOString(), end_time: new Date(from + hour).toISOString() }
}

/** The lists that are to cost the same. */
const lists: Record<string, (i: number) => Query> = {
  'first page': () => ({}),
  'first page, oldest first': () => ({ sort_order: 'ASC' }),
  'status=IDLE': () => ({ status: 'IDLE' }),
  'status=LIVE': () => ({ status: 'LIVE' }),
  'one hour': anHour,
  'one hour, status=IDLE': (i) => ({ ...anHour(i), status: 'IDLE' }),
  exclude_meetings: () => ({ exclude_meetings: 'true' }),
  'exclude_meetings, status=IDLE': () => ({ exclude_meetings: 'true', status: 'IDLE' }),
  'exclude_meetings, one hour': (i) => ({ ...anHour(i), exclude_meetings: 'true' }),
  'exclude_meetings, one hour, status=LIVE': (i) => ({
    ...anHour(i),
    exclude_meetings: 'true',
    status: 'LIVE',
  }),
}

export interface ListCost {
  name: string
  /** Milliseconds, medians. */
  few: number
  many: number
  ratio: number
}

export interface ManyOptions {
  few: number
  many: number
  /** Requests of each list to each server. */
  samples: number
  folder: string
}

/** One request on a connection that is kept. @returns milliseconds */
function time(agent: Agent, url: string): Promise<number> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(performance.now() - began)
          : reject(new Error(`${url} answered ${response.statusCode}`)),
      )
    }).on('error', reject)
  })
}

export async function measureMany(options: ManyOptions): Promise<ListCost[]> {
  const servers = []
  for (const count of [options.few, options.many]) {
    const file = join(options.folder, `${count}.db`)
    writeLivestreams(file, count)
    servers.push(await startGreenroom('--data', file, '--fixtures', 'none'))
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const costs: ListCost[] = []
  try {
    for (const [name, query] of Object.entries(lists)) {
      const times: number[][] = servers.map(() => [])
      const warmUps = Math.ceil(options.samples / 5)
      for (let i = -warmUps; i < options.samples; i++)
        for (const [k, { url }] of servers.entries()) {
          const search = new URLSearchParams(query(i + warmUps))
          // A parameter of no effect, so that no answer was given and kept before.
          search.set('sample', String(i))
          const taken = await time(agent, `${url}${kit}/livestreams?${search}`)
          if (i >= 0) times[k]?.push(taken)
        }
      const [few, many] = times.map(median) as [number, number]
      costs.push({ name, few, many, ratio: many / few })
    }
    return costs
  } finally {
    agent.destroy()
    await Promise.all(servers.map((server) => server.stop()))
  }
}
