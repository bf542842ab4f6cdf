/** How a journal entry is shown: its credentials masked, its bodies read as JSON where they are. */

import { toIso } from '../core/iso-time.js'
import { type Entry, type KeptBody, longestBody } from './journal.js'

/** Stream keys and the like are the emulator's own inventions, which tests want to see; these are people's. */
const credentials = [
  'authorization',
  'x-auth-key',
  'x-auth-user-service-key',
  'proxy-authorization',
  'cookie',
]

const mask = (headers: Entry['headers']) => ({
  ...headers,
  ...Object.fromEntries(credentials.filter((name) => name in headers).map((name) => [name, '***'])),
})

/** Why a body cannot be compared. */
export const cutShort = `longer than ${longestBody} bytes, and not kept in full`

/** A body's JSON; its text when it is none or was cut; null when there was none. */
export function readBody(body: string | KeptBody | undefined) {
  if (body === undefined || body === '') return { body: null }
  if (typeof body !== 'string') return { body: body.text, truncated: true, size: body.size }
  try {
    return { body: JSON.parse(body) as unknown }
  } catch {
    return { body }
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
  url: entry.url,
  status: entry.status,
  time: toIso(entry.at),
  duration_ms: rounded(entry.duration),
  fault: entry.fault,
  request: { headers: mask(entry.headers), ...readBody(entry.requestBody) },
  response: readBody(entry.responseBody),
})
export type DescribedRequest = ReturnType<typeof describeEntry>

/** An entry without its headers and bodies. */
export const summarizeEntry = (entry: Entry) => {
  const { request, response, ...summary } = describeEntry(entry)
  return summary
}
export type RequestSummary = ReturnType<typeof summarizeEntry>
