/** Says why Greenroom could not start, for a person at a shell. */

import { ConfigError } from '../config/error.js'
import type { Config } from '../config/schema.js'
import { FixtureError, StoreError } from '../index.js'

/** Describe a failure of the start. An unexpected error keeps its stack. */
export function describeFailure(error: unknown, config?: Config): string {
  if (error instanceof ConfigError) return `The configuration is wrong:\n  ${error.problems.join('\n  ')}`
  if (error instanceof FixtureError) return `The fixtures cannot be used:\n  ${error.problems.join('\n  ')}`
  if (error instanceof StoreError) return error.message
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return `Port ${config?.port} of ${config?.host} is taken: stop what listens there, or choose another with --port`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `Cannot listen on ${config?.host} port ${config?.port}: ${(error as Error).message}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
