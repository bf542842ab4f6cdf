/** Every decision that the source marks as ours has a row in the fidelity page, beside the file that makes it. */

import { readdirSync } from 'node:fs'
import t from 'tap'
import { root } from '../helpers/bundle.js'
import { read, rowsOf } from './pages.js'

const marked = new Map<string, number>()
for (const name of readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.ts')) continue
  const count = read(`src/${name}`).match(/\bASSUMED\b/g)?.length ?? 0
  if (count > 0) marked.set(`src/${name}`, count)
}

const rows = rowsOf(read('docs/fidelity.md')).filter((cells) => /\(\.\.\/src\//.test(cells.at(-1) ?? ''))
const told = new Map<string, number>()
for (const cells of rows)
  for (const [, path = ''] of (cells.at(-1) ?? '').matchAll(/\(\.\.\/(src\/[^)]+)\)/g))
    told.set(path, (told.get(path) ?? 0) + 1)

t.test('each ASSUMED in the source has a row in fidelity.md that links to its file', async (t) => {
  for (const [path, count] of marked)
    t.ok((told.get(path) ?? 0) >= count, `${path}: ${told.get(path) ?? 0} rows, ${count} marks`)
})

t.test('each row that links to a file is marked ASSUMED there', async (t) => {
  for (const path of told.keys()) t.ok(marked.has(path), path)
})
