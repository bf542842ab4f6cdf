/** Compares a request of the journal with an expected one. */

import { cutShort, readBody } from './entry.js'
import type { Entry } from './journal.js'
import { maskJson } from './masking.js'
import type { VerifyBody } from './schemas.js'

export interface Difference {
  /** Such as `operation` or `body.video_config.width`. */
  field: string
  expected: unknown
  /** Left out when the request does not have the field. */
  got?: unknown
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Compare values: objects by the expected properties only, arrays by length and items. */
function* compare(field: string, expected: unknown, got: unknown): Generator<Difference> {
  if (isObject(expected) && isObject(got))
    for (const [name, value] of Object.entries(expected)) {
      if (Object.hasOwn(got, name)) yield* compare(`${field}.${name}`, value, got[name])
      else yield { field: `${field}.${name}`, expected: value }
    }
  else if (Array.isArray(expected) && Array.isArray(got) && expected.length === got.length)
    for (const [index, value] of expected.entries()) yield* compare(`${field}[${index}]`, value, got[index])
  else if (isObject(expected) || Array.isArray(expected) || expected !== got) yield { field, expected, got }
}

/** List the differences that keep an entry from matching; empty when it matches. */
export function differences(entry: Entry, wanted: VerifyBody): Difference[] {
  const found = [...compare('operation', wanted.operation, entry.operation)]
  if (wanted.app_id !== undefined) found.push(...compare('app_id', wanted.app_id, entry.appId))
  if (wanted.status !== undefined) found.push(...compare('status', wanted.status, entry.status))
  if (wanted.body !== undefined) {
    const { body, truncated } = readBody(entry.requestBody)
    // Secrets are masked on both sides: only their presence is compared, and no difference shows them.
    found.push(...compare('body', maskJson(wanted.body), truncated ? cutShort : body))
  }
  return found
}
