/** Keeps states in memory, under a name, and restores them. Snapshots end with the process. */

import { type Clock, type ClockMode, restoreClock } from '../core/clock.js'
import { toIso } from '../core/iso-time.js'
import { apiError } from '../http/errors.js'
import type { StateRows, TakenRows } from './rows.js'
import type { SnapshotInfo } from './schemas.js'

interface Taken {
  rows: TakenRows
  mode: ClockMode
  at: number
}

const keyOf = (name: string, accountId: string | undefined) => JSON.stringify([accountId ?? null, name])

/** Create the snapshots: states kept in memory. */
export function createSnapshots({ clock, stateRows }: { clock: Clock; stateRows: StateRows }) {
  const kept = new Map<string, { taken: Taken; info: SnapshotInfo }>()

  const takeNow = (): Omit<Taken, 'rows'> => ({ mode: clock.mode, at: clock.now() })

  const restoreTaken = ({ rows, mode, at }: Taken, accountId: string | undefined) => {
    const source = ({ name }: { name: string }) => rows.get(name) ?? []
    const count = [...rows.values()].reduce((sum, { length }) => sum + length, 0)
    if (accountId === undefined)
      stateRows.replace(source, { rows: count, setClock: () => restoreClock(clock, { mode, now: at }) })
    else stateRows.replace(source, { rows: count, adoption: { accountId, redraw: false } })
  }

  const find = (name: string, accountId: string | undefined) => {
    const found = kept.get(keyOf(name, accountId))
    if (!found) throw apiError('noSnapshot', name, accountId)
    return found
  }

  return {
    /** Take a snapshot without a name. @returns a function that restores it */
    takeUnnamed(accountId?: string) {
      const taken = { ...takeNow(), rows: stateRows.take(accountId) }
      return () => restoreTaken(taken, accountId)
    },
    /** Take a snapshot, in place of an earlier one of the same name and account. */
    take(name: string, accountId?: string): SnapshotInfo {
      const taken = { ...takeNow(), rows: stateRows.take(accountId) }
      const now = toIso(taken.at)
      const info = {
        name,
        account_id: accountId ?? null,
        taken_at: now,
        ...(accountId === undefined && { clock: { mode: taken.mode, now } }),
        rows: Object.fromEntries([...taken.rows].map(([table, rows]) => [table, rows.length])),
      }
      kept.set(keyOf(name, accountId), { taken, info })
      return info
    },
    /** List the snapshots of an account, or all, in the order of their names. */
    list: (accountId?: string): SnapshotInfo[] =>
      [...kept]
        .filter(([, { info }]) => accountId === undefined || info.account_id === accountId)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { info }]) => info),
    /** Restore a state, with its jobs and the counters of its ids. @throws ApiError noSnapshot */
    restore(name: string, accountId?: string): SnapshotInfo {
      const { taken, info } = find(name, accountId)
      restoreTaken(taken, accountId)
      return info
    },
    /** @throws ApiError noSnapshot */
    remove(name: string, accountId?: string): SnapshotInfo {
      const { info } = find(name, accountId)
      kept.delete(keyOf(name, accountId))
      return info
    },
  }
}

export type Snapshots = ReturnType<typeof createSnapshots>
