/**
 * The shared clock, and the clocks that accounts have of their own. Services ask one object for the time, and are given
 * that of the account for which they work.
 */

import { type Clock, createClock } from './clock.js'
import { createSignal } from './signal.js'

/** The clock of the account for which work is being done; outside of such work, the shared one. */
export interface Clocks extends Clock {
  readonly shared: Clock
  /** Do work in the time of an account; in the shared time when it has no clock of its own, or none is named. */
  within<T>(accountId: string | undefined, work: () => T): T
  /** Stand at an instant while `work` runs, whichever clock it asks: a job runs at the time at which it was due. */
  at<T>(instant: number, work: () => T): T
  /** The clock that an account follows. */
  of(accountId: string | undefined): Clock
  /** Whether an account has a clock of its own. */
  has(accountId: string): boolean
  /** Give an account a clock of its own, which begins as a copy of the shared one. @returns it, or the one it has */
  give(accountId: string): Clock
  /** Let an account follow the shared clock again. */
  giveUp(accountId: string): void
  /** The ids of the accounts with a clock of their own, in the order in which they got them. */
  owners(): string[]
  /** Call back after an account got a clock of its own, or gave it up. @returns the cancellation */
  onOwner(listener: (accountId: string) => void): () => void
  /** Call back after each `set` of any clock, with the account whose own it is. @returns the cancellation */
  onAnyChange(listener: (accountId: string | undefined) => void): () => void
}

/** Create the clocks around the shared one. */
export function createClocks(shared: Clock): Clocks {
  const own = new Map<string, { clock: Clock; release: () => void }>()
  const owner = createSignal<string>()
  const changed = createSignal<string | undefined>()
  let current = shared
  let pinned: number | undefined
  shared.onChange(() => changed.emit(undefined))

  const of = (accountId: string | undefined) =>
    (accountId === undefined ? undefined : own.get(accountId)?.clock) ?? shared

  return {
    shared,
    get mode() {
      return current.mode
    },
    now: () => pinned ?? current.now(),
    set: (change) => current.set(change),
    alarm: (instant, ring) => current.alarm(instant, ring),
    wait: shared.wait,
    machineNow: shared.machineNow,
    pause: shared.pause,
    elapsed: shared.elapsed,
    onChange: (listener) => current.onChange(listener),
    within(accountId, work) {
      const outer = current
      current = of(accountId)
      try {
        return work()
      } finally {
        current = outer
      }
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
    of,
    has: (accountId) => own.has(accountId),
    give(accountId) {
      const given = own.get(accountId)
      if (given) return given.clock
      const clock = createClock({ mode: shared.mode, now: shared.mode === 'real' ? undefined : shared.now() })
      own.set(accountId, { clock, release: clock.onChange(() => changed.emit(accountId)) })
      owner.emit(accountId)
      return clock
    },
    giveUp(accountId) {
      const given = own.get(accountId)
      if (!given) return
      given.release()
      own.delete(accountId)
      owner.emit(accountId)
    },
    owners: () => [...own.keys()],
    onOwner: owner.listen,
    onAnyChange: changed.listen,
  }
}
