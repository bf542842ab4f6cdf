/** The parts of the pages that are made from the code are what the code makes of them. */

import t from 'tap'
import { operations } from '../../src/api/operations.js'
import { start } from '../helpers/start.js'
import { regenerate } from './generated.js'
import { pages, read, rowsOf } from './pages.js'

for (const { path, text } of pages)
  if (text.includes('<!-- generated: '))
    t.test(`the generated parts of ${path}`, async (t) => {
      t.equal(text, regenerate(text), 'else run: node dist/test/docs/generate.js')
    })

t.test('api.md lists every operation, and no other', async (t) => {
  const expected = operations.map(
    ({ method, path }) => `\`${method} ${path.replace(/^.*\/kit(?=\/)/, '').replace(/:(\w+)/g, '{$1}')}\``,
  )
  const listed = rowsOf(read('docs/api.md')).flatMap(([, request = '']) =>
    /^`[A-Z]+ \//.test(request) ? [request] : [],
  )
  t.strictSame(listed.sort(), expected.sort())
})

t.test('control-api.md lists every control operation, and no other', async (t) => {
  const { emulator } = await start(t)
  const document: { paths: Record<string, object> } = (
    await emulator.inject({ url: '/_greenroom/openapi.json' })
  ).json()
  const expected = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const unnamed = (request: string) => request.replace(/\{\w+\}/g, '{}')
  const listed = rowsOf(read('docs/control-api.md'))
    .map(([request = '']) => request.replaceAll('`', ''))
    .filter((request) => /^[A-Z]+ \/_greenroom\//.test(request))
  t.strictSame(listed.map(unnamed).sort(), expected.map(unnamed).sort())
})
