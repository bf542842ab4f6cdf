/** Fault rules: which calls go wrong, and how. They are tried in the order in which they were added. */

import type { Ids } from '../core/ids.js'
import { createPathMatcher } from '../core/path-pattern.js'
import { type ActiveRule, admits, createRuleList } from '../core/rule-list.js'
import { deedOf, type FaultAction, type FaultRule } from './schemas.js'

/** What a rule sees of a call. */
export interface Call {
  operation: string | undefined
  method: string
  /** Below the base path, without the query. */
  path: string
  accountId: string | undefined
  appId: string | undefined
}

export interface Fault extends ActiveRule<FaultRule> {
  /** How many calls it matched; `hits` counts those to which it did something. */
  matched: number
}

/** What rules do to one call. */
export interface Effect {
  /** The id of the rule that does it; of the last one, when several only delay the answer. */
  fault: string
  /** Real milliseconds by which the answer is delayed. */
  delay: number
  action: FaultAction | undefined
}

interface FaultState {
  matched: number
  /** Undefined when the rule names no path. */
  isOnPath: ((path: string) => boolean) | undefined
  /** How many numbers were drawn for each account, so that no account changes what another draws. */
  draws: Map<string, number>
}
type ActiveFault = ActiveRule<FaultRule> & FaultState

/** Stands for the account of calls that name none. */
const NO_ACCOUNT = '*'

/** Keep the fault rules, in memory only. @param options.basePath may stand before a rule's path */
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

  /** Draw a number from 0 up to 1 that depends only on the seed, the rule, the account and how many it has had. */
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
    /** Whether any rule may still do something; false on the hot path. */
    get any() {
      return usable().length > 0
    },
    /** Pick what rules do to a call, counted as a hit. Delays add up; of other actions, the first that fires counts. */
    pick(call: Call): Effect | undefined {
      let effect: Effect | undefined
      for (const fault of usable()) {
        if (!fires(fault, call)) continue
        effect ??= { fault: fault.id, delay: 0, action: undefined }
        effect.delay += delayOf(fault, call)
        effect.fault = fault.id
        if (deedOf(fault.rule.action) === undefined) continue
        effect.action = fault.rule.action
        break
      }
      return effect
    },
    /** @param rule one that was checked */
    add: (rule: FaultRule): Fault => add(rule),
    get: (id: string): Fault | undefined => get(id),
    /** In the order in which they are tried. @param accountId only rules that name it; all when left out */
    list: (accountId?: string): Fault[] => list(accountId),
    remove,
    clear,
  }
}

export type Faults = ReturnType<typeof createFaults>
