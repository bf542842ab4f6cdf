import type { Database } from 'better-sqlite3'
import type { Clock } from '../core/clock.js'

export interface UnitOfWork {
  /** Do all of it or none, and all at one instant; a failure is thrown on after everything is undone. May be nested. */
  <T>(work: () => T): T
  /** Call back once what is being done has been committed; never, if it is undone. */
  afterCommit(callback: () => void): void
  /** Call back whenever something was undone, so that what is kept in memory can be read again. */
  onRollback(callback: () => void): void
}

export function createUnitOfWork(db: Database, clock: Clock): UnitOfWork {
  const transaction = db.transaction((work: () => unknown) => work())
  const rollbackListeners: (() => void)[] = []
  let depth = 0
  let committed: (() => void)[] = []

  const flush = () => {
    const callbacks = committed
    committed = []
    for (const callback of callbacks) callback()
  }

  const run = <T>(work: () => T): T => {
    const before = committed.length
    depth++
    let result: T
    try {
      result = clock.at(clock.now(), () => transaction(work)) as T
    } catch (error) {
      committed.length = before
      for (const listener of rollbackListeners) listener()
      throw error
    } finally {
      depth--
    }
    if (depth === 0) flush()
    return result
  }

  return Object.assign(run, {
    afterCommit(callback: () => void) {
      if (depth === 0) callback()
      else committed.push(callback)
    },
    onRollback(callback: () => void) {
      rollbackListeners.push(callback)
    },
  })
}
