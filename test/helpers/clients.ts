/** Runs clients in other languages against the real process, where their toolchains are. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import { startProcess } from './process.js'

export const run = promisify(execFile)

/** Do what a client needs before it runs; where that is not possible, skip, or fail with GREENROOM_REQUIRE_SDKS=1. */
export async function isPrepared(t: Test, prepare: () => Promise<unknown>) {
  try {
    await prepare()
    return true
  } catch (error) {
    const { message, stderr } = error as { message: string; stderr?: string }
    const reason = `not available here: ${(stderr || message).trim().split('\n').at(-1)}`
    if (process.env.GREENROOM_REQUIRE_SDKS === '1') t.fail(reason)
    else t.plan(0, reason)
    return false
  }
}

/** Run a program with a Greenroom of its own. @returns what it wrote @throws Error when it fails */
export async function runWithGreenroom(t: Test, file: string, options: { args?: string[]; cwd: string }) {
  const { url, baseUrl } = await startProcess(
    t,
    '--clock frozen --fixtures none --log-level error'.split(' '),
  )
  const greenroom = { GREENROOM_URL: url, GREENROOM_BASE_URL: baseUrl, NO_PROXY: '127.0.0.1' }
  const env = { ...process.env, ...greenroom, PYTHONDONTWRITEBYTECODE: '1' }
  return (await run(file, options.args ?? [], { cwd: options.cwd, env })).stdout
}
