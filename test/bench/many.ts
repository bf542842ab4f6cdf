/**
 * What lists and analytics cost with few livestreams, recordings and sessions in an app, few apps in an account and few
 * participants in a meeting, and with many, over the same span of time.
 */

import { Agent, get } from 'node:http'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { createAppsRepository } from '../../src/api/apps/repository.js'
import type { Status } from '../../src/api/livestreams/lifecycle.js'
import { createLivestreamSessionsRepository } from '../../src/api/livestreams/livestream-session-repository.js'
import { createLivestreamsRepository } from '../../src/api/livestreams/repository.js'
import { createMeetingsRepository } from '../../src/api/meetings/repository.js'
import { toSettings } from '../../src/api/meetings/service.js'
import { createParticipantsRepository } from '../../src/api/participants/repository.js'
import { defaultPresets } from '../../src/api/presets/default-presets.js'
import { createPresetsRepository } from '../../src/api/presets/repository.js'
import type { PresetBody } from '../../src/api/presets/schemas.js'
import { createIds } from '../../src/core/ids.js'
import { openDatabase } from '../../src/store/database.js'
import { accountId, appId, headers, kits, meetingId } from './dataset.js'
import { recordingLife, recordingPaths, writeRecordings } from './many-recordings.js'
import { appPaths, sessionPaths, writeApps, writeSessions } from './many-sessions.js'
import { startGreenroom } from './processes.js'
import type { MeasuredRow } from './report.js'
import { median } from './statistics.js'

const hour = 3_600_000
/** A day: then an hour of the few fills a page too, and pages of the same size are compared. */
const span = 24 * hour
const spanBegins = Date.parse('2026-01-01T00:00:00.000Z')
const meetings = 500
/** The links of the older half of the recordings have expired. */
const now = new Date(spanBegins + span / 2 + recordingLife).toISOString()

const statusOf = (i: number, ofMeeting: boolean): Status => {
  // A meeting has at most one active livestream; the independent ones have all statuses.
  if (ofMeeting) return i % 10 ? 'IDLE' : 'ERRORED'
  return (['IDLE', 'LIVE', 'IDLE', 'ERRORED', 'INVOKED'] as const)[(i >> 1) % 5] as Status
}

const participantId = (i: number) => `0b5e1c1e-0003-4000-8000-${String(i).padStart(12, '0')}`

/** Write participants of the first meeting, through the store itself. */
function writeParticipants(db: Database, appPk: number, count: number) {
  const times = { createdAt: spanBegins, updatedAt: spanBegins }
  const preset = createPresetsRepository(db).insert({
    ...(defaultPresets[0] as PresetBody),
    ...times,
    appPk,
    id: '0b5e1c1e-0004-4000-8000-000000000000',
    uses: count,
  })
  const participants = createParticipantsRepository(db)
  db.transaction(() => {
    for (let i = 0; i < count; i++) {
      const createdAt = spanBegins + Math.floor((i * span) / count)
      participants.insert({
        appPk,
        meetingId: meetingId(0),
        id: participantId(i),
        uuid: null,
        customParticipantId: `custom-${i}`,
        name: `Participant ${i}`,
        picture: null,
        presetPk: preset.pk,
        presetId: preset.id,
        presetName: preset.name,
        createdAt,
        updatedAt: createdAt,
      })
    }
  })()
}

