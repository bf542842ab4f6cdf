/** Shows journal entries: with secrets masked, and bodies read as JSON where they are JSON. */

import { toIso } from '../core/iso-time.js'
import { maskUrl } from '../core/masked-url.js'
import { type Entry, type KeptBody, longestBody } from './journal.js'
import { maskCutText, maskHeaders, maskJson } from './masking.js'

/** Why a body cannot be compared. */
export const cutShort = `longer than ${longestBody} bytes, and not kept in full`

/** A body's JSON, its text when it is not JSON or was cut, or null when there was none; without secrets. */
export function readBody(body: string | KeptBody | undefined) {
  if (body === undefined || body === '') return { body: null }
  if (typeof body !== 'string') return { body: maskCutText(body.text), truncated: true, size: body.size }
  try {
    return { body: maskJson(JSON.parse(body)) }
  } catch {
    return { body: maskCutText(body) }
  }
}

/** A duration to the microsecond. */
const rounded = (milliseconds: number) => Math.round(milliseconds * 1000) / 1000

export const describeEntry = (entry: Entry) => ({
  id: entry.id,
  operation: entry.operation,
  account_id: entry.accountId,
  app_id: entry.appId,
  method: entry.method,
  url: maskUrl(entry.url),
  status: entry.status,
  time: toIso(entry.at),
  duration_ms: rounded(entry.duration),
  fault: entry.fault,
  request: { headers: maskHeaders(entry.headers), ...readBody(entry.requestBody) },
  response: readBody(entry.responseBody),
})

/** An entry without its headers and bodies. */
export const summarizeEntry = (entry: Entry) => {
  const { request, response, ...summary } = describeEntry(entry)
  return summary
}
export type RequestSummary = ReturnType<typeof summarizeEntry>
