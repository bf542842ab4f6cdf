/** How times and numbers are written. All times are UTC, as in the API. */

const two = (value: number) => String(value).padStart(2, '0')

/** Write a span, such as `2 h 03 min` or `45 s`. @param milliseconds may be negative, which counts as 0 */
export function spanOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ${two(minutes % 60)} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** Write how far an instant is from now, such as `in 2 min 00 s` or `5 s ago`. */
export const distanceOf = (instant: number, now: number) =>
  instant >= now ? `in ${spanOf(instant - now)}` : `${spanOf(now - instant)} ago`

/** Write an instant for a person: `2026-01-01 00:00:10`, in UTC. */
export const timeOf = (iso: string) => iso.replace('T', ' ').replace(/(\.\d+)?Z$/, '')

/** Write the time of a day, with milliseconds. */
export const clockTimeOf = (iso: string) => iso.slice(11, 23)

const numbers = new Intl.NumberFormat('en')
export const numberOf = (value: number) => numbers.format(value)

/** Write a word with its count: `1 livestream`, `2 livestreams`. */
export const countOf = (count: number, word: string, words = `${word}s`) =>
  `${numberOf(count)} ${count === 1 ? word : words}`

/** Write a status for a person: `LIVE`, `Live`. */
export const titleOf = (status: string) =>
  status.charAt(0) + status.slice(1).toLowerCase().replaceAll('_', ' ')
