import { parseIso } from '../core/clock.js'

const units: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/**
 * An ISO time, or a sign and durations such as -2d or +1h30m from `now`.
 * @param now Unix milliseconds
 * @returns Unix milliseconds, or undefined when it is neither
 */
export function readFixtureTime(text: string, now: number): number | undefined {
  if (!/^[+-](\d+(ms|[smhdw]))+$/.test(text)) return parseIso(text)
  let distance = 0
  for (const [, amount, unit = ''] of text.matchAll(/(\d+)(ms|[smhdw])/g))
    distance += Number(amount) * (units[unit] ?? 0)
  return text.startsWith('-') ? now - distance : now + distance
}
