/** Keeps the fault rules, which make calls fail, in the order in which they are tried. */

import type { Ids } from '../core/ids.js'
import { createPathMatcher } from '../core/path-pattern.js'
import { type ActiveRule, admits, createRuleList } from '../core/rule-list.js'
import { exclusiveActionOf, type FaultAction, type FaultRule } from './schemas.js'

/** The properties of a call that a rule can match. */
export interface Call {
  operation: string | undefined
  method: string
  /** Below the base path, without the query. */
  path: string
  accountId: string | undefined
  appId: string | undefined
}

export interface Fault extends ActiveRule<FaultRule> {
  /** How many calls matched it; `hits` counts the calls it was applied to. */
  matched: number
}

/** The combined effect of the rules on one call. */
export interface Effect {
  /** The id of the rule whose action applies, or of the last rule when all only delay the answer. */
  fault: string
  /** Real milliseconds by which the answer is delayed. */
  delay: number
  action: FaultAction | undefined
}

interface FaultState {
  matched: number
  /** Undefined when the rule names no path. */
  isOnPath: ((path: string) => boolean) | undefined
  /** How many numbers each account has drawn, so that calls of one account do not change another's draws. */
  draws: Map<string, number>
}
type ActiveFault = ActiveRule<FaultRule> & FaultState

/** Stands for the account of calls without an account. */
const NO_ACCOUNT = '*'

/** Create the list of fault rules, kept in memory only. @param options.basePath a prefix that a rule's path may have */
export function createFaults({ ids, basePath }: { ids: Pick<Ids, 'named' | 'chance'>; basePath: string }) {
  const pathMatcher = (path: string | undefined) =>
    path === undefined
      ? undefined
      : createPathMatcher(path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path)

  const { usable, hit, add, get, list, remove, clear } = createRuleList({
    ids,
    name: 'faults',
    begin: (rule: FaultRule): FaultState => ({
      matched: 0,
      isOnPath: pathMatcher(rule.match?.path),
      draws: new Map(),
    }),
  })

  const matches = ({ rule: { match }, isOnPath }: ActiveFault, call: Call) =>
    !match ||
    (admits(match.operation, call.operation) &&
      admits(match.method, call.method) &&
      admits(match.account_id, call.accountId) &&
      admits(match.app_id, call.appId) &&
      (isOnPath === undefined || isOnPath(call.path)))

  /** Draw a number in [0, 1) that depends only on the seed, the rule, the account and the count of its draws. */
  const draw = ({ id, draws }: ActiveFault, accountId = NO_ACCOUNT) => {
    const drawn = draws.get(accountId) ?? 0
    draws.set(accountId, drawn + 1)
    return ids.chance(`faults/${id}/${accountId}/${drawn}`)
  }

  const fires = (fault: ActiveFault, call: Call) => {
    if (!matches(fault, call)) return false
    fault.matched++
    const { skip = 0, probability = 1 } = fault.rule
    if (fault.matched <= skip) return false
    if (probability < 1 && draw(fault, call.accountId) >= probability) return false
    hit(fault)
    return true
  }

  const delayOf = (fault: ActiveFault, call: Call) => {
    const { latency_ms: latency = 0 } = fault.rule.action
    if (typeof latency === 'number') return latency
    return latency.from + Math.floor(draw(fault, call.accountId) * (latency.to - latency.from + 1))
  }

  return {
    /** Whether any rule can still apply; usually false, which keeps calls fast. */
    get any() {
      return usable().length > 0
    },
    /** Pick the effect on a call and count the hits. Delays add up; of the other actions the first that fires applies. */
    pick(call: Call): Effect | undefined {
      let effect: Effect | undefined
      for (const fault of usable()) {
        if (!fires(fault, call)) continue
        effect ??= { fault: fault.id, delay: 0, action: undefined }
        effect.delay += delayOf(fault, call)
        effect.fault = fault.id
        if (exclusiveActionOf(fault.rule.action) === undefined) continue
        effect.action = fault.rule.action
        break
      }
      return effect
    },
    /** Add a rule. @param rule already checked by `checkFaultRule` */
    add: (rule: FaultRule): Fault => add(rule),
    get: (id: string): Fault | undefined => get(id),
    /** List the rules in the order in which they are tried. @param accountId only rules that name it; all when left out */
    list: (accountId?: string): Fault[] => list(accountId),
    remove,
    clear,
  }
}

export type Faults = ReturnType<typeof createFaults>
