/** Writes a request of the journal as a command line of curl, and as an expectation of a test. */

import type { RequestEntry } from '../../journal/schemas.js'

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** Headers that curl writes itself, or that name the connection. */
const leftOut = new Set([
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'user-agent',
  'accept',
  'transfer-encoding',
  'expect',
])

/** Write a request as a command line. Masked credentials are left as they are shown. */
export function apiCurlOf({ method, url, request }: RequestEntry): string {
  const parts = ['curl', '-X', method, quoted(location.origin + url)]
  for (const [name, value] of Object.entries(request.headers))
    if (!leftOut.has(name)) parts.push('-H', quoted(`${name}: ${String(value)}`))
  if (request.body !== null)
    parts.push('-d', quoted(typeof request.body === 'string' ? request.body : JSON.stringify(request.body)))
  return parts.join(' ')
}

/** Write the expectation that the request was made; undefined for one of no operation. */
export function verifyCallOf({
  operation,
  request,
  account_id: accountId,
}: RequestEntry): string | undefined {
  if (operation === null) return undefined
  const { body } = request
  const isObject = typeof body === 'object' && body !== null
  const parts = [
    `operation: ${JSON.stringify(operation)}`,
    ...(accountId === null ? [] : [`account_id: ${JSON.stringify(accountId)}`]),
    ...(isObject ? [`body: ${JSON.stringify(body)}`] : []),
  ]
  return `emulator.verify({ ${parts.join(', ')} })`
}
