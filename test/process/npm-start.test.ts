/** `npm start`, as a person or a process manager runs it. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import t from 'tap'
import { mainFile, root } from '../helpers/bundle.js'
import type { Teardown } from '../helpers/requests.js'

/** Run `npm start` until the banner is there. */
async function npmStart(t: Teardown) {
  const child = spawn('npm', ['start', '--', '--port', '0', '--log-level', 'info'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  // Its whole group, so that nothing outlives a test that fails.
  t.teardown(() => {
    try {
      process.kill(-(child.pid as number), 'SIGKILL')
    } catch {}
  })
  let stdout = ''
  const closed = once(child, 'close').then(([code]) => code as number | null)
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
      const found = /^ +API +(\S+)\n/m.exec(stdout)?.[1]
      if (found) resolve(found)
    })
    closed.then((code) => reject(new Error(`npm start ended with ${code}: ${stdout}`)))
  })
  return { child, closed, origin: new URL(baseUrl).origin, stdout: () => stdout }
}

t.test('SIGTERM to npm stops Greenroom, which finishes and frees its port', async (t) => {
  const { child, closed, origin, stdout } = await npmStart(t)
  t.equal((await fetch(`${origin}/_greenroom/health/ready`)).status, 200)
  child.kill('SIGTERM')
  t.equal(await closed, 0)
  t.match(stdout(), /SIGTERM/, 'Greenroom itself was told')
  await t.rejects(fetch(`${origin}/_greenroom/health/ready`), 'nothing listens there any more')
})

t.test('npm start compiles nothing when nothing has changed', async (t) => {
  const before = statSync(mainFile).mtimeMs
  const { child, closed } = await npmStart(t)
  child.kill('SIGTERM')
  await closed
  t.equal(statSync(mainFile).mtimeMs, before)
})
