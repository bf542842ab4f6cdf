import type { Database } from 'better-sqlite3'

/** Counts every row ever changed on this connection: while it stands still, so does everything stored. */
export function createRevision(db: Database): () => number {
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck()
  return () => changes.get() as number
}
