/** Reset, snapshots and the state, as methods of the emulator in process. */

import type { Readable } from 'node:stream'
import type { Static } from '@sinclair/typebox'
import type { Chunks } from '../../state/document.js'
import { OfAccountSchema, type ResetBody, ResetSchema, SnapshotNameSchema } from '../../state/schemas.js'
import type { Control } from '../service.js'
import { checked } from './checked.js'

/** Whose; everyone's when left out. */
export type OfAccount = Static<typeof OfAccountSchema>

export interface StateFace {
  /** Back to the fixtures, or to others; for one account, if one is named. */
  reset(to?: ResetBody): void
  /** Keep what everyone has, or one account, in memory; with a name, as the control API's snapshots. */
  snapshot(name?: string, of?: OfAccount): { restore(): void }
  readonly state: {
    /** One JSON document, of everything or of one account, as UTF-8. */
    export(of?: OfAccount): Readable
    /** Put such a document in place of everything, or of what one account has; checked before it does. */
    import(
      document: string | Uint8Array | Chunks,
      to?: OfAccount,
    ): Promise<{ imported: Record<string, number> }>
  }
}

const accountOf = (of: OfAccount = {}) => checked(OfAccountSchema, of).account_id

export const stateFace = ({ reset, snapshots, state }: Control): StateFace => ({
  reset: (to = {}) => void reset(checked(ResetSchema, to)),
  snapshot(named, of) {
    const account = accountOf(of)
    if (named === undefined) return { restore: snapshots.takeUnnamed(account) }
    const { name } = checked(SnapshotNameSchema, { name: named })
    snapshots.take(name, account)
    return { restore: () => void snapshots.restore(name, account) }
  },
  state: {
    export: (of) => state.export(accountOf(of)),
    import: async (document, to) =>
      state.import(
        typeof document === 'string' || document instanceof Uint8Array ? [document] : document,
        accountOf(to),
      ),
  },
})
