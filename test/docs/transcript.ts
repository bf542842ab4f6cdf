/** Transcripts: `console` blocks whose lines after `$ ` are commands, each followed by its output. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mainFile, root } from '../helpers/bundle.js'

export interface Step {
  command: string
  /** The output as the page shows it. */
  expected: string
}

/** The address that the pages use. */
const PRINTED_URL = 'http://127.0.0.1:4010'

/** A command may go on over lines that end with a backslash, or within single quotes. */
export function stepsOf(code: string): Step[] {
  const steps: Step[] = []
  let isOpen = false
  for (const line of code.trimEnd().split('\n')) {
    const step = steps.at(-1)
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), expected: '' })
    else if (step && isOpen) step.command += `\n${line}`
    else if (step) step.expected += `${line}\n`
    const command = steps.at(-1)?.command ?? ''
    isOpen = command.endsWith('\\') || (command.split("'").length - 1) % 2 === 1
  }
  return steps
}

/** The arguments after `npm start --`, or undefined for another command. */
export const startArguments = (command: string) =>
  command.match(/^npm start(?: -- (.*))?$/) && (command.split(' -- ')[1]?.split(' ') ?? [])

/** Run commands in one shell, against a Greenroom at `url`, and return the output of each. */
export async function runInShell(commands: string[], url: string): Promise<string[]> {
  const end = '\u001e'
  const script = [
    `greenroom() { '${process.execPath}' '${mainFile}' "$@"; }`,
    ...commands.flatMap((command) => [command.replaceAll(PRINTED_URL, url), `printf '${end}'`]),
  ].join('\n')
  const { NODE_OPTIONS: _, ...env } = process.env
  const shell = spawn('bash', ['-c', script], {
    cwd: root,
    env: { ...env, NO_PROXY: '127.0.0.1', GREENROOM_PORT: new URL(url).port },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  await once(shell, 'close')
  return output
    .split(end)
    .map((text) =>
      text.trim().replaceAll(url, PRINTED_URL).replaceAll(new URL(url).host, new URL(PRINTED_URL).host),
    )
}

/** Without spaces, as a page may lay out JSON and tables as it likes. */
const squeezed = (text: string) => text.replace(/\s+/g, '')

/** Whether an output is what a page shows, where `…` stands for anything. */
export function isShown(expected: string, actual: string): boolean {
  const pattern = squeezed(expected)
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*?')
  return new RegExp(`^${pattern}$`, 's').test(squeezed(actual))
}
