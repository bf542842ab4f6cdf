/** The sample back end in ./go. */

import { join } from 'node:path'
import t from 'tap'
import { root } from '../helpers/bundle.js'
import { isPrepared, run, runWithGreenroom } from '../helpers/clients.js'

const cwd = join(root, 'test/backend/go')
/** Building the SDK for the first time takes minutes. */
t.setTimeout(900_000)

t.test('a show is led in Go, and the lists agree with the webhooks', async (t) => {
  if (!(await isPrepared(t, () => run('go', ['mod', 'download'], { cwd })))) return
  const program = join(t.testdir(), 'back-end')
  await run('go', ['build', '-o', program, '.'], { cwd })
  t.match(await runWithGreenroom(t, program, { cwd }), /^\d+ checks passed in the back end\n$/)
})
