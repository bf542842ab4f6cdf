import type { Database } from 'better-sqlite3'
import type { Clocks } from '../core/clocks.js'
import { createSignal } from '../core/signal.js'

export interface UnitOfWork {
  /**
   * Do all of the work or none of it, at one instant; an error is thrown on after everything is undone. A unit inside
   * another is a part of it, and has its instant.
   * @param at the instant, in Unix milliseconds, of the work and of what follows its commit; now when left out
   */
  <T>(work: () => T, at?: number): T
  /** Call back once the unit has been committed; never, when it is undone. At once outside of a unit. */
  afterCommit(callback: () => void): void
  /** Call back whenever something was undone, so that values kept in memory can be read again. */
  onRollback(callback: () => void): () => void
}

/** Create the transactions of a database, at instants of the clock of the account that they are for. */
export function createUnitOfWork(db: Database, clock: Pick<Clocks, 'now' | 'at'>): UnitOfWork {
  const transaction = db.transaction((work: () => unknown) => work())
  const rolledBack = createSignal()
  let depth = 0
  let committed: (() => void)[] = []

  const flush = () => {
    const callbacks = committed
    committed = []
    for (const callback of callbacks) callback()
  }

  const attempt = <T>(work: () => T): T => {
    const before = committed.length
    depth++
    try {
      return transaction(work) as T
    } catch (error) {
      committed.length = before
      rolledBack.emit()
      throw error
    } finally {
      depth--
    }
  }

  const run = <T>(work: () => T, at?: number): T => {
    if (depth > 0) return attempt(work)
    const flushAfter = (result: T) => {
      flush()
      return result
    }
    return at === undefined
      ? flushAfter(clock.at(clock.now(), () => attempt(work)))
      : clock.at(at, () => flushAfter(attempt(work)))
  }

  return Object.assign(run, {
    afterCommit(callback: () => void) {
      if (depth === 0) callback()
      else committed.push(callback)
    },
    onRollback: rolledBack.listen,
  })
}
