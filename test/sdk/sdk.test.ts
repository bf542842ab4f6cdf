import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { operations } from '../../src/api/operations.js'
import { blocksOf, read } from '../docs/pages.js'
import { notDriven } from '../docs/support.js'
import { isPrepared } from '../helpers/clients.js'
import { startProcess } from '../helpers/process.js'
import { life } from './typescript/life.js'

const run = promisify(execFile)
const sources = fileURLToPath(new URL('../../../test/sdk/', import.meta.url))
const goSources = join(sources, 'go')
const pythonSources = join(sources, 'python')
const python = join(pythonSources, '.venv/bin/python')

/** Building the Go SDK for the first time takes minutes. */
const patience = 900_000
t.setTimeout(3 * patience)
/** Each client mostly waits for a process of its own. */
t.jobs = 3

/** A Greenroom of its own, as a process. */
async function startGreenroom(t: Test) {
  const args = '--clock frozen --seed 1 --fixtures none --log-level warn'.split(' ')
  const { baseUrl, url } = await startProcess(t, args)
  return { baseURL: baseUrl, greenroomURL: url }
}

/** The operations that docs/fidelity.md says an SDK is tested with are those that were called. */
async function checkDriven(t: Test, greenroomURL: string) {
  const { requests } = (await (await fetch(`${greenroomURL}/_greenroom/requests?limit=1000`)).json()) as {
    requests: { operation: string | null }[]
  }
  const called = new Set(requests.flatMap(({ operation }) => operation ?? []))
  const told = operations.map(({ id }) => id).filter((id) => !notDriven(id))
  t.strictSame([...called].sort(), told.sort(), 'calls what docs/fidelity.md says')
}

/** The program of a language in docs/sdks.md, in a file, for a Greenroom with the `docs` fixture. */
async function printedProgram(t: Test, { language, file }: { language: string; file: string }) {
  const { url } = await startProcess(t, ['--log-level', 'warn'])
  const block = blocksOf(read('docs/sdks.md')).find((block) => block.language === language)
  const path = join(t.testdir(), file)
  writeFileSync(path, block?.code.replaceAll('http://127.0.0.1:4010', url) ?? '')
  return path
}

/** Run a client program to its end; what it says goes to the report. */
async function lead(t: Test, command: string, { args, cwd }: { args: string[]; cwd: string }) {
  const { baseURL, greenroomURL } = await startGreenroom(t)
  const env = {
    ...process.env,
    GREENROOM_BASE_URL: baseURL,
    GREENROOM_URL: greenroomURL,
    NO_PROXY: '127.0.0.1',
    PYTHONDONTWRITEBYTECODE: '1',
  }
  const { stdout } = await run(command, args, { cwd, env })
  for (const line of stdout.trimEnd().split('\n')) t.comment(line)
  t.match(stdout, /\d+ checks passed in \d+ steps\n$/, 'comes to its end')
  await checkDriven(t, greenroomURL)
}

async function installPythonSDK() {
  await run('python3', ['-m', 'venv', '.venv'], { cwd: pythonSources })
  const requirements = ['-m', 'pip', 'install', '--quiet', '--requirement', 'requirements.txt']
  await run(python, requirements, { cwd: pythonSources })
}

t.test('the TypeScript SDK leads livestreams through their whole life', async (t) => {
  const greenroom = await startGreenroom(t)
  await t.resolves(life({ ...greenroom, log: (line) => t.comment(line) }))
  await checkDriven(t, greenroom.greenroomURL)
})

t.test('the Go SDK does', { timeout: patience }, async (t) => {
  if (!(await isPrepared(t, () => run('go', ['mod', 'download'], { cwd: goSources })))) return
  const program = join(t.testdir(), 'life')
  await run('go', ['build', '-o', program, '.'], { cwd: goSources })
  await lead(t, program, { args: [], cwd: goSources })
  const printed = await printedProgram(t, { language: 'go', file: 'main.go' })
  const { stdout } = await run('go', ['run', printed], { cwd: goSources })
  t.match(stdout, /^\d+ LIVE http/, 'the program of docs/sdks.md runs')
})

t.test('the Python SDK does', { timeout: patience }, async (t) => {
  if (!(await isPrepared(t, installPythonSDK))) return
  await lead(t, python, { args: ['life.py'], cwd: pythonSources })
  const { stdout } = await run(python, [await printedProgram(t, { language: 'python', file: 'printed.py' })])
  t.match(stdout, /^INVOKED http/, 'the program of docs/sdks.md runs')
})
