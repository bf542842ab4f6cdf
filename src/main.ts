#!/usr/bin/env node
/** The process: runs the subcommand and sets the exit code. */

import { parseArgs } from 'node:util'
import { describeSettings } from './config/describe.js'
import { variableOf } from './config/names.js'
import { readConfig } from './config/read.js'
import type { Config } from './config/schema.js'
import { version } from './version.js'

const help = `Greenroom ${version}: a local emulator of Cloudflare RealtimeKit's Livestreams API

Usage: greenroom [settings]
       greenroom demo [--open] [settings]
                                run with a world that lives, to look at; --open opens it in a browser
       greenroom healthcheck    exit 0 when the running Greenroom is ready, 1 when it is not
       greenroom ctl COMMAND    drive a running Greenroom; see greenroom ctl --help
       greenroom --help | --version

Settings (each also as a variable: --go-live-after is ${variableOf('goLiveAfter')}; a flag wins):
${describeSettings()}
`

/** Run the subcommand. @returns the exit code */
async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, strict: false, options: { help: { type: 'boolean', short: 'h' } } })
  const [command, ...rest] = args
  if (command !== 'ctl' && (values.help || values.h)) {
    process.stdout.write(help)
    return 0
  }
  if (command !== 'ctl' && values.version) {
    process.stdout.write(`${version}\n`)
    return 0
  }
  let config: Config | undefined
  try {
    if (command === 'healthcheck') {
      const { healthcheck } = await import('./cli/healthcheck.js')
      const { host, port } = readConfig(rest, process.env)
      return await healthcheck({ host, port, stderr: process.stderr })
    }
    if (command === 'ctl') {
      const { ctl } = await import('./cli/ctl.js')
      const { host, port } = readConfig([], process.env)
      return await ctl(rest, { host, port, stdout: process.stdout, stderr: process.stderr })
    }
    const warnings: string[] = []
    const onIgnored = (line: string) => warnings.push(line)
    const { serve } = await import('./cli/serve.js')
    if (command === 'demo') {
      const { demoDefaults, openConsole } = await import('./cli/demo.js')
      const settings = rest.filter((each) => each !== '--open')
      config = readConfig(settings, process.env, { onIgnored, defaults: demoDefaults })
      await serve(config, { warnings, ...(settings.length < rest.length && { onReady: openConsole }) })
      return 0
    }
    config = readConfig(args, process.env, { onIgnored })
    await serve(config, { warnings })
    return 0
  } catch (error) {
    const { describeFailure } = await import('./cli/failure.js')
    process.stderr.write(`${describeFailure(error, config)}\n`)
    return 1
  }
}

// A reader such as `head` may close the pipe early: that is not a failure, and must not end the server.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
const code = await run(process.argv.slice(2))
// After all output has been written.
process.stdout.write('', () => process.exit(code))
