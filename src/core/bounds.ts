/**
 * The largest and smallest values that Greenroom keeps, for every door by which a value comes in: fixtures, state
 * documents, settings, and the control API. ASSUMED: the service publishes none of them.
 */

/** 0001-01-01T00:00:00.000Z in Unix milliseconds: the first instant whose ISO form has a year of four digits. */
export const MIN_INSTANT = -62_135_596_800_000
/** 9999-12-31T23:59:59.999Z in Unix milliseconds: the last such instant. */
export const MAX_INSTANT = 253_402_300_799_999

/** The most viewers of a livestream: their milliseconds over 24 hours, the longest a livestream lasts, are counted exactly. */
export const MAX_VIEWERS = 100_000_000
/** The most seconds that viewers of a livestream session have watched; their milliseconds are counted exactly. */
export const MAX_VIEWER_SECONDS = 9_000_000_000_000
/** Participants of a session in a fixture; each of them is a row. */
export const MAX_PARTICIPANTS = 10_000
/** Pixels of a side of a video. */
export const MAX_PIXELS = 16_384
/** Other numbers that are kept: however long they go on counting, they stay exact. */
export const MAX_COUNT = 2 ** 48

/** Whether an instant, in Unix milliseconds, is one that Greenroom can keep and write. */
export const isInstant = (value: number) =>
  Number.isInteger(value) && value >= MIN_INSTANT && value <= MAX_INSTANT

/** The instant a number of milliseconds after another, but not after the year 9999: there time stands still. */
export const instantAfter = (instant: number, milliseconds: number) =>
  Math.min(instant + milliseconds, MAX_INSTANT)
