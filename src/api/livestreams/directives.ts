/**
 * Reads directives: a livestream's name may script its livestream, as in `demo [live after 0s] [fail after 30s: encoder lost]`.
 *
 *     name       = { text | directive }
 *     directive  = "[" verb arguments "]"
 *     fail       = "fail" [ "after" duration ] [ ":" message ]     message: anything without brackets
 *     live, stop = "live" "after" duration, "stop" "after" duration
 *     stall      = "stall"
 *     viewers    = "viewers" number
 *     duration   = { digits ( "ms" | "s" | "m" | "h" | "d" | "w" ) }    such as 30s or 1m30s
 *
 * Other brackets are text: `[HD]`, `[LIVE]` (verbs are in lower case), `[live] finals`.
 */

import { MAX_VIEWERS } from '../../core/bounds.js'
import { readDuration } from '../../core/duration.js'

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

/** What is wrong with a name. */
export interface DirectiveProblem {
  /** Which character of the name, counted from 1. */
  position: number
  problem: string
}

/** A year: more is a slip of the pen. */
const longest = 365 * 86_400_000

class Refusal extends Error {
  constructor(
    readonly index: number,
    readonly problem: string,
  ) {
    super(problem)
  }
}

/** Walks through a name, from one place to the next. */
class Cursor {
  constructor(
    readonly text: string,
    public index = 0,
  ) {}
  /** What the pattern, a sticky one, has here; blanks before it are skipped. */
  take(pattern: RegExp): RegExpExecArray | null {
    this.skipBlanks()
    pattern.lastIndex = this.index
    const match = pattern.exec(this.text)
    if (match) this.index = pattern.lastIndex
    return match
  }
  skipBlanks() {
    while (/\s/.test(this.text.charAt(this.index))) this.index++
  }
  /** Take the match at this place. @throws Refusal that names the expected text and the text found */
  expect(pattern: RegExp, expected: string): string {
    const match = this.take(pattern)
    if (!match) throw this.refusal(expected)
    return match[0]
  }
  refusal(expected: string) {
    const [found = ''] = /^(?:[^\s[\]:]+|.)?/su.exec(this.text.slice(this.index)) ?? []
    return new Refusal(this.index, `expected ${expected}, found ${found ? `"${found}"` : 'the end'}`)
  }
}

const word = /[^\s[\]:]+/y
const aDuration = 'a duration such as 30s or 1m30s'

function readAfter(cursor: Cursor): number {
  const before = cursor.index
  const text = cursor.take(word)?.[0]
  const duration = text === undefined ? undefined : readDuration(text)
  if (duration !== undefined && duration <= longest) return duration
  cursor.index = before
  cursor.skipBlanks()
  throw cursor.refusal(duration === undefined ? aDuration : 'a duration of at most 365d')
}

const requireAfter = (cursor: Cursor) => {
  cursor.expect(/after(?![^\s[\]:])/y, '"after" and a duration')
  return readAfter(cursor)
}

/** What each verb's arguments are: read up to the closing bracket. */
const verbs: Record<string, (cursor: Cursor) => Script> = {
  live: (cursor) => ({ liveAfter: requireAfter(cursor) }),
  stop: (cursor) => ({ stopAfter: requireAfter(cursor) }),
  stall: () => ({ stall: true }),
  viewers(cursor) {
    const digits = cursor.expect(/\d+(?![^\s[\]:])/y, 'a number of viewers such as 250')
    if (Number(digits) <= MAX_VIEWERS) return { viewers: Number(digits) }
    cursor.index -= digits.length
    throw cursor.refusal(`at most ${MAX_VIEWERS} viewers`)
  },
  fail(cursor) {
    const later = cursor.take(/after(?![^\s[\]:])/y) !== null
    const failAfter = later ? readAfter(cursor) : 0
    if (!cursor.take(/:/y)) {
      cursor.expect(/(?=\])/y, `${later ? '' : '"after" and a duration, '}":" and a message, or "]"`)
      return { failAfter }
    }
    const errMessage = cursor.expect(/[^\s[\]][^[\]]*/y, 'a message').trimEnd()
    return { failAfter, errMessage }
  },
}

const afterDigit = /^\s+after\s+\d/
/**
 * The text after a verb that makes its bracket a directive; other brackets are plain text, as in `[live] finals`.
 * A directive with a mistake in the rest is refused, so that no mistake goes unnoticed.
 */
const isMeant: Record<string, RegExp> = {
  live: afterDigit,
  stop: afterDigit,
  stall: /^\s*\]/,
  viewers: /^\s+[-+]?\d/,
  fail: /^\s*(\]|:|after\s+\d)/,
}

/** Verbs that cannot both come true. */
const contradictions: Record<string, string> = { stall: 'live', live: 'stall' }

function read(name: string): Script {
  let script: Script = {}
  const seen = new Set<string>()
  const cursor = new Cursor(name)
  for (;;) {
    cursor.index = name.indexOf('[', cursor.index) + 1
    if (cursor.index === 0) return script
    const inside = cursor.index
    const verb = cursor.take(word)?.[0] ?? ''
    const readArguments = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
    if (!readArguments) {
      cursor.index = inside
      continue
    }
    if (!isMeant[verb]?.test(name.slice(cursor.index))) {
      cursor.index = inside
      continue
    }
    const at = cursor.index - verb.length
    const other = contradictions[verb]
    if (seen.has(verb)) throw new Refusal(at, `"${verb}" is there twice`)
    if (other && seen.has(other)) throw new Refusal(at, `"${verb}" contradicts "${other}"`)
    seen.add(verb)
    script = { ...script, ...readArguments(cursor) }
    cursor.expect(/\]/y, '"]"')
  }
}

/** The directives of a name, or the problem with them. */
export function readDirectives(name: string): { script: Script } | DirectiveProblem {
  try {
    return { script: read(name) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Counted as people count: a character outside the basic plane is one.
    return { position: [...name.slice(0, error.index)].length + 1, problem: error.problem }
  }
}
