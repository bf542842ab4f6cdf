/** How another program learns that Greenroom answers, and where. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { launch, runProcess, startProcess } from '../helpers/process.js'

t.test('--ready json says it in the first line', async (t) => {
  const { child, stdout, ended } = launch(t, ['--ready', 'json'])
  await new Promise<void>((resolve) => child.stdout.on('data', () => stdout().includes('\n') && resolve()))
  const ready = JSON.parse(stdout().split('\n')[0] ?? '')
  t.match(ready, { ready: true, pid: child.pid, version: /^\d+\./ })
  t.equal(ready.url, `http://127.0.0.1:${ready.port}`)
  t.equal(ready.base_url, `${ready.url}/client/v4`)
  t.equal((await fetch(`${ready.url}/_greenroom/health/ready`)).status, 200)
  child.kill('SIGTERM')
  t.equal(await ended, 0)
})

t.test('--port-file has the port while Greenroom answers, and is removed at the end', async (t) => {
  const file = join(t.testdir(), 'port')
  const running = await startProcess(t, ['--port-file', file])
  t.equal(readFileSync(file, 'utf8'), `${new URL(running.url).port}\n`)
  t.equal(await running.stop(), 0)
  t.notOk(existsSync(file))
})

t.test('a file that another Greenroom has written since is left', async (t) => {
  const file = join(t.testdir(), 'port')
  const running = await startProcess(t, ['--port-file', file])
  writeFileSync(file, '1\n')
  t.equal(await running.stop(), 0)
  t.equal(readFileSync(file, 'utf8'), '1\n')
})

t.test('a file that cannot be written ends the start, and says so', async (t) => {
  const file = join(t.testdir(), 'nowhere', 'port')
  const { code, stderr } = await runProcess(t, ['--port-file', file])
  t.equal(code, 1)
  t.match(stderr, `--port-file ${file}: cannot be written (ENOENT)`)
})
