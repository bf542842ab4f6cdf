/** The parts of the pages that are made from the code: `<!-- generated: NAME -->` up to `<!-- end -->`. */

import { operations } from '../../src/api/operations.js'
import { settingRows } from '../../src/config/describe.js'
import { read } from './pages.js'
import { assumedOf, notDriven, recorded, unpublished, withoutMethod } from './support.js'

const row = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
const table = (head: string[], rows: string[][]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
const code = (text: string) => `\`${text}\``

/** The settings as `--help` has them, in its words. */
function settings(): string {
  const rows = settingRows().map(({ flag, variable, takes, fallback, description }) => [
    code(takes ? `${flag} ${takes}` : flag),
    code(variable),
    fallback === '' ? '–' : code(fallback),
    description,
  ])
  return table(['flag', 'variable', 'default', ''], rows)
}

/** An operation a row: where it comes from, and which SDK the tests call it with. */
function support(): string {
  const rows = operations.map(({ id, method, path }) => {
    const driven = Object.entries(withoutMethod).map(([, without]) =>
      notDriven(id) ? '–' : (without as ReadonlySet<string>).has(id) ? 'by path' : 'yes',
    )
    const isRecorded = (recorded as ReadonlySet<string>).has(id)
    return [
      code(id),
      code(`${method} ${path.replace(/^.*\/kit(?=\/)/, '').replace(/:(\w+)/g, '{$1}')}`),
      unpublished.has(id) ? 'no' : 'yes',
      isRecorded ? 'yes' : 'no',
      ...driven,
      assumedOf(id, path),
    ]
  })
  return table(
    ['operation', 'request', 'published', 'recorded', 'TypeScript', 'Go', 'Python', 'assumed'],
    rows,
  )
}

function content(name: string): string {
  if (name === 'settings') return settings()
  if (name === 'support') return support()
  const [, language, path] = name.match(/^(\w+) (\S+)$/) ?? []
  if (path === undefined) throw new Error(`there is no generated part ${name}`)
  return `\`\`\`${language}\n${read(path).trimEnd()}\n\`\`\``
}

/** The page with its generated parts made anew. */
export const regenerate = (text: string) =>
  text.replace(
    /^<!-- generated: ([^\n]*) -->\n.*?^<!-- end -->$/gms,
    (_, name: string) => `<!-- generated: ${name} -->\n${content(name)}\n<!-- end -->`,
  )
