/** Exports the state, of one account or of all, as one document, and imports such documents. */

import { webhookEvents } from '../api/webhooks/events.js'
import { restoreClock } from '../core/clock.js'
import type { Clocks } from '../core/clocks.js'
import { parseIso, toIso } from '../core/iso-time.js'
import { describeFixtureError } from '../fixtures/check.js'
import { apiError } from '../http/errors.js'
import { jsonAjv } from '../http/validation.js'
import type { AccountClocks } from '../store/account-clocks.js'
import type { Database } from '../store/database.js'
import type { Jobs } from '../store/jobs.js'
import type { Chunks, DocumentHead } from './document.js'
import { StateError } from './error.js'
import { exportState, type StateHead } from './export.js'
import { createRowChecks, type RowCheck } from './row-schema.js'
import type { StateRows } from './rows.js'
import { StateHeadSchema } from './schemas.js'
import { createStaging, type Staging } from './staging.js'
import { stateVersion } from './state-version.js'

export interface StateDeps {
  db: Database
  clock: Clocks
  accountClocks: AccountClocks
  jobs: Jobs
  stateRows: StateRows
}

/** @throws StateError */
function checkHead(head: DocumentHead): asserts head is StateHead {
  const valid = jsonAjv.compile(StateHeadSchema)
  const [error] = valid(head) ? [] : (valid.errors ?? [])
  if (error) throw new StateError(describeFixtureError(error))
}

/** Create the service that exports and imports the state. */
export function createStateService({ db, clock, accountClocks, jobs, stateRows }: StateDeps) {
  // Compiled at the first import.
  let rowChecks: Map<string, RowCheck> | undefined

  /** Check the document as a whole, then put it in place in one transaction. @throws StateError */
  const apply = (
    staging: Staging,
    { head, rows, accountId }: { head: DocumentHead; rows: number; accountId: string | undefined },
  ) => {
    checkHead(head)
    staging.check()
    if (accountId === undefined) {
      const { clock: told } = head
      const back = () =>
        told && restoreClock(clock.shared, { mode: told.mode, now: parseIso(told.now) ?? clock.shared.now() })
      stateRows.replace(staging.rows, { rows, setClock: back })
    } else {
      const [from, ...others] = staging.accounts()
      if (others.length)
        throw new StateError(`/accounts has ${others.length + 1} accounts: one account takes a state of one`)
      stateRows.replace(staging.rows, {
        rows,
        adoption: { accountId, redraw: from !== accountId },
      })
    }
  }

  return {
    /**
     * Export the state as UTF-8 JSON, as it is at this moment, whatever happens while it is read.
     * @param accountId the account to export; all accounts when left out
     */
    export(accountId?: string) {
      accountClocks.settle()
      const { mode, now } = clock.of(accountId)
      const head: StateHead = {
        greenroom: 'state',
        version: stateVersion,
        account_id: accountId ?? null,
        clock: { mode, now: toIso(now()) },
      }
      return exportState({ db, tables: stateRows.tables() }, head, accountId)
    },
    /**
     * Put a document in place of the whole state, or of the state of one account. The document is read to its end and
     * checked before anything is replaced; requests that come meanwhile see the old state.
     * @throws ApiError badRequest naming the first place that is wrong
     */
    async import(chunks: Chunks, accountId?: string) {
      // Most runs import nothing: the parser is loaded by the first that does.
      const { readStateDocument } = await import('./document.js')
      const tables = stateRows.tables()
      rowChecks ??= createRowChecks(tables, {
        'jobs.kind': { enum: jobs.kinds() },
        'deliveries.event': { enum: webhookEvents },
      })
      const staging = createStaging(tables, rowChecks)
      const counts = new Map<string, number>()
      try {
        const head = await readStateDocument(chunks, (row, table, index) => {
          staging.add(row, table, index)
          counts.set(table, index + 1)
        })
        const rows = [...counts.values()].reduce((sum, count) => sum + count, 0)
        apply(staging, { head, rows, accountId })
      } catch (error) {
        throw error instanceof StateError ? apiError('badRequest', error.message) : error
      } finally {
        staging.close()
      }
      return { account_id: accountId ?? null, imported: Object.fromEntries(counts) }
    },
  }
}

export type StateService = ReturnType<typeof createStateService>
