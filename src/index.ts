/** Greenroom in process: the same emulator, the same settings, and no second process to wait for. */

import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { type Logger, pino } from 'pino'
import { createAnalyticsRepository } from './analytics/repository.js'
import { createAnalyticsService } from './analytics/service.js'
import { basePath, buildApp } from './app.js'
import { createAppsRepository } from './apps/repository.js'
import { createAppsService } from './apps/service.js'
import { type Config, resolveOptions } from './config.js'
import { createControl } from './control/service.js'
import { createClock, parseIso } from './core/clock.js'
import { createIds } from './core/ids.js'
import { createPublicUrls, hostWithPort } from './core/public-url.js'
import { createScheduler } from './core/scheduler.js'
import { createLivestreamsRepository } from './livestreams/repository.js'
import { createLivestreamsService } from './livestreams/service.js'
import { createLivestreamSessionsRepository } from './livestreams/session-repository.js'
import { createTransitions } from './livestreams/transitions.js'
import { createMeetingsRepository } from './meetings/repository.js'
import { createMeetingsService } from './meetings/service.js'
import { createSessionsRepository } from './sessions/repository.js'
import { createSessionsService } from './sessions/service.js'
import { openDatabase } from './store/database.js'
import { createFixtureWriter } from './store/fixture-writer.js'
import { createFixtures, readFixtures } from './store/fixtures.js'
import { createJobs, type Job } from './store/jobs.js'
import { createAtomically } from './store/unit-of-work.js'

export type { Config } from './config.js'
export { ConfigError } from './config.js'
export { StoreError } from './store/database.js'
export { FixtureError } from './store/fixtures.js'

export const version: string = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version

/** The settings of the command line, in camel case; an in-process emulator picks a free port unless told. */
export type EmulatorOptions = Partial<Config> & { log?: Logger }

export interface Emulator extends AsyncDisposable {
  /** The origin, such as http://127.0.0.1:4010; the API is at /client/v4 below it. */
  readonly url: string
  /** The base URL to give an SDK. */
  readonly baseUrl: string
  readonly config: Config
  readonly clock: {
    /** The emulator's time. */
    now(): Date
    set(change: { mode?: 'real' | 'offset' | 'frozen'; now?: string | Date }): void
    /** Move on, running what falls due; answers with what ran. */
    advance(by: { seconds: number } | { to: string | Date }): { kind: string; at: string }[]
  }
  /** Back to the fixtures. */
  reset(): void
  /** Make something happen to a livestream, as the control API does. */
  event(
    livestreamId: string,
    event: { event: 'live' | 'stop' | 'fail'; err_message?: string; account_id?: string; app_id?: string },
  ): void
  /** A request without a socket, for fast tests. */
  inject(request: InjectOptions): Promise<LightMyRequestResponse>
  info(): Record<string, unknown>
  /** Finish what is in flight, then let go of the port and the database. */
  close(): Promise<void>
}

const text = (instant: string | Date) => (typeof instant === 'string' ? instant : instant.toISOString())

/**
 * Start an emulator and wait until it answers.
 * @throws ConfigError, FixtureError or StoreError, with all that is wrong in words for a person
 */
export async function createEmulator({
  log = pino({ level: 'silent' }),
  ...options
}: EmulatorOptions = {}): Promise<Emulator> {
  const config = resolveOptions({ port: 0, ...options })
  const fixturesRead = readFixtures(config.fixtures)
  const clock = createClock({
    mode: config.clock,
    now: config.now === undefined ? undefined : parseIso(config.now),
  })
  const db = openDatabase(config.data)
  try {
    return await assemble({ config, clock, db, log, fixturesRead })
  } catch (error) {
    db.close()
    throw error
  }
}

