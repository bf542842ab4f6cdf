/** Adds, lists and removes fault rules, which are checked before they are added. */

import { apiError } from '../http/errors.js'
import type { AccountScope } from '../http/scope-schema.js'
import type { Fault, Faults } from './rules.js'
import { checkFaultRule, type DescribedFault, type FaultRule } from './schemas.js'

/** A rule as it was asked for, and what it has done. */
const describe = ({ id, rule, matched, hits }: Fault): DescribedFault => ({ id, ...rule, matched, hits })

/** Create the service of fault rules. */
export function createFaultsService({ faults }: { faults: Faults }) {
  return {
    /** @throws ApiError badRequest that names what is wrong with the rule */
    add(rule: FaultRule) {
      checkFaultRule(rule)
      return describe(faults.add(rule))
    },
    list: ({ account_id }: AccountScope = {}) => faults.list(account_id).map(describe),
    /** @throws ApiError noFault */
    get(id: string) {
      const fault = faults.get(id)
      if (!fault) throw apiError('noFault', id)
      return describe(fault)
    },
    /** @throws ApiError noFault */
    remove(id: string) {
      if (!faults.remove(id)) throw apiError('noFault', id)
    },
    /** Those that name the account, or all. @returns how many there were */
    clear: ({ account_id }: AccountScope = {}) => faults.clear(account_id),
  }
}

export type FaultsService = ReturnType<typeof createFaultsService>
