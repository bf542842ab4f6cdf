import { earliestInstant, isoForm, latestInstant, parseIso } from '../core/clock.js'
import { readDuration } from '../core/duration.js'

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
  const distance = readDuration(text.slice(1))
  if (distance === undefined) return undefined
  const instant = text.startsWith('-') ? now - distance : now + distance
  return Math.min(Math.max(instant, earliestInstant), latestInstant)
}
