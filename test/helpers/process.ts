/** The real process, for what only a process has: signals, exit codes, restarts, and clients over a port. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mainFile } from './bundle.js'
import type { Teardown } from './requests.js'

export interface RunningProcess {
  /** The origin, such as http://127.0.0.1:4010. */
  url: string
  /** The base URL to give an SDK. */
  baseUrl: string
  child: ChildProcess
  stdout(): string
  stderr(): string
  /** SIGTERM; resolves with the exit code, null when a signal killed it. */
  stop(): Promise<number | null>
}

export interface FinishedProcess {
  code: number | null
  stdout: string
  stderr: string
}

/** Nothing of the developer's own settings, and a free port, unless the test says otherwise. */
function environment(env: Record<string, string>) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GREENROOM_'))
  return { ...Object.fromEntries(inherited), GREENROOM_PORT: '0', GREENROOM_RTMP_PORT: 'off', ...env }
}

/** Start it and wait for nothing. It is killed with the test. */
export function launch(t: Teardown, args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [mainFile, ...args], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  // `close` comes when it ended and all that it wrote was read.
  const ended = once(child, 'close').then(([code]) => code as number | null)
  t.teardown(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    return ended
  })
  return { child, ended, stdout: () => stdout, stderr: () => stderr }
}

/** Run it until it ends by itself. */
export async function runProcess(
  t: Teardown,
  args: string[],
  env: Record<string, string> = {},
): Promise<FinishedProcess> {
  const { ended, stdout, stderr } = launch(t, args, env)
  return { code: await ended, stdout: stdout(), stderr: stderr() }
}

/**
 * Start Greenroom on a free port (unless `args` name one) and wait for its banner. It is killed with the test.
 * @throws Error with what it wrote to stderr, when it ends instead
 */
export async function startProcess(
  t: Teardown,
  args: string[],
  env: Record<string, string> = {},
): Promise<RunningProcess> {
  const { child, ended, stdout, stderr } = launch(t, args, env)
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /^ +API +(\S+)\n/m.exec(stdout())?.[1]
      if (found) resolve(found)
    })
    ended.then((code) => reject(new Error(`greenroom ended with ${code}: ${stderr()}`)))
  })
  return {
    url: new URL(baseUrl).origin,
    baseUrl,
    child,
    stdout,
    stderr,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
