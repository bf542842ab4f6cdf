import { earliestInstant, isoForm, latestInstant, parseIso } from '../core/clock.js'

const units: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

const relativeForm = /^[+-](?:\d+(?:ms|[smhdw]))+$/

/** The forms that `readFixtureTime` takes, for the published JSON Schema. */
export const fixtureTimePattern = `${relativeForm.source}|${isoForm.source}`

/**
 * An ISO time, or a sign and durations such as -2d or +1h30m from `now`, within the years that have an ISO form.
 * @param now Unix milliseconds
 * @returns Unix milliseconds, or undefined when it is neither
 */
export function readFixtureTime(text: string, now: number): number | undefined {
  if (!relativeForm.test(text)) return parseIso(text)
  let distance = 0
  for (const [, amount, unit = ''] of text.matchAll(/(\d+)(ms|[smhdw])/g))
    distance += Number(amount) * (units[unit] ?? 0)
  const instant = text.startsWith('-') ? now - distance : now + distance
  return Math.min(Math.max(instant, earliestInstant), latestInstant)
}
