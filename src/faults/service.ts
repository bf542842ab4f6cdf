/** What tests make go wrong: rules, checked before they are added, with how often they did. */

import type { AccountQuery } from '../control/schemas.js'
import { apiError } from '../http/errors.js'
import type { Fault, Faults } from './rules.js'
import { checkFaultRule, type FaultRule } from './schemas.js'

/** A rule as it was asked for, and what it has done. */
const describe = ({ id, rule, matched, hits }: Fault) => ({ id, ...rule, matched, hits })
export type DescribedFault = ReturnType<typeof describe>

export function createFaultsControl(deps: { faults: Faults; operationIds: readonly string[] }) {
  const { faults, operationIds } = deps
  return {
    /** @throws ApiError badRequest that names what is wrong with the rule */
    add(rule: FaultRule) {
      checkFaultRule(rule, operationIds)
      return describe(faults.add(rule))
    },
    list: ({ account_id }: AccountQuery = {}) => faults.list(account_id).map(describe),
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
    clear: ({ account_id }: AccountQuery = {}) => faults.clear(account_id),
  }
}
