/** `greenroom`: runs an emulator, prints its address, and closes it at SIGTERM or SIGINT. */

import { pino } from 'pino'
import type { Config } from '../config/schema.js'
import { keepAlive } from '../core/keep-alive.js'
import { controlPrefix } from '../core/paths.js'
import { createEmulator, type Emulator, version } from '../index.js'
import { removePortFile, writePortFile } from './port-file.js'

/** How long requests in flight may take after SIGTERM, in milliseconds. */
const GRACE_PERIOD_MS = 4500

/** Say that requests are answered, in one line that a program can read. */
const readyLine = ({ url, baseUrl, ingest, secureIngest }: Emulator) =>
  `${JSON.stringify({
    ready: true,
    url,
    base_url: baseUrl,
    ...(ingest !== undefined && { ingest }),
    ...(secureIngest !== undefined && { secure_ingest: secureIngest }),
    port: Number(new URL(url).port || 80),
    pid: process.pid,
    version,
  })}\n`

/** The address of the console. @param url the origin */
export const consoleUrl = (url: string) => `${url}${controlPrefix}/ui`

function banner({ url, baseUrl, config, info, ingest, secureIngest }: Emulator): string {
  const { clock } = info()
  const pushed = [...new Set([ingest, secureIngest])].filter((address) => address !== undefined)
  const rows = {
    ...(config.demo === 'on' && config.control === 'on' && { console: consoleUrl(url) }),
    API: baseUrl,
    control: `${url}${controlPrefix}`,
    ...(pushed.length > 0 && { ingest: pushed.join(' and ') }),
    wire: config.wire,
    auth: config.auth,
    clock: clock.mode === 'real' ? 'real' : `${clock.mode} at ${clock.now}`,
    data: config.data === ':memory:' ? 'in memory' : config.data,
    fixtures: config.fixtures.join(', '),
  }
  const lines = Object.entries(rows).map(([name, value]) => `  ${name.padEnd(9)} ${value}`)
  return `\nGreenroom ${version} is ready\n${lines.join('\n')}\n\n`
}

/** Create the log: JSON, or lines for a person at a terminal. */
async function createLog(level: Config['logLevel']) {
  if (!process.stdout.isTTY) return pino({ level })
  const { default: pretty } = await import('pino-pretty')
  return pino({ level }, pretty({ ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' }))
}

/**
 * Serve until a signal stops it.
 * @param options.warnings lines for the log, such as variables that set nothing
 * @param options.onReady called with the origin once requests are answered
 * @throws what createEmulator and closing throw
 */
export async function serve(
  config: Config,
  { warnings, onReady }: { warnings: readonly string[]; onReady?: (url: string) => void },
): Promise<void> {
  const log = await createLog(config.logLevel)
  for (const warning of warnings) log.warn(warning)
  let emulator: Emulator | undefined
  const stopped = new Promise<void>((resolve, reject) => {
    let isStopping = false
    const stop = (signal: string) => {
      // A terminal and npm may both pass on one Ctrl-C, so a second signal changes nothing.
      if (isStopping) return
      isStopping = true
      log.info(`${signal}: finishing what is in flight`)
      setTimeout(() => emulator?.close({ force: true }), GRACE_PERIOD_MS).unref()
      Promise.resolve(emulator?.close()).then(resolve, reject)
    }
    // Before the banner is printed. As the first process of a container, it is only stopped by signals it handles.
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
  const started = createEmulator({ ...config, log }).then((created) => {
    emulator = created
    if (config.portFile !== undefined) writePortFile(config.portFile, created.url)
    process.stdout.write(config.ready === 'json' ? readyLine(created) : banner(created))
    onReady?.(created.url)
  })
  try {
    await Promise.race([started.then(() => keepAlive(stopped)), stopped])
  } finally {
    if (config.portFile !== undefined && emulator) removePortFile(config.portFile, emulator.url)
  }
}
