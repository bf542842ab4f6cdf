/** The bodies with which the console begins a call: each is accepted by its operation. */

import t from 'tap'
import {
  groupsOf,
  type OpenApiDocument,
  type Operation,
  type Schema,
} from '../../src/console/openapi/document.js'
import { exampleOf } from '../../src/console/openapi/example.js'
import { jsonAjv } from '../../src/http/validation.js'
import type { Emulator } from '../../src/index.js'
import { start, startEmulator } from '../helpers/start.js'

const documents = [
  ['/openapi.json', 'emulated'],
  ['/openapi.json?wire=recorded', 'emulated'],
  ['/_greenroom/openapi.json', 'control'],
] as const

async function operationsOf(emulator: Emulator, url: string, api: Operation['api']) {
  const document = (await emulator.inject({ url })).json() as OpenApiDocument
  return groupsOf(document, api).flatMap(({ operations }) => operations)
}

for (const [url, api] of documents)
  t.test(`every body that ${url} describes has examples that its schema accepts`, async (t) => {
    const operations = await operationsOf(await startEmulator(t), url, api)
    const bodies = operations.filter((each): each is Operation & { body: Schema } => each.body !== undefined)
    t.ok(bodies.length > 20)
    for (const { id, body } of bodies)
      for (const isWhole of [false, true]) {
        const example = exampleOf(body, { isWhole })
        const validate = jsonAjv.compile(body)
        t.ok(validate(example), `${id}: ${JSON.stringify(example)} ${JSON.stringify(validate.errors)}`)
      }
  })

t.test('no operation finds fault with the body that the console begins with', async (t) => {
  const { emulator, send } = await start(t, { fixtures: ['docs'] })
  // In the fixture docs things are named as their parameters are.
  const known = {
    ...Object.fromEntries(['meeting_id', 'preset_name', 'participant_id'].map((name) => [name, name])),
    account_id: '023e105f4ecef8ad9ca31a8372d0c353',
    app_id: 'app_id',
  } as Record<string, string>
  const operations = [
    ...(await operationsOf(emulator, '/openapi.json', 'emulated')),
    ...(await operationsOf(emulator, '/_greenroom/openapi.json', 'control')),
  ]
  for (const { id, method, path, base, api, body } of operations) {
    // Its answer takes ten seconds.
    if (!body || id === 'waitForDeliveries') continue
    await emulator.reset()
    const target = path.slice(base.length).replace(/\{(\w+)\}/g, (_, name) => known[name] ?? name)
    const { status, payload } = await send({
      method,
      url: api === 'emulated' ? `/_greenroom/api${target}` : target,
      payload: exampleOf(body, { known, kept: ['account_id', 'app_id'] }),
    })
    // The meeting of the fixture is recorded already.
    if (id === 'start_recording') t.match(payload, 'is already active')
    else t.notOk([400, 422].includes(status), `${id}: ${status} ${payload}`)
  }
})
