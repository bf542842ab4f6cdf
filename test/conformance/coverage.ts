/** Ask the checking proxy of GREENROOM_BASE_URL whether every published operation was called with success. */

import { operations } from '../../src/api/operations.js'
import { uncheckable, unpublished } from '../docs/support.js'

interface Report {
  requests: number
  violations: unknown[]
  operations: Record<string, { statuses: Record<string, number> }>
}

const proxy = process.env.GREENROOM_BASE_URL
if (!proxy) {
  console.error('GREENROOM_BASE_URL must be set')
  process.exit(2)
}
const report = (await (await fetch(new URL('/__report', proxy))).json()) as Report
const succeeded = (id: string) =>
  Object.keys(report.operations[id]?.statuses ?? {}).some((status) => status.startsWith('2'))
const published = operations.filter(({ id }) => !unpublished.has(id) && !uncheckable.has(id))
const missing = published.filter(({ id }) => !succeeded(id))
console.log(
  `coverage: ${published.length - missing.length} of ${published.length} published operations called with success, ` +
    `${report.requests} requests, ${report.violations.length} violations; not checked: ${[...uncheckable].join(', ')}`,
)
for (const { id, method, path } of missing) console.error(`not called with success: ${id} ${method} ${path}`)
process.exit(missing.length || report.violations.length ? 1 : 0)
