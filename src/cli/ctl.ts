/** `greenroom ctl`: drives a running Greenroom from a shell or a CI step. */

import type { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import type { Config } from '../config/schema.js'
import { didYouMean } from '../core/nearest.js'
import { hostWithPort } from '../core/public-url.js'
import { CtlError, createCtlClient, UsageError } from './client.js'
import type { Command } from './commands/command.js'
import { commands } from './commands/index.js'

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

  --url URL   where Greenroom runs (default: http://HOST:PORT of GREENROOM_HOST and GREENROOM_PORT)
  --json      print the answer as JSON
`

/** Refuse unknown options. @throws UsageError with the nearest option of the command */
function refuseUnknown(args: string[], command: { name: string; options: Command['options'] & object }) {
  const known = Object.keys(command.options).map((option) => `--${option}`)
  const { tokens } = parseArgs({ args, strict: false, tokens: true, options: command.options })
  for (const token of tokens)
    if (token.kind === 'option' && !Object.hasOwn(command.options, token.name)) {
      const hint = didYouMean(token.rawName, known) || `; see greenroom ctl ${command.name} --help`
      throw new UsageError(`${token.rawName} is not an option of ${command.name}${hint}`)
    }
}

interface CtlContext extends Pick<Config, 'host' | 'port'> {
  /** Where answers are written. */
  stdout: Writable
  /** Where refusals are written. */
  stderr: Writable
}

/**
 * Run one command.
 * @param context the address to call without --url, and the streams to write to
 * @returns the exit code: 0 done, 1 refused or unreachable, 2 not understood
 */
export async function ctl(args: string[], context: CtlContext): Promise<number> {
  const { stdout, stderr } = context
  const [name, ...rest] = args
  const complain = (message: string, code: number) => {
    stderr.write(`${message}\n`)
    return code
  }
  if (name === undefined || name === '--help' || name === '-h') {
    stdout.write(ctlHelp)
    return name === undefined ? 2 : 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command)
    return complain(
      `${name} is not a command${didYouMean(name, Object.keys(commands)) || '; see greenroom ctl --help'}`,
      2,
    )

  try {
    const options = { ...command.options, ...common }
    refuseUnknown(rest, { name, options })
    const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options })
    const [least, most] = command.words
    if (values.help || positionals.length < least || positionals.length > most)
      return complain(`Usage:\n  ${command.usage}`, values.help ? 0 : 2)
    const client = createCtlClient(values.url ?? `http://${hostWithPort(context.host, context.port)}`)
    const outcome = await command.run(client, { words: positionals, values, stdout })
    if (outcome) stdout.write(values.json ? `${JSON.stringify(outcome.data)}\n` : outcome.text)
    return 0
  } catch (error) {
    if (error instanceof CtlError) return complain(error.message, error instanceof UsageError ? 2 : 1)
    const { code, message } = error as NodeJS.ErrnoException
    // The reader of the output has closed the pipe.
    if (code === 'EPIPE') return 0
    return complain(message, code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1)
  }
}
