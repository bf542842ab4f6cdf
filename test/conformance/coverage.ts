/** Ask the checking proxy of GREENROOM_BASE_URL whether every emulated operation was called with success. */

import { operations } from '../../src/api/operations.js'

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
const missing = operations.filter(({ id }) => !succeeded(id))
console.log(
  `coverage: ${operations.length - missing.length} of ${operations.length} emulated operations called with success, ` +
    `${report.requests} requests, ${report.violations.length} violations`,
)
for (const { id, method, path } of missing) console.error(`not called with success: ${id} ${method} ${path}`)
process.exit(missing.length || report.violations.length ? 1 : 0)
