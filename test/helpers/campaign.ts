/** How much a random test tries, and from which seed: the same in every run, unless the environment says otherwise. */

/** Set GREENROOM_TEST_SEED to repeat a run that failed; `npm test` says which seed it had. */
export const seed = Number(process.env.GREENROOM_TEST_SEED ?? 1)

/** GREENROOM_SOAK=1 makes random tests try many more cases, as `.ci/run` does. */
export const isSoak = process.env.GREENROOM_SOAK === '1'

/** How many rounds to run: a few, or as many as it takes to be sure. */
export const rounds = (few: number, many: number) => (isSoak ? many : few)

/** Draw numbers from the seed: each call answers with a number from 0 up to, and without, 1. */
export function createRandom(of = seed) {
  let state = of >>> 0
  return () => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
