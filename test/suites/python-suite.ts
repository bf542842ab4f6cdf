/** Runs the tests that the generator made for the Python SDK, as they stand in its source package, without their skips. */

import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import type { Emulator } from '../../src/index.js'
import { compare } from './listed.js'
import { fixturesFor } from './on-air.js'
import { mustRun, runCommand } from './run-command.js'

/** Resets the emulator for the test that a request's path names. */
async function startResetter(emulator: Emulator) {
  const server = createServer((request, response) => {
    emulator.reset({ fixtures: fixturesFor(decodeURIComponent(request.url ?? '')) })
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

/** @param scratch a folder for the SDK's source and what runs it */
export async function runPythonSuite(emulator: Emulator, scratch: string) {
  const [, version] =
    /^cloudflare==(.*)$/m.exec(readFileSync('test/sdk/python/requirements.txt', 'utf8')) ?? []
  await mustRun('python3', ['-m', 'venv', join(scratch, 'venv')])
  const python = join(scratch, 'venv/bin/python')
  const pip = [...'-m pip --quiet --disable-pip-version-check'.split(' ')]
  await mustRun(python, [
    ...pip,
    'install',
    `cloudflare==${version}`,
    '-r',
    'test/suites/python/requirements.txt',
  ])
  const source = [
    ...'download --no-binary :all: --no-deps'.split(' '),
    `cloudflare==${version}`,
    '-d',
    scratch,
  ]
  await mustRun(python, [...pip, ...source])
  await mustRun('tar', ['xzf', join(scratch, `cloudflare-${version}.tar.gz`), '-C', scratch])
  const home = join(scratch, `cloudflare-${version}`)
  const tests = join(home, 'tests/api_resources/realtime_kit')
  for (const name of readdirSync(tests).filter((file) => file.endsWith('.py'))) {
    const text = readFileSync(join(tests, name), 'utf8').replace(/^ *@pytest\.mark\.skip\(.*\)\n/gm, '')
    writeFileSync(join(tests, name), text)
  }

  const { url, server } = await startResetter(emulator)
  const results = join(scratch, 'results.json')
  const { output } = await runCommand(
    python,
    ['-m', 'pytest', '-q', '-p', 'greenroom_suite', '-p', 'no:cacheprovider', '-o', 'addopts=', tests],
    {
      cwd: home,
      env: {
        TEST_API_BASE_URL: emulator.baseUrl,
        GREENROOM_SUITE_URL: url,
        GREENROOM_SUITE_RESULTS: results,
        PYTHONPATH: [home, resolve('test/suites/python')].join(':'),
      },
    },
  )
  server.close()
  const ended = Object.entries(JSON.parse(readFileSync(results, 'utf8')) as Record<string, string | null>)
  if (!ended.length) throw new Error(output)
  compare('Python', {
    passed: ended.filter(([, why]) => why === null).map(([test]) => test),
    failed: new Map(ended.flatMap(([test, why]) => (why === null ? [] : [[test, why] as const]))),
  })
}
