/** Rates as people write them: 250/10s. */

import { readDuration } from './duration.js'

export interface Rate {
  count: number
  /** Milliseconds. */
  span: number
}

/** The largest count of a rate: the times of that many calls are kept for each account. */
const MAX_COUNT = 100_000

/** Read `250/10s` as 250 in any 10 seconds; the span is a number and ms, s, m or h. Undefined when it is no rate. */
export function parseRate(text: string): Rate | undefined {
  const [, count, span = ''] = /^(\d{1,6})\/(\d{1,6}(?:ms|s|m|h))$/.exec(text) ?? []
  const rate = { count: Number(count), span: readDuration(span) ?? 0 }
  return rate.count >= 1 && rate.count <= MAX_COUNT && rate.span >= 1 ? rate : undefined
}
