/**
 * Bounds the log of deliveries: of each account the last N that have ended are kept, by the account and not over all,
 * since they are a part of its state. What is still to be sent is always kept.
 */

import type { UnitOfWork } from '../../../store/unit-of-work.js'
import type { RetentionRepository } from './retention-repository.js'

/** Removing one by one would take longer: up to this part of the bound is kept beyond it. */
const SLACK = 0.01

/** Create the retention. @param deps.size how many ended deliveries of each account are kept, at least */
export function createRetention(deps: {
  repository: RetentionRepository
  size: number
  atomically: UnitOfWork
  /** Called, after the commit, when the first is forgotten. */
  onFull: () => void
}) {
  const { repository, size, atomically } = deps
  const counts = new Map<string, number>()
  const most = size + Math.max(1, Math.floor(size * SLACK))
  let wasFull = false
  atomically.onRollback(() => counts.clear())

  return {
    size,
    /** Note that deliveries of an account have ended, once they are stored so. Call it in a transaction. */
    ended(accountId: string, deliveries: number) {
      const known = counts.get(accountId)
      const count = known === undefined ? repository.ended(accountId) : known + deliveries
      counts.set(accountId, count < most ? count : size)
      if (count < most) return
      repository.forget(accountId, count - size)
      if (!wasFull) atomically.afterCommit(deps.onFull)
      wasFull = true
    },
    /** Call it when the stored deliveries were replaced, as by a reset. */
    replaced: () => counts.clear(),
    /** Count the forgotten deliveries of an account, or of all. */
    forgotten: repository.forgotten,
  }
}

export type Retention = ReturnType<typeof createRetention>
