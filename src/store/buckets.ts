/** Splits a stretch of time into whole buckets, which are summed by the bucket, and the rows at its two ends. */

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
