/** Durations as people write them: 90s, 1m30s, 250ms. */

const units: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}
const part = '(\\d+)(ms|[smhdw])'
const whole = new RegExp(`^(?:${part})+$`)

/** Read a duration. @returns milliseconds, or undefined when the text is not one */
export function readDuration(text: string): number | undefined {
  if (!whole.test(text)) return undefined
  let duration = 0
  for (const [, amount, unit = ''] of text.matchAll(new RegExp(part, 'g')))
    duration += Number(amount) * (units[unit] ?? 0)
  return duration
}

/** The longest duration in a list: a few longer ones would lead past the year 9999. */
const LONGEST_IN_LIST_MS = 365 * 86_400_000

/**
 * Read durations of up to a year, with commas between them, or `none`.
 * @returns milliseconds each, or undefined when the text is neither
 */
export function readDurations(text: string): number[] | undefined {
  if (text === 'none') return []
  const durations = text.split(',').map((item) => readDuration(item.trim()))
  return durations.every((each) => each !== undefined && each <= LONGEST_IN_LIST_MS)
    ? (durations as number[])
    : undefined
}
