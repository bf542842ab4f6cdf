/**
 * Answers to reads, kept while they cannot have changed: until a row is written or, for what accrues with time, until
 * the next millisecond. Clients poll ("is it live yet?"), and most of what they ask is what they asked before.
 */

interface Kept {
  payload: string
  /** The instant it is good for, in Unix milliseconds; undefined when it does not depend on the time. */
  instant: number | undefined
}

/** A longer answer is made again each time. */
const longest = 64 * 1024
const most = 200

/** @param revision stands still while everything stored does */
export function createAnswerCache(revision: () => number) {
  const answers = new Map<string, Kept>()
  let current = -1

  return {
    find(key: string, now: number): string | undefined {
      const latest = revision()
      if (latest !== current) {
        answers.clear()
        current = latest
        return undefined
      }
      const kept = answers.get(key)
      return kept && (kept.instant === undefined || kept.instant === now) ? kept.payload : undefined
    },
    /** Keep what was read after the `find` that found nothing. */
    keep(key: string, kept: Kept) {
      if (kept.payload.length > longest) return
      if (answers.size >= most) answers.clear()
      answers.set(key, kept)
    },
  }
}

export type AnswerCache = ReturnType<typeof createAnswerCache>
