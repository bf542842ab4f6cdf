/** Opens the ports for encoders that the settings ask for. */

import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { Logger } from 'pino'
import type { Config } from '../../config/schema.js'
import type { Clock } from '../../core/clock.js'
import { PemError } from '../../core/pem-error.js'
import { RTMP_PORT } from '../../core/public-url.js'
import type { AcceptPush } from './push.js'
import type { RtmpServer } from './rtmp/server.js'

type IngestConfig = Pick<Config, 'host' | 'rtmpPort' | 'rtmpsPort' | 'rtmpsCert' | 'rtmpsKey'>

/** A port for encoders that was asked for cannot be opened. The problem follows the name of its setting. */
export class IngestPortError extends Error {
  override name = 'IngestPortError'
  constructor(
    readonly setting: 'rtmpPort' | 'rtmpsPort',
    readonly problem: string,
  ) {
    super(`${setting} ${problem}`)
  }
}

/** The ports that are open, by scheme. */
export interface IngestListeners {
  ports: { rtmp?: number; rtmps?: number }
  /** End all pushes and release the ports. */
  close(): Promise<void>
}

const readPem = (setting: 'rtmpsCert' | 'rtmpsKey', file: string) => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new PemError(setting, `${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

/** Read the certificate and its key. @throws PemError */
function readCertificate({ rtmpsCert = '', rtmpsKey = '' }: IngestConfig) {
  const cert = readPem('rtmpsCert', rtmpsCert)
  const key = readPem('rtmpsKey', rtmpsKey)
  try {
    createSecureContext({ cert })
  } catch {
    throw new PemError('rtmpsCert', `${rtmpsCert}: is not a certificate in PEM`)
  }
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    throw new PemError(
      'rtmpsKey',
      `${rtmpsKey}: is not the key of ${rtmpsCert} in PEM (${(error as Error).message})`,
    )
  }
  return { cert, key }
}

const isTaken = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
const describe = (error: unknown) =>
  isTaken(error) ? 'is taken' : `cannot be opened: ${(error as Error).message}`

/**
 * Open the ports. What speaks RTMP is loaded only when one is asked for.
 * @throws IngestPortError when a port that was asked for is taken, PemError
 */
export async function openIngest(options: {
  config: IngestConfig
  accept: AcceptPush
  clock: Pick<Clock, 'wait' | 'elapsed'>
  log: Logger
}): Promise<IngestListeners> {
  const { config, log } = options
  const { host, rtmpPort, rtmpsPort } = config
  const ports: IngestListeners['ports'] = {}
  const open: RtmpServer[] = []
  const close = async () => void (await Promise.all(open.map((server) => server.close())))
  if (rtmpPort === 'off' && rtmpsPort === 'off') return { ports, close }
  const { createRtmpServer } = await import('./rtmp/server.js')

  const listen = async (scheme: 'rtmp' | 'rtmps', port: number) => {
    const tls = scheme === 'rtmps' ? readCertificate(config) : undefined
    const server = await createRtmpServer({ ...options, host, port, tls })
    open.push(server)
    ports[scheme] = server.port
  }
  try {
    if (rtmpPort === 'auto')
      await listen('rtmp', RTMP_PORT).catch((error: unknown) => {
        log.warn(
          `encoders cannot push: port ${RTMP_PORT} ${describe(error)}; choose another with --rtmp-port PORT, or none with --rtmp-port off`,
        )
      })
    else if (rtmpPort !== 'off')
      await listen('rtmp', rtmpPort).catch((error: unknown) => {
        throw new IngestPortError('rtmpPort', `${rtmpPort} of ${host} ${describe(error)}`)
      })
    if (rtmpsPort !== 'off')
      await listen('rtmps', rtmpsPort).catch((error: unknown) => {
        if (error instanceof PemError) throw error
        throw new IngestPortError('rtmpsPort', `${rtmpsPort} of ${host} ${describe(error)}`)
      })
  } catch (error) {
    await close()
    throw error
  }
  return { ports, close }
}
