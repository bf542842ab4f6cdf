/** The chance of the demo: the same in every run with the same seed. */

import type { Ids } from '../core/ids.js'

/** Create a source of chance. */
export function createChance(ids: Pick<Ids, 'chance'>) {
  let drawn = 0
  const draw = () => ids.chance(`demo/${drawn++}`)
  const between = ([least, most]: readonly [number, number]) => least + draw() * (most - least)
  return {
    /** A number from the first up to but not including the second. */
    between,
    /** True once in so many times. */
    oneIn: (count: number) => draw() < 1 / count,
    /** One of a list that is not empty. */
    pick: <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T,
    /** A list in another order. */
    shuffled<T>(list: readonly T[]): T[] {
      return list
        .map((item) => ({ item, at: draw() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item)
    },
    /** Draw the same again from the first on. */
    restart() {
      drawn = 0
    },
  }
}

export type Chance = ReturnType<typeof createChance>
