/**
 * Reads directives: words in brackets with which a name scripts what becomes of the thing that it names, as in
 * `demo [live after 0s] [fail after 30s: encoder lost]`. Each resource has a vocabulary of its own.
 *
 *     name      = { text | directive }
 *     directive = "[" verb arguments "]"
 *     duration  = { digits ( "ms" | "s" | "m" | "h" | "d" | "w" ) }    such as 30s or 1m30s
 *
 * Other brackets are text: `[HD]`, `[LIVE]` (verbs are in lower case), `[live] finals`.
 */

import { readDuration } from '../core/duration.js'

/** What is wrong with a name. */
export interface DirectiveProblem {
  /** Which character of the name, counted from 1. */
  position: number
  problem: string
}

/** A verb of a vocabulary. */
export interface Verb<Script> {
  /**
   * The text after the verb that makes its bracket a directive; other brackets are plain text, as in `[live] finals`.
   * A directive with a mistake in the rest is refused, so that no mistake goes unnoticed.
   */
  isMeant: RegExp
  /** Read the arguments, up to the closing bracket. */
  read: (cursor: Cursor) => Script
  /** The verb that cannot come true beside this one. */
  contradicts?: string
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
export class Cursor {
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

/** Read the duration that follows "after", in milliseconds. */
function readAfter(cursor: Cursor): number {
  const before = cursor.index
  const text = cursor.take(word)?.[0]
  const duration = text === undefined ? undefined : readDuration(text)
  if (duration !== undefined && duration <= longest) return duration
  cursor.index = before
  cursor.skipBlanks()
  throw cursor.refusal(duration === undefined ? aDuration : 'a duration of at most 365d')
}

/** Read "after" and a duration, in milliseconds. */
export const requireAfter = (cursor: Cursor) => {
  cursor.expect(/after(?![^\s[\]:])/y, '"after" and a duration')
  return readAfter(cursor)
}

/** The text after a verb that takes "after" and a duration. */
export const beforeDuration = /^\s+after\s+\d/

/** Read the end of a failure: a message after ":", or nothing. @param expected what else could stand here */
export function readMessage(cursor: Cursor, expected: string): string | undefined {
  if (cursor.take(/:/y)) return cursor.expect(/[^\s[\]][^[\]]*/y, 'a message').trimEnd()
  cursor.expect(/(?=\])/y, `${expected}":" and a message, or "]"`)
  return undefined
}

/** Read "after" and a duration, in milliseconds, if they stand here. */
export const readOptionalAfter = (cursor: Cursor): number | undefined =>
  cursor.take(/after(?![^\s[\]:])/y) === null ? undefined : readAfter(cursor)

function read<Script extends object>(name: string, vocabulary: Record<string, Verb<Script>>): Script {
  let script = {} as Script
  const seen = new Set<string>()
  const cursor = new Cursor(name)
  for (;;) {
    cursor.index = name.indexOf('[', cursor.index) + 1
    if (cursor.index === 0) return script
    const inside = cursor.index
    const verb = cursor.take(word)?.[0] ?? ''
    const meaning = Object.hasOwn(vocabulary, verb) ? vocabulary[verb] : undefined
    if (!meaning?.isMeant.test(name.slice(cursor.index))) {
      cursor.index = inside
      continue
    }
    const at = cursor.index - verb.length
    const { contradicts: other } = meaning
    if (seen.has(verb)) throw new Refusal(at, `"${verb}" is there twice`)
    if (other && seen.has(other)) throw new Refusal(at, `"${verb}" contradicts "${other}"`)
    seen.add(verb)
    script = { ...script, ...meaning.read(cursor) }
    cursor.expect(/\]/y, '"]"')
  }
}

/** Read the directives of a name, or the problem with them. */
export function readDirectives<Script extends object>(
  name: string,
  vocabulary: Record<string, Verb<Script>>,
): { script: Script } | DirectiveProblem {
  try {
    return { script: read(name, vocabulary) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Counted as people count: a character outside the basic plane is one.
    return { position: [...name.slice(0, error.index)].length + 1, problem: error.problem }
  }
}
