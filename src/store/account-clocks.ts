/** Keeps the clocks of accounts, and a frozen shared clock, in the database, so that time survives a restart. */

import type { Database } from 'better-sqlite3'
import type { Logger } from 'pino'
import { type Clock, type ClockMode, restoreClock } from '../core/clock.js'
import type { Clocks } from '../core/clocks.js'
import { toIso } from '../core/iso-time.js'
import { isStorageFailure } from './failures.js'
import type { Jobs } from './jobs.js'
import type { UnitOfWork } from './unit-of-work.js'

interface ClockRow {
  account_id: string
  mode: ClockMode
  /** What the clock showed when the row was written, in Unix milliseconds. */
  stood_at: number
  /** The machine's time then, for a clock that runs on; `stood_at` again for others, so that runs are alike. */
  set_at: number
}

/** Keep the clocks of a database. */
export function createAccountClocks(deps: {
  db: Database
  clocks: Clocks
  jobs: Jobs
  atomically: UnitOfWork
  log: Logger
}) {
  const { db, clocks, jobs, atomically, log } = deps
  const insertAccount = db.prepare<[string]>('INSERT INTO accounts (id) VALUES (?) ON CONFLICT DO NOTHING')
  const insert = db.prepare<ClockRow>(
    `INSERT INTO account_clocks (account_id, mode, stood_at, set_at)
     VALUES (:account_id, :mode, :stood_at, :set_at)`,
  )
  const update = db.prepare<ClockRow>(
    'UPDATE account_clocks SET mode = :mode, stood_at = :stood_at, set_at = :set_at WHERE account_id = :account_id',
  )
  const remove = db.prepare<[string]>('DELETE FROM account_clocks WHERE account_id = ?')
  const all = db.prepare<[], ClockRow>('SELECT * FROM account_clocks ORDER BY account_id')
  const one = db.prepare<[string], ClockRow>('SELECT * FROM account_clocks WHERE account_id = ?')
  const sharedInstant = db.prepare<[], number>('SELECT stood_at FROM shared_clock').pluck()
  const keepShared = db.prepare<[number]>(
    'INSERT INTO shared_clock (pk, stood_at) VALUES (1, ?) ON CONFLICT DO UPDATE SET stood_at = excluded.stood_at',
  )
  const forgetShared = db.prepare('DELETE FROM shared_clock')

  const rowOf = (accountId: string, { mode, now }: Clock): ClockRow => ({
    account_id: accountId,
    mode,
    stood_at: now(),
    set_at: mode === 'offset' ? clocks.machineNow() : now(),
  })

  /** Store what a clock shows. A clock goes on when it cannot be stored. */
  const keep = (accountId: string | undefined) => {
    try {
      if (accountId !== undefined) update.run(rowOf(accountId, clocks.of(accountId)))
      else if (clocks.shared.mode === 'frozen') keepShared.run(clocks.shared.now())
      else forgetShared.run()
    } catch (error) {
      if (!isStorageFailure(error)) throw error
      log.error(
        { err: error },
        'the time of a clock could not be stored; after a restart it would be earlier',
      )
    }
  }

  /** @param isRestart whether the process began after the row was written: a clock that runs has run on since */
  const bring = ({ account_id, mode, stood_at, set_at }: ClockRow, isRestart: boolean) => {
    const now = mode === 'offset' && isRestart ? stood_at + clocks.machineNow() - set_at : stood_at
    restoreClock(clocks.give(account_id), { mode, now })
  }

  clocks.onAnyChange((accountId) => {
    if (accountId !== undefined || !db.memory) keep(accountId)
  })

  return {
    /** Bring back the clocks of an earlier process, the shared one only while it is frozen as it was then. */
    resume() {
      for (const row of all.all()) bring(row, true)
      // One that runs leaves an instant behind: it is not gone back to.
      if (clocks.shared.mode !== 'frozen') return void forgetShared.run()
      const instant = sharedInstant.get()
      if (instant === undefined) return db.memory ? undefined : keep(undefined)
      if (instant !== clocks.shared.now())
        log.info(`the clock stands at ${toIso(instant)}, where the data file left it`)
      clocks.shared.set({ now: instant })
    },
    /** Give an account a clock of its own, or find the one it has. */
    give(accountId: string): Clock {
      if (clocks.has(accountId)) return clocks.of(accountId)
      atomically(() => {
        insertAccount.run(accountId)
        insert.run(rowOf(accountId, clocks.shared))
      })
      const clock = clocks.give(accountId)
      jobs.changed()
      return clock
    },
    /** Let an account follow the shared clock again. */
    giveUp(accountId: string) {
      remove.run(accountId)
      clocks.giveUp(accountId)
      jobs.changed()
    },
    /** Store what the running clocks of accounts show now; call it before the state is read. */
    settle() {
      for (const accountId of clocks.owners()) if (clocks.of(accountId).mode !== 'frozen') keep(accountId)
    },
    /** Take over the clocks of rows that were replaced, of one account or of all. */
    reload(accountId?: string) {
      const row = accountId === undefined ? undefined : one.get(accountId)
      const rows = accountId === undefined ? all.all() : row ? [row] : []
      const owners = new Set(rows.map(({ account_id }) => account_id))
      for (const owner of accountId === undefined ? clocks.owners() : [accountId])
        if (!owners.has(owner)) clocks.giveUp(owner)
      for (const each of rows) bring(each, false)
      jobs.changed()
    },
  }
}

export type AccountClocks = ReturnType<typeof createAccountClocks>
