/** The broadcasts that are kept: those under way, and those that ended a short time ago. */

import type { Clocks } from '../../core/clocks.js'
import { type Broadcast, createBroadcast } from './broadcast.js'

/** How many broadcasts that have ended are kept at most: each has up to ten segments in memory. */
const MAX_ENDED = 100

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
    const ended = [...kept].filter(([, { endedAt }]) => endedAt !== null)
    for (const [i, [sessionPk, { accountId, endedAt }]] of ended.entries()) {
      const isOver = deps.clock.of(accountId).now() >= (endedAt ?? 0) + deps.keep * 1000
      if (isOver || i < ended.length - MAX_ENDED) kept.delete(sessionPk)
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
