/** Splits a stretch of time into whole buckets, which are summed by the bucket, and the rows at its two ends. */

import type { Database } from 'better-sqlite3'

export interface BucketLevel {
  level: number
  /** Milliseconds; that of a level is a multiple of that of the level before it. */
  width: number
}

export interface BucketRange {
  /** `undefined` counts rows; a number sums that level's buckets. */
  level: number | undefined
  /** Half open: from, inclusive, to `until`, exclusive; in milliseconds or in buckets of the level. */
  from: number
  until: number
}

/**
 * Split [from, until) into the fewest ranges: whole buckets as wide as fit, rows at the two ends.
 * @param levels from narrow to wide
 */
export function splitWindow(levels: readonly BucketLevel[], from: number, until: number): BucketRange[] {
  const ranges: BucketRange[] = []
  let width = 1
  let level: number | undefined
  let [low, high] = [from, until]
  const add = (a: number, b: number) => {
    if (a < b) ranges.push({ level, from: a, until: b })
  }
  for (const wider of levels) {
    const factor = wider.width / width
    const [nextLow, nextHigh] = [Math.ceil(low / factor), Math.floor(high / factor)]
    if (nextLow >= nextHigh) break
    add(low, nextLow * factor)
    add(nextHigh * factor, high)
    ;[low, high, width, level] = [nextLow, nextHigh, wider.width, wider.level]
  }
  add(low, high)
  return ranges
}

/** Wider than any instant that has an ISO form. */
const beforeAll = -(2 ** 46)
const afterAll = 2 ** 48

interface WindowCounts {
  levels: readonly BucketLevel[]
  /** The instant, in Unix milliseconds, at which bucket 0 begins. */
  begin?: number
  /** A statement that counts the rows from `:from` until `:until`, in Unix milliseconds. */
  rows: string
  /** A statement that sums the buckets of `:level` from `:from` until `:until`, in buckets. */
  buckets: string
}

/**
 * Create the count of what is in a window of time; its statements are prepared when it is first asked for.
 * @returns a function of the statements' other parameters, the beginning of the window, and its end, exclusive, in Unix
 *   milliseconds; a bound that is left out includes everything on its side
 */
export function createWindowCounter(db: Database, { levels, begin = 0, rows, buckets }: WindowCounts) {
  const prepare = () => {
    const [ofRows, ofBuckets] = [rows, buckets].map((sql) => db.prepare<object, number>(sql).pluck())
    return { ofRows, ofBuckets }
  }
  let statements: ReturnType<typeof prepare> | undefined
  return (where: object, from = beforeAll, until = afterAll): number => {
    statements ??= prepare()
    const { ofRows, ofBuckets } = statements
    return splitWindow(levels, from - begin, until - begin).reduce((total, range) => {
      const part =
        range.level === undefined
          ? ofRows?.get({ ...where, from: range.from + begin, until: range.until + begin })
          : ofBuckets?.get({ ...where, ...range })
      return total + (part ?? 0)
    }, 0)
  }
}
