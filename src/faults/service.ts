/** Checks, adds, lists and removes fault rules. */

import { apiError } from '../http/errors.js'
import type { AccountScope } from '../http/scope-schema.js'
import type { Fault, Faults } from './rules.js'
import { checkFaultRule, type DescribedFault, type FaultRule } from './schemas.js'

/** Show a rule with its id and its counts. */
const describe = ({ id, rule, matched, hits }: Fault): DescribedFault => ({ id, ...rule, matched, hits })

/** Create the service of fault rules. */
export function createFaultsService({ faults }: { faults: Faults }) {
  /** Find a rule; of an account, when one is given. @throws ApiError noFault */
  const find = (id: string, { account_id }: AccountScope) => {
    const fault = faults.get(id)
    const isOthers = account_id !== undefined && fault?.rule.match?.account_id !== account_id
    if (!fault || isOthers) throw apiError('noFault', id)
    return fault
  }

  return {
    /** Add a rule. @throws ApiError badRequest that names the field */
    add(rule: FaultRule) {
      checkFaultRule(rule)
      return describe(faults.add(rule))
    },
    /** List the rules that name the account, or all. */
    list: ({ account_id }: AccountScope = {}) => faults.list(account_id).map(describe),
    /** Get one rule. @throws ApiError noFault */
    get: (id: string, scope: AccountScope = {}) => describe(find(id, scope)),
    /** Remove one rule. @throws ApiError noFault */
    remove: (id: string, scope: AccountScope = {}) => void faults.remove(find(id, scope).id),
    /** Remove the rules that name the account, or all. @returns how many were removed */
    clear: ({ account_id }: AccountScope = {}) => faults.clear(account_id),
  }
}

export type FaultsService = ReturnType<typeof createFaultsService>
