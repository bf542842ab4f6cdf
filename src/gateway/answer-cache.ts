/**
 * Keeps answers to reads until a row is written or time passes. Clients poll ("is it live yet?") many times in one
 * millisecond, and mostly repeat the same request.
 */

interface Kept {
  payload: string
  /** The instant for which it was rendered, in Unix milliseconds. */
  instant: number
}

/** A longer answer is rendered each time. */
const MAX_CHARACTERS = 64 * 1024
const MAX_ANSWERS = 200

/** Create the cache. @param revision returns a number that changes with every write to the database */
export function createAnswerCache(revision: () => number) {
  const answers = new Map<string, Kept>()
  let current = -1

  return {
    /** Return the kept answer for a key and an instant (Unix milliseconds), or make it and keep it. */
    answerOnce(key: string, now: number, make: () => string): string {
      const latest = revision()
      if (latest !== current) {
        answers.clear()
        current = latest
      }
      const kept = answers.get(key)
      if (kept?.instant === now) return kept.payload
      const payload = make()
      if (payload.length <= MAX_CHARACTERS) {
        if (answers.size >= MAX_ANSWERS) answers.clear()
        answers.set(key, { payload, instant: now })
      }
      return payload
    },
  }
}