async function assemble(parts: {
  config: Config
  clock: ReturnType<typeof createClock>
  db: ReturnType<typeof openDatabase>
  log: Logger
  fixturesRead: ReturnType<typeof readFixtures>
}): Promise<Emulator> {
  const { config, clock, db, log } = parts
  const jobs = createJobs(db, () => scheduler.rearm())
  const atomically = createAtomically(db, jobs)
  const scheduler = createScheduler<Job>({
    clock,
    queue: jobs.queue,
    onError: (error, job) => log.error({ err: error, job }, 'a scheduled job failed'),
  })

  const appsRepository = createAppsRepository(db)
  const ids = createIds({ seed: config.seed, nextDraw: appsRepository.nextDraw })
  const common = { clock, ids, atomically }
  const apps = createAppsService({ ...common, repository: appsRepository })
  const meetingsRepository = createMeetingsRepository(db)
  const meetings = createMeetingsService({ ...common, repository: meetingsRepository })
  const sessionsRepository = createSessionsRepository(db)
  const sessions = createSessionsService({ ...common, repository: sessionsRepository })
  const livestreamsRepository = createLivestreamsRepository(db)
  const livestreamSessions = createLivestreamSessionsRepository(db)
  const transitions = createTransitions({
    ...common,
    livestreams: livestreamsRepository,
    livestreamSessions,
    sessions,
    jobs,
    goLiveAfter: config.goLiveAfter,
    autoLive: config.autoLive,
  })
  const livestreams = createLivestreamsService({
    ...common,
    repository: livestreamsRepository,
    livestreamSessions,
    transitions,
    sessions,
    startWhenActive: config.startWhenActive,
  })
  const analytics = createAnalyticsService({ repository: createAnalyticsRepository(db), clock })

  const fixtures = createFixtures({
    db,
    jobs,
    atomically,
    loaded: parts.fixturesRead,
    writer: createFixtureWriter({
      apps: appsRepository,
      meetings: meetingsRepository,
      sessions: sessionsRepository,
      livestreams: livestreamsRepository,
      livestreamSessions,
      transitions,
      clock,
      ids,
    }),
  })

  let state: 'starting' | 'ready' | 'stopping' = 'starting'
  let listening = hostWithPort(config.host, config.port)
  const urls = createPublicUrls({
    publicUrl: config.publicUrl,
    publicRtmpUrl: config.publicRtmpUrl,
    cloudflareUrls: config.cloudflareUrls,
    listening: () => listening,
  })
  const info = () => ({
    name: 'greenroom',
    version,
    url: urls.origin(),
    base_url: `${urls.origin()}${basePath}`,
    wire: config.wire,
    auth: config.auth,
    data: config.data,
    fixtures: fixtures.summary(),
    seed: config.seed ?? null,
  })
  const control = createControl({
    clock,
    scheduler,
    livestreams,
    fixtures,
    notReady: () => (state === 'ready' && db.open ? undefined : `Greenroom is ${state}`),
    info,
  })

  const app = buildApp({
    config,
    clock,
    ids,
    db,
    jobs,
    atomically,
    scheduler,
    urls,
    log,
    apps,
    meetings,
    sessions,
    livestreams,
    analytics,
    control,
  })
  await app.listen({ host: config.host, port: config.port })
  const { address, port } = app.server.address() as AddressInfo
  listening = hostWithPort(address, port)
  fixtures.seed()
  scheduler.catchUp()
  state = 'ready'

  const close = async () => {
    if (state === 'stopping') return
    state = 'stopping'
    scheduler.stop()
    await app.close()
    db.close()
  }

  return {
    url: `http://${listening}`,
    baseUrl: `http://${listening}${basePath}`,
    config,
    clock: {
      now: () => new Date(clock.now()),
      set: ({ mode, now }) =>
        void control.setClock({ ...(mode && { mode }), ...(now !== undefined && { now: text(now) }) }),
      advance: (by) => control.advance('to' in by ? { to: text(by.to) } : by).ran,
    },
    reset: () => void control.reset(),
    event: (livestreamId, event) => void control.event(livestreamId, event),
    inject: (request) => app.inject(request),
    info: () => control.info(),
    close,
    [Symbol.asyncDispose]: close,
  }
}
