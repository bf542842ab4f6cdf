/** The sample back end in ./python against the real process, where Python is. */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { root } from '../helpers/bundle.js'
import { startProcess } from '../helpers/process.js'

const run = promisify(execFile)
const cwd = join(root, 'test/backend/python')
const python = join(cwd, '.venv/bin/python')
t.setTimeout(900_000)

/** Install what it needs; where that is not possible, skip, or fail with GREENROOM_REQUIRE_SDKS=1. */
async function isInstalled(t: Test) {
  try {
    await run('python3', ['-m', 'venv', '.venv'], { cwd })
    await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', 'requirements.txt'], { cwd })
    return true
  } catch (error) {
    const { message, stderr } = error as { message: string; stderr?: string }
    const reason = `not available here: ${(stderr || message).trim().split('\n').at(-1)}`
    if (process.env.GREENROOM_REQUIRE_SDKS === '1') t.fail(reason)
    else t.plan(0, reason)
    return false
  }
}

t.test('a show is led in Python, and the lists agree with the webhooks', async (t) => {
  if (!(await isInstalled(t))) return
  const args = '--clock frozen --fixtures none --log-level error'.split(' ')
  const { url, baseUrl } = await startProcess(t, args)
  const greenroom = { GREENROOM_URL: url, GREENROOM_BASE_URL: baseUrl, NO_PROXY: '127.0.0.1' }
  const env = { ...process.env, ...greenroom, PYTHONDONTWRITEBYTECODE: '1' }
  const { stdout } = await run(python, ['back_end.py'], { cwd, env })
  t.match(stdout, /^reconciled \d+ webhooks\n$/)
})
