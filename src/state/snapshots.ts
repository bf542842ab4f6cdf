/** Keeps states in memory, under a name, and restores them. Snapshots end with the process. */

import type { Logger } from 'pino'
import { type ClockMode, restoreClock } from '../core/clock.js'
import type { Clocks } from '../core/clocks.js'
import { toIso } from '../core/iso-time.js'
import { apiError } from '../http/errors.js'
import type { AccountClocks } from '../store/account-clocks.js'
import { compareStates } from './differences.js'
import type { StateRows, TakenRows } from './rows.js'
import type { DifferencesQuery, DroppedSnapshot, SnapshotInfo, StateDifferences } from './schemas.js'
import { makeRoom } from './snapshot-room.js'

/** The names of so many dropped snapshots are remembered. */
const MAX_REMEMBERED = 1000

/** How many objects of each table a comparison describes. */
const DEFAULT_LIMIT = 100

interface Taken {
  rows: TakenRows
  mode: ClockMode
  at: number
}

const keyOf = (name: string, accountId: string | undefined) => JSON.stringify([accountId ?? null, name])

/** Create the snapshots: states kept in memory. */
export function createSnapshots(deps: {
  clock: Clocks
  accountClocks: AccountClocks
  stateRows: StateRows
  /** How many rows all named snapshots may have together. */
  snapshotRows: number
  log: Logger
}) {
  const { clock, accountClocks, stateRows } = deps
  /** In the order in which they were taken. */
  const kept = new Map<string, { taken: Taken; info: SnapshotInfo }>()
  /** Dropped to make room, and not taken again or removed since. */
  const dropped = new Map<string, DroppedSnapshot>()

  const rowsOf = ({ rows }: SnapshotInfo) => Object.values(rows).reduce((sum, count) => sum + count, 0)

  /** Drop snapshots until there is room for one more. @throws ApiError snapshotTooLarge */
  const makeRoomFor = (key: string, info: SnapshotInfo) => {
    const others = [...kept]
      .filter(([name]) => name !== key)
      .map(([name, { info }]) => ({ key: name, info, accountId: info.account_id, rows: rowsOf(info) }))
    const rows = rowsOf(info)
    const leaving = makeRoom(others, { accountId: info.account_id, rows }, deps.snapshotRows)
    if (!leaving) throw apiError('snapshotTooLarge', info.name, { rows, most: deps.snapshotRows })
    for (const { key, info, rows } of leaving) {
      const { name, account_id } = info
      kept.delete(key)
      dropped.set(key, { name, account_id })
      const [oldest] = dropped.keys()
      if (dropped.size > MAX_REMEMBERED && oldest !== undefined) dropped.delete(oldest)
      deps.log.warn(
        { account: account_id, snapshot: name, rows },
        `the snapshot ${name} was dropped to make room: keep more with --snapshot-rows N, or remove those that are no longer needed`,
      )
    }
  }

  const takeNow = (accountId: string | undefined): Taken => {
    accountClocks.settle()
    const { mode, now } = clock.of(accountId)
    return { mode, at: now(), rows: stateRows.take(accountId) }
  }

  const restoreTaken = ({ rows, mode, at }: Taken, accountId: string | undefined) => {
    const source = ({ name }: { name: string }) => rows.get(name) ?? []
    const count = [...rows.values()].reduce((sum, { length }) => sum + length, 0)
    if (accountId === undefined)
      stateRows.replace(source, {
        rows: count,
        setClock: () => restoreClock(clock.shared, { mode, now: at }),
      })
    else stateRows.replace(source, { rows: count, adoption: { accountId, redraw: false } })
  }

  const find = (name: string, accountId: string | undefined) => {
    const found = kept.get(keyOf(name, accountId))
    if (!found && dropped.has(keyOf(name, accountId))) throw apiError('droppedSnapshot', name, accountId)
    if (!found) throw apiError('noSnapshot', name, accountId)
    return found
  }

  return {
    /** Take a snapshot without a name. @returns a function that restores it */
    takeUnnamed(accountId?: string) {
      const taken = takeNow(accountId)
      return () => restoreTaken(taken, accountId)
    },
    /**
     * Take a snapshot, in place of an earlier one of the same name and account.
     * @throws ApiError snapshotTooLarge when there is no room for it
     */
    take(name: string, accountId?: string): SnapshotInfo {
      const taken = takeNow(accountId)
      const now = toIso(taken.at)
      const info = {
        name,
        account_id: accountId ?? null,
        taken_at: now,
        ...((accountId === undefined || clock.has(accountId)) && { clock: { mode: taken.mode, now } }),
        rows: Object.fromEntries([...taken.rows].map(([table, rows]) => [table, rows.length])),
      }
      const key = keyOf(name, accountId)
      makeRoomFor(key, info)
      kept.delete(key)
      dropped.delete(key)
      kept.set(key, { taken, info })
      return info
    },
    /** List the snapshots that were dropped to make room, of an account or all. */
    dropped: (accountId?: string): DroppedSnapshot[] =>
      [...dropped.values()].filter(({ account_id }) => accountId === undefined || account_id === accountId),
    /** List the snapshots of an account, or all, in the order of their names. */
    list: (accountId?: string): SnapshotInfo[] =>
      [...kept]
        .filter(([, { info }]) => accountId === undefined || info.account_id === accountId)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { info }]) => info),
    /** Restore a state, with its jobs and the counters of its ids. @throws ApiError noSnapshot, droppedSnapshot */
    restore(name: string, accountId?: string): SnapshotInfo {
      const { taken, info } = find(name, accountId)
      restoreTaken(taken, accountId)
      return info
    },
    /**
     * Tell what differs between a snapshot and another one of the same account, or the present state.
     * @throws ApiError noSnapshot, droppedSnapshot
     */
    differences(name: string, query: DifferencesQuery = {}): StateDifferences {
      const { account_id: accountId, with: other, limit = DEFAULT_LIMIT } = query
      const { taken: from } = find(name, accountId)
      const to = other === undefined ? takeNow(accountId) : find(other, accountId).taken
      return {
        account_id: accountId ?? null,
        from: { name, taken_at: toIso(from.at) },
        to: { name: other ?? null, taken_at: toIso(to.at) },
        tables: compareStates(stateRows.tables(), { from: from.rows, to: to.rows }, limit),
      }
    },
    /** @throws ApiError noSnapshot, droppedSnapshot */
    remove(name: string, accountId?: string): SnapshotInfo {
      const { info } = find(name, accountId)
      kept.delete(keyOf(name, accountId))
      return info
    },
  }
}

export type Snapshots = ReturnType<typeof createSnapshots>
