/** Both OpenAPI documents are valid and complete, by the rules that Redocly recommends. */

import { createConfig, lintFromString } from '@redocly/openapi-core'
import t from 'tap'
import { startEmulator } from '../helpers/start.js'

const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    // The paths are those of the service, and errors are described by `default`.
    'no-ambiguous-paths': 'off',
    'operation-4xx-response': 'off',
    'info-license-strict': 'off',
  },
})

for (const url of ['/openapi.json', '/openapi.json?wire=recorded', '/_greenroom/openapi.json'])
  t.test(`${url} has no fault`, async (t) => {
    const emulator = await startEmulator(t)
    const { payload, statusCode } = await emulator.inject({ url })
    t.equal(statusCode, 200)
    const problems = await lintFromString({ source: payload, absoluteRef: url, config })
    t.strictSame(
      problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]),
      [],
    )
  })

t.test('a query chooses the wire that the document of the emulated API describes', async (t) => {
  const documented = await startEmulator(t)
  const recorded = await startEmulator(t, { wire: 'recorded' })
  const read = async (emulator: typeof documented, query = '') =>
    (await emulator.inject({ url: `/openapi.json${query}` })).json()
  t.strictSame(await read(documented, '?wire=recorded'), await read(recorded))
  t.strictSame(await read(recorded, '?wire=documented'), await read(documented))
  t.notSame(await read(recorded), await read(documented))
  const { statusCode, payload } = await documented.inject({ url: '/openapi.json?wire=other' })
  t.equal(statusCode, 400)
  t.match(payload, 'must be one of [documented, recorded]')
})
