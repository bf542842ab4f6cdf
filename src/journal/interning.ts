/**
 * Shares equal headers and texts between the calls of a connection. A client that polls repeats the same request; the
 * journal then holds its texts once, and the copies of each request can be collected.
 */

import type { IncomingHttpHeaders } from 'node:http'

interface CallTexts {
  headers: IncomingHttpHeaders
  url: string
  accountId: string | null
  appId: string | null
}

function isSame(a: IncomingHttpHeaders, b: IncomingHttpHeaders) {
  let names = 0
  for (const name in a) {
    if (a[name] !== b[name]) return false
    names++
  }
  return names === Object.keys(b).length
}

/** Create a function that replaces the texts of a call by equal ones of the connection's previous call. */
export function createInterning() {
  const latest = new WeakMap<object, CallTexts>()
  return (connection: object, call: CallTexts): CallTexts => {
    const before = latest.get(connection)
    if (!before) {
      latest.set(connection, call)
      return call
    }
    if (!isSame(before.headers, call.headers)) before.headers = call.headers
    if (before.url !== call.url) before.url = call.url
    if (before.accountId !== call.accountId) before.accountId = call.accountId
    if (before.appId !== call.appId) before.appId = call.appId
    return before
  }
}
