import { readFileSync } from 'node:fs'
import t from 'tap'
import { operations } from '../src/api/operations.js'
import { ConfigSchema, flagOf, variableOf } from '../src/config.js'
import { startEmulator } from './helpers/start.js'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

/** The cells of the table rows that begin with a code that matches. */
const rows = (first: RegExp) =>
  readme
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
    .map((cells) => cells.slice(1, -1))
    .filter(([cell = '']) => first.test(cell))

t.test('the README lists every setting with its variable and default, and no other', async (t) => {
  const expected = Object.entries(ConfigSchema.properties).map(([key, schema]) => {
    const { enum: values, argument, type, default: fallback } = schema as Record<string, unknown>
    const value = type === 'boolean' ? '' : ` ${(values as string[] | undefined)?.join('|') ?? argument}`
    const shown = [fallback ?? []].flat().join(',')
    return [`\`${flagOf(key)}${value}\``, `\`${variableOf(key)}\``, shown === '' ? '–' : `\`${shown}\``]
  })
  t.strictSame(
    rows(/^`--/).map((cells) => cells.slice(0, 3)),
    expected,
  )
})

t.test('the README lists every operation, and no other', async (t) => {
  const kit = '/accounts/:account_id/realtime/kit'
  const expected = operations.map(
    ({ method, path }) => `\`${method} ${path.slice(kit.length).replace(/:(\w+)/g, '{$1}')}\``,
  )
  const listed = rows(/^[A-Z]/).flatMap(([, request = '']) => (/^`[A-Z]+ \//.test(request) ? [request] : []))
  t.strictSame(listed.sort(), expected.sort())
})

t.test('the README lists every control operation, and no other', async (t) => {
  const { url } = await startEmulator(t)
  const document = (await (await fetch(`${url}/_greenroom/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>
  }
  const expected = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const unnamed = (request: string) => request.replace(/\{\w+\}/g, '{}')
  const listed = rows(/^`[A-Z]+ \/_greenroom\//).map(([request = '']) => request.replaceAll('`', ''))
  t.strictSame(listed.map(unnamed).sort(), expected.map(unnamed).sort())
})
