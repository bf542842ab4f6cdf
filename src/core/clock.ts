/** The only place that asks the machine for the time or sets a timer. Instants are Unix milliseconds. */

import { instantAfter } from './bounds.js'
import { createSignal } from './signal.js'

export const clockModes = ['real', 'offset', 'frozen'] as const
export type ClockMode = (typeof clockModes)[number]

/** A frozen clock begins here when no instant is given, so that two runs agree. ASSUMED: any fixed instant would do. */
const DEFAULT_FROZEN_INSTANT = Date.parse('2026-01-01T00:00:00.000Z')

export interface Clock {
  readonly mode: ClockMode
  /** The emulator's time in Unix milliseconds. */
  now(): number
  /**
   * Jump to another mode or instant, without running the jobs between the two. A real clock that is given an instant
   * becomes an offset one.
   */
  set(change: { mode?: ClockMode; now?: number }): void
  /**
   * Call back when the clock reaches an instant; a frozen clock has reached it already, or never does.
   * @returns the cancellation
   */
  alarm(instant: number, ring: () => void): () => void
  /**
   * Call back after a number of real milliseconds, whatever the mode: for waits of a client or of the process, not of
   * the emulated service.
   * @returns the cancellation
   */
  wait(milliseconds: number, ring: () => void): () => void
  /** The machine's time in Unix milliseconds, which goes on while the process does not run. */
  machineNow(): number
  /** Let requests and timers that are waiting have their turn. */
  pause(): Promise<void>
  /** Milliseconds since some fixed moment, for durations only; never frozen. */
  elapsed(): number
  /** Call back after each `set`. @returns the cancellation */
  onChange(listener: () => void): () => void
}

/** The longest delay of setTimeout; an alarm that is farther off is set again when it rings. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

/**
 * Create a clock that runs (`real`), runs from another instant (`offset`), or stands still (`frozen`). It never passes
 * the year 9999.
 * @param options.now where it begins; a real clock with an instant becomes an offset one
 */
export function createClock(options: { mode: ClockMode; now?: number | undefined }): Clock {
  let mode: ClockMode = options.mode
  let offset = 0
  let stoodAt = options.now ?? DEFAULT_FROZEN_INSTANT
  const changed = createSignal()

  if (mode !== 'frozen' && options.now !== undefined) {
    mode = 'offset'
    offset = options.now - Date.now()
  }

  const now = () => (mode === 'frozen' ? stoodAt : instantAfter(Date.now(), offset))

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
      changed.emit()
    },
    alarm(instant, ring) {
      if (mode === 'frozen' && instant > now()) return () => {}
      let timer: NodeJS.Timeout
      const wind = () => {
        const delay = mode === 'frozen' ? 0 : Math.max(0, instant - Date.now() - offset)
        timer = setTimeout(delay > LONGEST_TIMEOUT_MS ? wind : ring, Math.min(delay, LONGEST_TIMEOUT_MS))
        timer.unref()
      }
      wind()
      return () => clearTimeout(timer)
    },
    wait(milliseconds, ring) {
      const timer = setTimeout(ring, Math.min(milliseconds, LONGEST_TIMEOUT_MS))
      timer.unref()
      return () => clearTimeout(timer)
    },
    machineNow: Date.now,
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    elapsed: () => performance.now(),
    onChange: changed.listen,
  }
}

/** Put a clock back to a mode and an instant, in Unix milliseconds; a real clock has no instant of its own. */
export const restoreClock = (clock: Clock, { mode, now }: { mode: ClockMode; now: number }) =>
  clock.set(mode === 'real' ? { mode } : { mode, now })
