/**
 * The directives of livestreams: a livestream's name may script it, as in `demo [live after 0s] [fail after 30s: encoder lost]`.
 *
 *     fail       = "fail" [ "after" duration ] [ ":" message ]     message: anything without brackets
 *     live, stop = "live" "after" duration, "stop" "after" duration
 *     stall      = "stall"
 *     viewers    = "viewers" number
 */

import { MAX_VIEWERS } from '../../core/bounds.js'
import {
  beforeDuration,
  readDirectives,
  readMessage,
  readOptionalAfter,
  requireAfter,
  type Verb,
} from '../directives.js'

/** What the directives of a name ask for. Times are milliseconds from the invocation. */
export interface Script {
  liveAfter?: number
  stopAfter?: number
  failAfter?: number
  errMessage?: string
  /** Never live by itself. */
  stall?: true
  viewers?: number
}

const vocabulary: Record<string, Verb<Script>> = {
  live: {
    isMeant: beforeDuration,
    read: (cursor) => ({ liveAfter: requireAfter(cursor) }),
    contradicts: 'stall',
  },
  stop: { isMeant: beforeDuration, read: (cursor) => ({ stopAfter: requireAfter(cursor) }) },
  stall: { isMeant: /^\s*\]/, read: () => ({ stall: true }), contradicts: 'live' },
  viewers: {
    isMeant: /^\s+[-+]?\d/,
    read(cursor) {
      const digits = cursor.expect(/\d+(?![^\s[\]:])/y, 'a number of viewers such as 250')
      if (Number(digits) <= MAX_VIEWERS) return { viewers: Number(digits) }
      cursor.index -= digits.length
      throw cursor.refusal(`at most ${MAX_VIEWERS} viewers`)
    },
  },
  fail: {
    isMeant: /^\s*(\]|:|after\s+\d)/,
    read(cursor) {
      const after = readOptionalAfter(cursor)
      const errMessage = readMessage(cursor, after === undefined ? '"after" and a duration, ' : '')
      return { failAfter: after ?? 0, ...(errMessage !== undefined && { errMessage }) }
    },
  },
}

/** Read what the name of a livestream asks for, or the problem with it. */
export const readScript = (name: string) => readDirectives(name, vocabulary)
