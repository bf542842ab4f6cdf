/** Gives the rows of one table new keys, one after the other, in the order of their old ones. */

export interface Numbering {
  /** The new key of the next row. @param old greater than every one before it */
  next(old: number): number
  /** The new key of a row that had an old one. */
  of(old: number): number
}

/** @param first the new key of the first row */
export function createNumbering(first: number): Numbering {
  /** Ascending, so that a key's place is found by halving: a million of them take 8 MB. */
  const olds: number[] = []

  const placeOf = (old: number) => {
    // Keys without gaps, as an export has them, are where they are expected.
    const expected = old - (olds[0] ?? 0)
    if (olds[expected] === old) return expected
    let [low, high] = [0, olds.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((olds[middle] as number) < old) low = middle + 1
      else high = middle
    }
    if (olds[low] !== old) throw new Error(`a row refers to the key ${old}, which no row has`)
    return low
  }

  return {
    next(old) {
      olds.push(old)
      return first + olds.length - 1
    },
    of: (old) => first + placeOf(old),
  }
}