/** Write a data file with so many livestreams, half of them of meetings, through the store itself. */
function writeLivestreams(file: string, count: number) {
  const db = openDatabase(file)
  let draws = 0
  const ids = createIds({ seed: count, nextDraw: () => ++draws })
  const livestreams = createLivestreamsRepository(db)
  const livestreamSessions = createLivestreamSessionsRepository(db)
  const insert = db.transaction((appPk: number, from: number, until: number) => {
    for (let i = from; i < until; i++) {
      const createdAt = spanBegins + Math.floor((i * span) / count)
      const ofMeeting = i % 2 === 0
      const status = statusOf(i, ofMeeting)
      const { pk: livestreamPk } = livestreams.insert({
        accountId,
        appPk,
        id: ids.uuid(accountId),
        uuid: null,
        meetingId: ofMeeting ? meetingId((i >> 1) % meetings) : null,
        name: `Livestream ${i}`,
        status,
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
      const isOpen = status === 'LIVE' || status === 'INVOKED'
      const startedAt = status === 'INVOKED' ? null : createdAt + 2000
      livestreamSessions.insert({
        appPk,
        livestreamPk,
        sessionPk: null,
        id: ids.uuid(accountId),
        invokedAt: createdAt,
        startedAt,
        stoppedAt: isOpen ? null : createdAt + 60_000,
        errMessage: null,
        viewers: 3,
        viewerMs: isOpen ? 0 : 150_000,
        viewersSince: status === 'LIVE' ? startedAt : null,
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
  writeParticipants(db, app.pk, count)
  const at = (i: number) => spanBegins + Math.floor((i * span) / count)
  writeRecordings(db, { appPk: app.pk, count, ids, at })
  writeSessions(db, { appPk: app.pk, count, ids, at })
  writeApps(db, { count, ids, at })
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

const participantsPath = `/meetings/${meetingId(0)}/participants`

/** The paths below the app's that are to cost the same with few of `count` and with many. */
const pathsOfApp: Record<string, (i: number, count: number) => string> = {
  ...Object.fromEntries(
    Object.entries(lists).map(([name, query]) => [
      name,
      (i: number) => `/livestreams?${new URLSearchParams(query(i))}`,
    ]),
  ),
  ...recordingPaths(anHour),
  ...sessionPaths(anHour),
  'participants, first page': () => `${participantsPath}?`,
  'participants, second page': () => `${participantsPath}?page_no=2`,
  'participants, one of them': (i, count) => `${participantsPath}/${participantId((i * 7919) % count)}?`,
}

const belowApp = <Path extends (i: number, count: number) => string>(all: Record<string, Path>) =>
  Object.fromEntries(
    Object.entries(all).map(([name, path]) => [
      name,
      (i: number, count: number) => `/${appId}${path(i, count)}`,
    ]),
  )

/** The paths below the account's that are to cost the same. */
const paths = { ...belowApp(pathsOfApp), ...appPaths }

/** Paths that are to answer within a time, however many there are. */
const analytics: Record<string, (i: number) => string> = {
  'analytics of all time': () => '/analytics/livestreams/overall?',
  'analytics of one hour': (i) => `/analytics/livestreams/overall?${new URLSearchParams(anHour(i))}`,
  'analytics day by day': () => '/analytics/livestreams/daywise?',
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

/** Milliseconds of each server, medians. */
async function measure(
  servers: { url: string; count: number }[],
  path: (i: number, count: number) => string,
  { agent, samples }: { agent: Agent; samples: number },
): Promise<number[]> {
  const times: number[][] = servers.map(() => [])
  const warmUps = Math.ceil(samples / 5)
  for (let i = -warmUps; i < samples; i++)
    for (const [k, { url, count }] of servers.entries()) {
      // A parameter of no effect, so that no answer was given and kept before.
      const taken = await time(agent, `${url}${kits}${path(i + warmUps, count)}&sample=${i}`)
      if (i >= 0) times[k]?.push(taken)
    }
  return times.map(median)
}

/** Measure the lists with few and with many beside each other, and the analytics with many. */
export async function measureMany(
  options: ManyOptions,
): Promise<{ lists: ListCost[]; analytics: MeasuredRow[] }> {
  const servers: { url: string; count: number; stop(): Promise<void> }[] = []
  for (const count of [options.few, options.many]) {
    const file = join(options.folder, `${count}.db`)
    writeLivestreams(file, count)
    servers.push({
      ...(await startGreenroom('--data', file, '--fixtures', 'none', '--clock', 'frozen', '--now', now)),
      count,
    })
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const settings = { agent, samples: options.samples }
  try {
    const costs: ListCost[] = []
    for (const [name, path] of Object.entries(paths)) {
      const [few, many] = (await measure(servers, path, settings)) as [number, number]
      costs.push({ name, few, many, ratio: many / few })
    }
    const totals: MeasuredRow[] = []
    for (const [name, path] of Object.entries(belowApp(analytics))) {
      const [value = 0] = await measure(servers.slice(1), path, {
        agent,
        samples: Math.min(50, options.samples),
      })
      totals.push({ name: `${name}, of ${options.many.toLocaleString('en')}`, value, unit: 'ms', goal: 200 })
    }
    return { lists: costs, analytics: totals }
  } finally {
    agent.destroy()
    await Promise.all(servers.map((server) => server.stop()))
  }
}
