/** Chooses which snapshots make room for a new one, so that all together have no more rows than they may. */

export interface Kept {
  /** Null for snapshots of everything. */
  accountId: string | null
  rows: number
}

const sum = (all: readonly Kept[]) => all.reduce((rows, each) => rows + each.rows, 0)

/**
 * Choose what to drop: again and again the oldest of the account with the most rows, so that an account with no more
 * than an even share loses none to another.
 * @param kept oldest first
 * @param most rows that may be kept
 * @returns what to drop, or undefined when the new snapshot would be the next
 */
export function makeRoom<Snapshot extends Kept>(
  kept: readonly Snapshot[],
  taken: Kept,
  most: number,
): Snapshot[] | undefined {
  const dropped: Snapshot[] = []
  let left: readonly (Snapshot | Kept)[] = [...kept, taken]
  while (sum(left) > most) {
    const byAccount = new Map<string | null, number>()
    for (const { accountId, rows } of left) byAccount.set(accountId, (byAccount.get(accountId) ?? 0) + rows)
    const [largest] = [...byAccount].reduce((a, b) => (b[1] > a[1] ? b : a))
    const oldest = left.find(({ accountId }) => accountId === largest)
    if (!oldest || oldest === taken) return undefined
    dropped.push(oldest as Snapshot)
    left = left.filter((each) => each !== oldest)
  }
  return dropped
}
