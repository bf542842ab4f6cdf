/** The only place that asks the machine for the time or sets a timer. Instants are Unix milliseconds. */

export type ClockMode = 'real' | 'offset' | 'frozen'

/** Where a frozen clock stands when no instant was given, so that two runs agree. ASSUMED: any fixed instant would do. */
export const defaultFrozenInstant = Date.parse('2026-01-01T00:00:00.000Z')

/** The instants that have an ISO form with a four-digit year. */
export const earliestInstant = Date.parse('0001-01-01T00:00:00.000Z')
export const latestInstant = Date.parse('9999-12-31T23:59:59.999Z')

export interface Clock {
  readonly mode: ClockMode
  /** The emulator's time in Unix milliseconds. */
  now(): number
  /**
   * Jump to another mode or instant; what is pending between the two is not run by this. A real clock with an
   * instant becomes an offset one.
   */
  set(change: { mode?: ClockMode; now?: number }): void
  /** Stand at an instant while `work` runs, as a job does at the time it was due. */
  at<T>(instant: number, work: () => T): T
  /**
   * Call back when the clock reaches an instant; a frozen one has reached it already, or never does. Returns the
   * cancellation.
   */
  alarm(instant: number, ring: () => void): () => void
  /**
   * Call back after so many real milliseconds, whatever the mode: for what a client waits for and not the emulated
   * service. Returns the cancellation.
   */
  wait(milliseconds: number, ring: () => void): () => void
  /** Milliseconds since some fixed moment, for durations only; never frozen. */
  elapsed(): number
  onChange(listener: () => void): () => void
}

/** setTimeout's longest delay; a farther alarm is set again when it rings. */
const longestTimeout = 2 ** 31 - 1

/**
 * A clock that runs, runs from another instant (`offset`), or stands still (`frozen`).
 * A real clock with an instant becomes an offset one.
 */
export function createClock(options: { mode: ClockMode; now?: number | undefined }): Clock {
  let mode: ClockMode = options.mode
  let offset = 0
  let stoodAt = options.now ?? defaultFrozenInstant
  let pinned: number | undefined
  const listeners = new Set<() => void>()

  if (mode !== 'frozen' && options.now !== undefined) {
    mode = 'offset'
    offset = options.now - Date.now()
  }

  const now = () => pinned ?? (mode === 'frozen' ? stoodAt : Date.now() + offset)

  return {
    get mode() {
      return mode
    },
    now,
    set(change) {
      const instant = change.now ?? now()
      const wanted = change.mode ?? mode
      const next = wanted === 'real' && change.now !== undefined ? 'offset' : wanted
      if (next === 'frozen') stoodAt = instant
      offset = next === 'offset' ? instant - Date.now() : 0
      mode = next
      for (const listener of listeners) listener()
    },
    at(instant, work) {
      const outer = pinned
      pinned = instant
      try {
        return work()
      } finally {
        pinned = outer
      }
    },
    alarm(instant, ring) {
      if (mode === 'frozen' && instant > now()) return () => {}
      let timer: NodeJS.Timeout
      const wind = () => {
        const delay = mode === 'frozen' ? 0 : Math.max(0, instant - Date.now() - offset)
        timer = setTimeout(delay > longestTimeout ? wind : ring, Math.min(delay, longestTimeout))
        timer.unref()
      }
      wind()
      return () => clearTimeout(timer)
    },
    wait(milliseconds, ring) {
      const timer = setTimeout(ring, Math.min(milliseconds, longestTimeout))
      timer.unref()
      return () => clearTimeout(timer)
    },
    elapsed: () => performance.now(),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const day = 86_400_000
const padded = (value: number) => (value < 10 ? `0${value}` : value)
/** The day that was written last: answers are full of times, and most are of one day. */
let lastDay = { midnight: 0, text: '1970-01-01' }

/** An instant in the API's form, such as 2026-01-01T00:00:00.000Z. As toISOString of Date, only faster. */
export function toIso(instant: number): string {
  const rest = instant - lastDay.midnight
  if (!(rest >= 0 && rest < day && Number.isInteger(rest))) {
    const text = new Date(instant).toISOString()
    lastDay = { midnight: Math.floor(instant / day) * day, text: text.slice(0, -14) }
    return text
  }
  const hours = padded(Math.floor(rest / 3_600_000))
  const minutes = padded(Math.floor(rest / 60_000) % 60)
  const seconds = padded(Math.floor(rest / 1000) % 60)
  const milliseconds = rest % 1000
  return `${lastDay.text}T${hours}:${minutes}:${seconds}.${milliseconds < 100 ? '0' : ''}${padded(milliseconds)}Z`
}

/** Without flags, so that a JSON Schema can have it as a pattern. */
export const isoForm =
  /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)([Zz]|[+-]\d\d:?\d\d)?)?$/

/**
 * Read an ISO 8601 time; without a zone it is UTC, without a time it is midnight. Undefined when it is neither.
 * ASSUMED: the documents say only "ISO format", and SDKs send naive times.
 */
export function parseIso(text: string): number | undefined {
  const match = isoForm.exec(text)
  if (!match) return undefined
  const [, date = '', time = '00:00', zone = 'Z'] = match
  const instant = Date.parse(`${date}T${time}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2').toUpperCase()}`)
  if (Number.isNaN(instant)) return undefined
  const day = Number(date.slice(8))
  // Date.parse rolls 30 February over into March; such a day is no date.
  return new Date(`${date}T00:00Z`).getUTCDate() === day ? instant : undefined
}
