/** Runs Greenroom in process, with the settings of the command line. */

import type { AddressInfo, Socket } from 'node:net'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { type Logger, pino } from 'pino'
import { ConfigError } from './config/error.js'
import { flagOf } from './config/names.js'
import { resolveOptions } from './config/resolve.js'
import type { Config } from './config/schema.js'
import { createContainer } from './container.js'
import { createAccountFacade } from './control/in-process/account.js'
import { createFacade, createFacadeRoutes } from './control/in-process/facade.js'
import { createLocalTransport } from './control/in-process/transport.js'
import type { AccountFacade, ControlFacade } from './control/in-process/types.js'
import { createClock } from './core/clock.js'
import { parseIso } from './core/iso-time.js'
import { holdProcess, keepAlive } from './core/keep-alive.js'
import { basePath } from './core/paths.js'
import { PemError } from './core/pem-error.js'
import { hostWithPort } from './core/public-url.js'
import { type FixtureSource, readFixtures } from './fixtures/read.js'
import { type IngestListeners, IngestPortError, openIngest } from './media/ingest/listeners.js'
import { openDatabase } from './store/database.js'

type Settings = { [Key in keyof Omit<Config, 'fixtures'>]?: Config[Key] | undefined }

/** The settings of the command line, in camel case. An undefined one has its default; the default port is a free one. */
export interface EmulatorOptions extends Settings {
  /** Names, files, or fixture objects; one or several. */
  fixtures?: FixtureSource | FixtureSource[] | undefined
  log?: Logger | undefined
}

export interface Emulator extends AsyncDisposable, ControlFacade {
  /** The origin, such as http://127.0.0.1:4010; the API is at /client/v4 below it. */
  readonly url: string
  /** The base URL to give an SDK. */
  readonly baseUrl: string
  readonly config: Config
  /** The address that encoders push to, before their stream key; undefined when there is none. */
  readonly ingest: string | undefined
  /** The address that encoders push to by RTMPS; undefined when there is none. */
  readonly secureIngest: string | undefined
  /** Limit the methods to one account. */
  account(id: string): AccountFacade
  /** Make a request without a socket. Rejects when a fault resets or cuts off the connection. */
  inject(request: InjectOptions): Promise<LightMyRequestResponse>
  /**
   * Finish the requests and deliveries in flight, then release the port and the database. Later calls throw.
   * @param options.force drop open connections instead of waiting for them
   */
  close(options?: { force?: boolean }): Promise<void>
}

/** Read the option `fixtures`. @returns each source, and its name for the settings @throws ConfigError */
function readSources(fixtures: EmulatorOptions['fixtures']) {
  if (fixtures === undefined) return {}
  const sources = [fixtures].flat()
  for (const source of sources)
    if (source === null || !['string', 'object'].includes(typeof source))
      throw new ConfigError([
        `fixtures must be names, files or fixture objects, for example ["docs"] (got ${JSON.stringify(fixtures)})`,
      ])
  return {
    sources,
    names: sources.map((source, i) => (typeof source === 'string' ? source : `fixtures[${i}]`)),
  }
}

/** Open the ports for encoders. @throws ConfigError naming the setting of one that cannot be opened */
async function openEncoderPorts(options: Parameters<typeof openIngest>[0]) {
  try {
    return await openIngest(options)
  } catch (error) {
    if (!(error instanceof IngestPortError || error instanceof PemError)) throw error
    throw new ConfigError([`${flagOf(error.setting)} ${error.problem}`])
  }
}

/**
 * Start an emulator and wait until it answers. Only a listener of its events keeps the process alive; an emulator
 * that is not closed ends with the process.
 * @throws ConfigError, FixtureError or StoreError, listing every problem
 */
export async function createEmulator({
  log = pino({ level: 'silent' }),
  ...options
}: EmulatorOptions = {}): Promise<Emulator> {
  const { sources, names } = readSources(options.fixtures)
  const config = resolveOptions({
    ...options,
    port: options.port ?? 0,
    rtmpPort: options.rtmpPort ?? 'off',
    fixtures: names,
  })
  const fixtures = readFixtures(sources ?? config.fixtures)
  const clock = createClock({
    mode: config.clock,
    now: config.now === undefined ? undefined : parseIso(config.now),
  })
  const db = openDatabase(config.data)
  const state = {
    phase: 'starting' as 'starting' | 'ready' | 'stopping',
    listening: hostWithPort(config.host, config.port),
    ingest: undefined as { scheme: 'rtmp' | 'rtmps'; port: number } | undefined,
  }
  let encoders: IngestListeners | undefined
  let app: FastifyInstance | undefined
  let closed: Promise<void> | undefined
  try {
    const parts = createContainer({ config, clock, db, log, fixtures, state: () => state })
    app = parts.app
    parts.app.server.on('connection', (socket: Socket) => socket.unref())
    await parts.app.listen({ host: config.host, port: config.port })
    parts.app.server.unref()
    const { address, port } = parts.app.server.address() as AddressInfo
    state.listening = hostWithPort(address, port)
    encoders = await openEncoderPorts({ config, accept: parts.ingest.accept, clock, log })
    const { rtmp, rtmps } = encoders.ports
    if (rtmp !== undefined) state.ingest = { scheme: 'rtmp', port: rtmp }
    else if (rtmps !== undefined) state.ingest = { scheme: 'rtmps', port: rtmps }
    parts.accountClocks.resume()
    parts.fixtures.seed()
    parts.ingest.resume()
    parts.deliveries.dispatcher.resume()
    parts.scheduler.catchUpAll()
    state.phase = 'ready'
    const shut = async () => {
      state.phase = 'stopping'
      if (parts.demo.get().running) parts.demo.set({ running: false })
      await encoders?.close()
      parts.scheduler.stop()
      await Promise.all([parts.deliveries.stop(), parts.app.close()])
      db.close()
    }
    const { app: server, control } = parts
    const url = `http://${state.listening}`
    const addressOf = (scheme: string, port: number | undefined) =>
      port === undefined ? undefined : `${scheme}://${hostWithPort(address, port)}/live/`
    const secureIngest = addressOf('rtmps', rtmps)
    const check = () => {
      if (closed) throw new Error('This emulator is closed: start another one with createEmulator()')
    }
    const held = new Set<() => void>()
    /** Hold the process for a listener, until it stops listening or the emulator is closed. */
    const hold = () => {
      const release = holdProcess()
      held.add(release)
      return () => {
        held.delete(release)
        release()
      }
    }
    const close: Emulator['close'] = ({ force = false } = {}) => {
      closed ??= keepAlive(shut())
      for (const release of held) release()
      if (force) server.server.closeAllConnections()
      return closed
    }
    const routes = createFacadeRoutes(control)
    const transport = createLocalTransport(control, { check, hold })
    if (config.demo === 'on') {
      const { startDemo } = await import('./demo/start.js')
      const accountOf = (id: string) => createAccountFacade(routes, transport, id)
      await startDemo({ ...parts, config, url, log, accountOf, inboxUrl: control.info().inbox })
    }
    return {
      url,
      baseUrl: `${url}${basePath}`,
      config,
      ingest: addressOf('rtmp', rtmp) ?? secureIngest,
      secureIngest,
      ...createFacade(routes, transport),
      account: (id) => createAccountFacade(routes, transport, id),
      async inject(request) {
        check()
        return keepAlive(server.inject(request))
      },
      close,
      [Symbol.asyncDispose]: () => close(),
    }
  } catch (error) {
    await encoders?.close()
    await app?.close()
    db.close()
    throw error
  }
}
