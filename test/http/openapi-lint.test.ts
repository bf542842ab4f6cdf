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

for (const url of ['/openapi.json', '/_greenroom/openapi.json'])
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
