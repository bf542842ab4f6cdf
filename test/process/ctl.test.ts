/** `greenroom ctl` as a process: its exit codes, its settings, and a reader that closes the pipe. */

import { once } from 'node:events'
import t from 'tap'
import { launch, runProcess, startProcess } from '../helpers/process.js'

const running = await startProcess(t, ['--fixtures', 'demo'])
const port = { GREENROOM_PORT: new URL(running.url).port }

t.test('it exits with 0 when done, 1 when refused, 2 when not understood', async (t) => {
  const done = await runProcess(t, ['ctl', 'info'], { ...port, GREENROOM_HOST: '0.0.0.0' })
  t.match(done, { code: 0, stdout: /^name +greenroom\n/, stderr: '' })
  const refused = await runProcess(t, ['ctl', 'event', 'nope', 'live'], port)
  t.match(refused, { code: 1, stdout: '', stderr: /nope/ })
  const unknown = await runProcess(t, ['ctl', 'dance'], port)
  t.match(unknown, { code: 2, stdout: '', stderr: /^dance is not a command/ })
})

t.test('a reader that closes the pipe ends it with 0, and without a word', async (t) => {
  for (const args of [['ctl', 'state', 'export'], ['ctl', 'info'], ['ctl', '--help'], ['--help']]) {
    const { child, ended, stderr } = launch(t, args, port)
    child.stdout?.destroy()
    await once(child, 'exit')
    t.strictSame([await ended, stderr()], [0, ''], args.join(' '))
  }
})

t.test('Greenroom goes on serving when nobody reads its output', async (t) => {
  const serving = await startProcess(t, [])
  serving.child.stdout?.destroy()
  for (let i = 0; i < 3; i++)
    t.equal((await fetch(`${serving.baseUrl}/accounts/a/realtime/kit/apps`)).status, 401, 'which is logged')
  t.equal(await serving.stop(), 0)
})
