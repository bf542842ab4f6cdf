/** Back to the fixtures, or to others, for everyone or for one account. */

import { FixtureError, type Fixtures } from '../fixtures/fixtures.js'
import { apiError } from '../http/errors.js'
import type { ResetBody } from './schemas.js'

export function createReset(deps: { fixtures: Fixtures; clearTraces: (accountId?: string) => void }) {
  const { fixtures, clearTraces } = deps
  /**
   * Nothing goes wrong after it, nothing is in the journal and no call is counted. The clock and the snapshots stay
   * as they are, and whoever reads events goes on reading. Bad fixtures are refused before anything is removed.
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
