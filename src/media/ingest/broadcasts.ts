/** The broadcasts that are kept: those under way, and those that ended a short time ago. */

import type { Clocks } from '../../core/clocks.js'
import { type Broadcast, createBroadcast } from './broadcast.js'

/** Bytes of the segments of all broadcasts that have ended; the newest is kept whatever it has. */
const MAX_ENDED_BYTES = 128 * 2 ** 20

interface Kept {
  broadcast: Broadcast
  accountId: string
  /** Unix milliseconds; null while it is under way. */
  endedAt: number | null
}

/** Create the broadcasts, by the key of their livestream session. @param deps.keep seconds after the end */
export function createBroadcasts(deps: { clock: Pick<Clocks, 'of'>; keep: number }) {
  const kept = new Map<number, Kept>()

  const sweep = () => {
    let bytes = 0
    const ended = [...kept].filter(([, { endedAt }]) => endedAt !== null).reverse()
    for (const [i, [sessionPk, { broadcast, accountId, endedAt }]] of ended.entries()) {
      bytes += broadcast.bytes()
      const isOver = deps.clock.of(accountId).now() >= (endedAt ?? 0) + deps.keep * 1000
      if (isOver || (bytes > MAX_ENDED_BYTES && i > 0)) kept.delete(sessionPk)
    }
  }

  return {
    isEmpty: () => kept.size === 0,
    create: createBroadcast,
    find: (sessionPk: number): Broadcast | undefined => kept.get(sessionPk)?.broadcast,
    keep(sessionPk: number, { broadcast, accountId }: Omit<Kept, 'endedAt'>) {
      sweep()
      kept.set(sessionPk, { broadcast, accountId, endedAt: null })
    },
    /** @param at the account's time */
    ended(sessionPk: number, at: number) {
      const found = kept.get(sessionPk)
      if (!found) return
      // Last in line: the first to end is the first to be dropped.
      kept.delete(sessionPk)
      kept.set(sessionPk, { ...found, endedAt: at })
      sweep()
    },
    /** Forget those of an account, or all: the rows that they belong to are gone. */
    drop(accountId: string | undefined) {
      for (const [sessionPk, each] of kept)
        if (accountId === undefined || each.accountId === accountId) kept.delete(sessionPk)
    },
  }
}
