/** The sample back end in ./python. */

import { join } from 'node:path'
import t from 'tap'
import { root } from '../helpers/bundle.js'
import { isPrepared, run, runWithGreenroom } from '../helpers/clients.js'

const cwd = join(root, 'test/backend/python')
const python = join(cwd, '.venv/bin/python')
t.setTimeout(900_000)

async function install() {
  await run('python3', ['-m', 'venv', '.venv'], { cwd })
  await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', 'requirements.txt'], { cwd })
}

t.test('a show is led in Python, and the lists agree with the webhooks', async (t) => {
  if (!(await isPrepared(t, install))) return
  t.match(await runWithGreenroom(t, python, { args: ['back_end.py'], cwd }), /^reconciled \d+ webhooks\n$/)
})
