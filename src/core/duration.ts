/** Lengths of time as people write them: 90s, 1m30s, 250ms. */

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

/** Milliseconds, or undefined when it is no duration. */
export function readDuration(text: string): number | undefined {
  if (!whole.test(text)) return undefined
  let duration = 0
  for (const [, amount, unit = ''] of text.matchAll(new RegExp(part, 'g')))
    duration += Number(amount) * (units[unit] ?? 0)
  return duration
}

/** Beyond a year for each of them, a handful would lead past the last date that can be written. */
const longestOfSeveral = 365 * 86_400_000

/** Milliseconds each, of durations of up to a year with commas between, or of `none`; undefined when it is neither. */
export function readDurations(text: string): number[] | undefined {
  if (text === 'none') return []
  const durations = text.split(',').map((item) => readDuration(item.trim()))
  return durations.every((each) => each !== undefined && each <= longestOfSeveral)
    ? (durations as number[])
    : undefined
}
