/** `greenroom ctl`: drives a running Greenroom from a shell or a CI step. */

import { parseArgs } from 'node:util'
import type { Config } from '../config.js'
import { didYouMean } from '../core/nearest.js'
import { hostWithPort } from '../core/public-url.js'
import { CtlError, createCtlClient, UsageError } from './client.js'
import { commands } from './commands.js'

const common = {
  url: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const ctlHelp = `Usage: greenroom ctl COMMAND [--url URL] [--json]

Commands:
${Object.values(commands)
  .map(({ usage, summary }) => `  ${usage}\n      ${summary}`)
  .join('\n')}

  --url URL   where it runs (default: http://HOST:PORT of GREENROOM_HOST and GREENROOM_PORT)
  --json      print the answer as it came
`

/** Run one command. @returns the exit code: 0 done, 1 refused or unreachable, 2 not understood */
export async function ctl(args: string[], { host, port }: Pick<Config, 'host' | 'port'>): Promise<number> {
  const [name, ...rest] = args
  const complain = (message: string, code: number) => {
    process.stderr.write(`${message}\n`)
    return code
  }
  if (name === undefined || name === '--help' || name === '-h') {
    process.stdout.write(ctlHelp)
    return name === undefined ? 2 : 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command)
    return complain(
      `${name} is not a command${didYouMean(name, Object.keys(commands)) || '; see greenroom ctl --help'}`,
      2,
    )

  try {
    const { values, positionals } = parseArgs({
      args: rest,
      allowPositionals: true,
      options: { ...command.options, ...common },
    })
    const [least, most] = command.words
    if (values.help || positionals.length < least || positionals.length > most)
      return complain(`Usage:\n  ${command.usage}`, values.help ? 0 : 2)
    const client = createCtlClient(values.url ?? `http://${hostWithPort(host, port)}`)
    const outcome = await command.run(client, { words: positionals, values })
    if (outcome) process.stdout.write(values.json ? `${JSON.stringify(outcome.data)}\n` : outcome.text)
    return 0
  } catch (error) {
    if (error instanceof CtlError) return complain(error.message, error instanceof UsageError ? 2 : 1)
    const { code, message } = error as NodeJS.ErrnoException
    return complain(message, code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1)
  }
}
