#!/usr/bin/env node
/** The process: reads the configuration, starts the emulator, says so, and ends when told to. */

import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { healthcheck } from './cli/healthcheck.js'
import { type Config, ConfigError, describeSettings, readConfig, variableOf } from './config.js'
import { createEmulator, type Emulator, FixtureError, StoreError, version } from './index.js'

/** How long requests in flight may take after SIGTERM, in milliseconds. */
const gracePeriod = 4500

const help = `Greenroom ${version}: a local emulator of Cloudflare RealtimeKit's Livestreams API

Usage: greenroom [settings]
       greenroom healthcheck    exit 0 when the one that is running is ready, 1 when not
       greenroom ctl COMMAND    drive the one that is running; see greenroom ctl --help
       greenroom --help | --version

Settings (each also as a variable: --go-live-after is ${variableOf('goLiveAfter')}; a flag wins):
${describeSettings()}
`

function banner({ url, baseUrl, config, info }: Emulator): string {
  const { clock } = info() as { clock: { mode: string; now: string } }
  const rows = {
    API: baseUrl,
    control: `${url}/_greenroom`,
    wire: config.wire,
    auth: config.auth,
    clock: clock.mode === 'real' ? 'real' : `${clock.mode} at ${clock.now}`,
    data: config.data === ':memory:' ? 'in memory' : config.data,
    fixtures: config.fixtures.join(', '),
  }
  const lines = Object.entries(rows).map(([name, value]) => `  ${name.padEnd(9)} ${value}`)
  return `\nGreenroom ${version} is ready\n${lines.join('\n')}\n\n`
}

async function createLog(level: Config['logLevel']) {
  if (!process.stdout.isTTY) return pino({ level })
  const { default: pretty } = await import('pino-pretty')
  return pino({ level }, pretty({ ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' }))
}

/** What went wrong at the start, in words; anything else is an error of ours and keeps its stack. */
function describeFailure(error: unknown, config?: Config): string {
  if (error instanceof ConfigError) return `The configuration is wrong:\n  ${error.problems.join('\n  ')}`
  if (error instanceof FixtureError) return `The fixtures cannot be used:\n  ${error.problems.join('\n  ')}`
  if (error instanceof StoreError) return error.message
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return `Port ${config?.port} of ${config?.host} is taken: stop what listens there, or choose another with --port`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `Cannot listen on ${config?.host} port ${config?.port}: ${(error as Error).message}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

async function serve(config: Config, warnings: string[]) {
  const log = await createLog(config.logLevel)
  for (const warning of warnings) log.warn(warning)
  let emulator: Emulator | undefined
  let isStopping = false
  const stop = (signal: string) => {
    // A terminal and npm may both pass on the same Ctrl-C: a second signal hurries nothing.
    if (isStopping) return
    isStopping = true
    log.info(`${signal}: finishing what is in flight`)
    setTimeout(() => emulator?.close({ force: true }), gracePeriod).unref()
    Promise.resolve(emulator?.close()).then(
      () => process.exit(0),
      (error) => fail(describeFailure(error)),
    )
  }
  // Before anyone can know that it runs; as a container's first process it would otherwise not be stopped at all.
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  emulator = await createEmulator({ ...config, log })
  process.stdout.write(banner(emulator))
}

const args = process.argv.slice(2)
const { values } = parseArgs({ args, strict: false, options: { help: { type: 'boolean', short: 'h' } } })
if (args[0] !== 'ctl' && (values.help || values.h)) process.stdout.write(help)
else if (values.version) process.stdout.write(`${version}\n`)
else {
  let config: Config | undefined
  try {
    const [command, ...rest] = args
    if (command === 'healthcheck') process.exit(await healthcheck(readConfig(rest, process.env)))
    if (command === 'ctl') {
      const { ctl } = await import('./cli/ctl.js')
      process.exitCode = await ctl(rest, readConfig([], process.env))
    } else {
      const warnings: string[] = []
      config = readConfig(args, process.env, (line) => warnings.push(line))
      await serve(config, warnings)
    }
  } catch (error) {
    fail(describeFailure(error, config))
  }
}
