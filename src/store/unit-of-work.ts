import type { Database } from 'better-sqlite3'
import type { Jobs } from './jobs.js'

/** Do all of it or none; a failure is thrown on after everything is undone. */
export type Atomically = <T>(work: () => T) => T

export function createAtomically(db: Database, jobs: Jobs): Atomically {
  const transaction = db.transaction((work: () => unknown) => work())
  return <T>(work: () => T) => {
    try {
      return transaction(work) as T
    } catch (error) {
      jobs.changed()
      throw error
    }
  }
}
