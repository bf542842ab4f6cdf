/**
 * Answers to reads, kept while they cannot have changed: until a row is written or time passes. Clients poll ("is it
 * live yet?") faster than milliseconds pass, and most of what they ask is what they asked before.
 */

interface Kept {
  payload: string
  /** The instant for which it was made, in Unix milliseconds. */
  instant: number
}

/** Characters; a longer answer is made again each time. */
const MAX_LENGTH = 64 * 1024
const MAX_ANSWERS = 200

/** @param revision stands still while everything stored does */
export function createAnswerCache(revision: () => number) {
  const answers = new Map<string, Kept>()
  let current = -1

  return {
    /** Give the kept answer of that key and instant, or make it and keep it. */
    answerOnce(key: string, now: number, make: () => string): string {
      const latest = revision()
      if (latest !== current) {
        answers.clear()
        current = latest
      }
      const kept = answers.get(key)
      if (kept?.instant === now) return kept.payload
      const payload = make()
      if (payload.length <= MAX_LENGTH) {
        if (answers.size >= MAX_ANSWERS) answers.clear()
        answers.set(key, { payload, instant: now })
      }
      return payload
    },
  }
}

export type AnswerCache = ReturnType<typeof createAnswerCache>
