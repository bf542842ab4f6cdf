/** Resets everything, or one account, to the fixtures of the start or to others. */

import { FixtureError } from '../fixtures/error.js'
import type { Fixtures } from '../fixtures/fixtures.js'
import { apiError } from '../http/errors.js'
import type { ResetBody } from './schemas.js'

/**
 * Create the reset.
 * @param deps.clearTraces forgets what calls left beside the state: of one account, or of all
 */
export function createReset(deps: { fixtures: Fixtures; clearTraces: (accountId?: string) => void }) {
  const { fixtures, clearTraces } = deps
  /**
   * Reset, and clear faults, journal, inbox and rate limits with it. The clock and the snapshots stay, and readers of events
   * go on reading. Bad fixtures are refused before anything is removed.
   * @throws ApiError badRequest with all that is wrong with the fixtures
   */
  return ({ account_id, fixtures: wanted }: ResetBody = {}) => {
    try {
      const written = fixtures.reset({ accountId: account_id, wanted })
      clearTraces(account_id)
      return { ...(account_id !== undefined && { account_id }), fixtures: written }
    } catch (error) {
      throw error instanceof FixtureError ? apiError('badRequest', error.problems.join('; ')) : error
    }
  }
}

export type Reset = ReturnType<typeof createReset>
