/** Shows journal entries with secrets masked, and bodies parsed where they are JSON. */

import { toIso } from '../core/iso-time.js'
import { maskUrl } from '../core/masked-url.js'
import { ignoredFields } from './ignored.js'
import { type Entry, type KeptBody, MAX_BODY_BYTES } from './journal.js'
import { maskCutText, maskHeaders, maskJson } from './masking.js'

/** Stands for a body that was cut, which cannot be compared. */
export const cutShort = `longer than ${MAX_BODY_BYTES} bytes, and not kept in full`

/** Read a kept body, with secrets masked: its JSON, its text when it is not JSON or was cut, or null without a body. */
export function readBody(body: string | KeptBody | undefined) {
  if (body === undefined || body === '') return { body: null }
  if (typeof body !== 'string') return { body: maskCutText(body.text), truncated: true, size: body.size }
  try {
    return { body: maskJson(JSON.parse(body)) }
  } catch {
    return { body: maskCutText(body) }
  }
}

/** Round a duration to the microsecond. */
const rounded = (milliseconds: number) => Math.round(milliseconds * 1000) / 1000

/** Show an entry without its headers and bodies. */
export const summarizeEntry = (entry: Entry) => ({
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
})
export type RequestSummary = ReturnType<typeof summarizeEntry>

/** Show an entry with its headers and bodies, and what it sent that was ignored. */
export function describeEntry(entry: Entry) {
  const request = { headers: maskHeaders(entry.headers), ...readBody(entry.requestBody) }
  return {
    ...summarizeEntry(entry),
    ...ignoredFields(entry, request.body),
    request,
    response: readBody(entry.responseBody),
  }
}
