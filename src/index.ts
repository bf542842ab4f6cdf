/** Greenroom in process: the same emulator, the same settings, and no second process to wait for. */

import type { AddressInfo } from 'node:net'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { type Logger, pino } from 'pino'
import { type Config, resolveOptions } from './config.js'
import { createContainer } from './container.js'
import { checked } from './control/in-process/checked.js'
import { type ControlFace, controlFace } from './control/in-process/control.js'
import { type WebhooksFace, webhooksFace } from './control/in-process/deliveries.js'
import { type StateFace, stateFace } from './control/in-process/state.js'
import type { Scheduled } from './control/scheduled.js'
import { AdvanceSchema } from './control/schemas.js'
import { type Clock, createClock } from './core/clock.js'
import { parseIso } from './core/iso-time.js'
import { basePath } from './core/paths.js'
import { hostWithPort } from './core/public-url.js'
import { readFixtures } from './fixtures/read.js'
import { openDatabase } from './store/database.js'

export type { Config } from './config.js'
export { ConfigError } from './config.js'
export type { EmulatorEvent, EventFilter } from './control/event-stream.js'
export type { Adjusted } from './control/livestreams.js'
export type { Attendance } from './control/meetings.js'
export type { Scheduled } from './control/scheduled.js'
export type { FaultRule } from './faults/schemas.js'
export { FixtureError } from './fixtures/error.js'
export { VerificationError } from './journal/service.js'
export { StoreError } from './store/store-error.js'
export { version } from './version.js'

/** The settings of the command line, in camel case; an in-process emulator picks a free port unless told. */
export type EmulatorOptions = Partial<Config> & { log?: Logger }

export interface Emulator extends AsyncDisposable, ControlFace, StateFace {
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
    advance(by: { seconds: number } | { to: string | Date } | { until: 'idle' }): Promise<Scheduled[]>
  }
  readonly webhooks: WebhooksFace
  /** Make something happen to a livestream, as the control API does. */
  event(
    livestreamId: string,
    event: { event: 'live' | 'stop' | 'fail'; err_message?: string; account_id?: string; app_id?: string },
  ): void
  /** A request without a socket, for fast tests. A connection that a fault resets or cuts off rejects. */
  inject(request: InjectOptions): Promise<LightMyRequestResponse>
  info(): Record<string, unknown>
  /**
   * Finish what is in flight, then let go of the port and the database.
   * @param options.force drop the connections that have not finished
   */
  close(options?: { force?: boolean }): Promise<void>
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
  const fixtures = readFixtures(config.fixtures)
  const clock = createClock({
    mode: config.clock,
    now: config.now === undefined ? undefined : parseIso(config.now),
  })
  const db = openDatabase(config.data)
  const state = {
    phase: 'starting' as 'starting' | 'ready' | 'stopping',
    listening: hostWithPort(config.host, config.port),
  }
  let app: FastifyInstance | undefined
  let closed: Promise<void> | undefined
  try {
    const parts = createContainer({ config, clock, db, log, fixtures, state: () => state })
    app = parts.app
    await parts.app.listen({ host: config.host, port: config.port })
    const { address, port } = parts.app.server.address() as AddressInfo
    state.listening = hostWithPort(address, port)
    parts.fixtures.seed()
    parts.deliveries.dispatcher.resume()
    parts.scheduler.catchUp()
    state.phase = 'ready'
    const shut = async () => {
      state.phase = 'stopping'
      parts.scheduler.stop()
      await Promise.all([parts.deliveries.stop(), parts.app.close()])
      db.close()
    }
    return face({
      ...parts,
      config,
      clock,
      close({ force = false } = {}) {
        closed ??= shut()
        if (force) parts.app.server.closeAllConnections()
        return closed
      },
      origin: `http://${state.listening}`,
    })
  } catch (error) {
    await app?.close()
    db.close()
    throw error
  }
}

/** The parts as their users see them. */
function face({
  app,
  control,
  config,
  clock,
  close,
  origin,
}: ReturnType<typeof createContainer> & {
  config: Config
  clock: Clock
  close: Emulator['close']
  origin: string
}): Emulator {
  return {
    url: origin,
    baseUrl: `${origin}${basePath}`,
    config,
    clock: {
      now: () => new Date(clock.now()),
      set: ({ mode, now }) =>
        void control.clock.set({ ...(mode && { mode }), ...(now !== undefined && { now: text(now) }) }),
      advance: async (by) => {
        const body = 'to' in by ? { to: text(by.to) } : by
        return (await control.clock.advance(checked(AdvanceSchema, body))).ran
      },
    },
    ...controlFace(control),
    ...stateFace(control),
    webhooks: webhooksFace(control),
    event: (livestreamId, event) => void control.livestreams.event(livestreamId, event),
    inject: (request) => app.inject(request),
    info: () => control.info(),
    close,
    [Symbol.asyncDispose]: () => close(),
  }
}
