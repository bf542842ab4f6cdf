/** Which calls go wrong, and how: the rules that tests add, tried in the order in which they were added. */

import type { Ids } from '../core/ids.js'
import { createPathMatcher } from '../core/path-pattern.js'
import { deedOf, type FaultAction, type FaultRule } from './schemas.js'

/** What a rule can see of a call. */
export interface Call {
  operation: string | undefined
  method: string
  /** Below the base path, without the query. */
  path: string
  accountId: string | undefined
  appId: string | undefined
}

export interface Fault {
  id: string
  rule: FaultRule
  /** How many calls it matched, and to how many it did something. */
  matched: number
  hits: number
}

/** What becomes of one call. */
export interface Effect {
  /** The rule that did it; the last one, when several only held the answer back. */
  fault: string
  /** Real milliseconds by which the answer is held back. */
  delay: number
  action: FaultAction | undefined
}

interface Active extends Fault {
  /** Undefined when the rule names no path. */
  isOnPath: ((path: string) => boolean) | undefined
  /** How many numbers were drawn for each account, so that no account changes what another draws. */
  draws: Map<string, number>
}

/** In what stands for the account of rules that are for all. */
const everyone = '*'

export function createFaults({ ids, basePath }: { ids: Pick<Ids, 'named' | 'chance'>; basePath: string }) {
  const faults = new Map<string, Active>()
  const added = new Map<string, number>()
  // Those that can still do something; looked at on every request.
  let active: readonly Active[] = []

  /** A rule's path may be written with the base path or without it. */
  const pathMatcher = (path: string | undefined) =>
    path === undefined
      ? undefined
      : createPathMatcher(path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path)

  const isSpent = ({ rule, hits }: Fault) => rule.times !== undefined && hits >= rule.times
  const refresh = () => {
    active = [...faults.values()].filter((fault) => !isSpent(fault))
  }

  const matches = ({ rule: { match }, isOnPath }: Active, call: Call) =>
    !match ||
    ((match.operation === undefined || match.operation === call.operation) &&
      (match.method === undefined || match.method === call.method) &&
      (match.account_id === undefined || match.account_id === call.accountId) &&
      (match.app_id === undefined || match.app_id === call.appId) &&
      (isOnPath === undefined || isOnPath(call.path)))

  /** Numbers from 0 up to 1 that depend on nothing but the seed, the rule, the account and how many it had. */
  const draw = ({ id, draws }: Active, accountId = everyone) => {
    const drawn = draws.get(accountId) ?? 0
    draws.set(accountId, drawn + 1)
    return ids.chance(`faults/${id}/${accountId}/${drawn}`)
  }

  const fires = (fault: Active, call: Call) => {
    if (!matches(fault, call)) return false
    fault.matched++
    const { skip = 0, probability = 1 } = fault.rule
    if (fault.matched <= skip) return false
    if (probability < 1 && draw(fault, call.accountId) >= probability) return false
    fault.hits++
    return true
  }

  const delayOf = (fault: Active, call: Call) => {
    const { latency_ms: latency = 0 } = fault.rule.action
    if (typeof latency === 'number') return latency
    return latency.from + Math.floor(draw(fault, call.accountId) * (latency.to - latency.from + 1))
  }

  return {
    /** False on the hot path, unless somebody wants something to go wrong. */
    get any() {
      return active.length > 0
    },
    /**
     * What becomes of a call, counted as a hit. Latencies add up; of what else the rules do, the first that fires.
     */
    pick(call: Call): Effect | undefined {
      let effect: Effect | undefined
      for (const fault of active) {
        if (!fires(fault, call)) continue
        effect ??= { fault: fault.id, delay: 0, action: undefined }
        effect.delay += delayOf(fault, call)
        effect.fault = fault.id
        if (deedOf(fault.rule.action) === undefined) continue
        effect.action = fault.rule.action
        break
      }
      if (effect && active.some(isSpent)) refresh()
      return effect
    },
    /** @param rule one that was checked */
    add(rule: FaultRule): Fault {
      const account = rule.match?.account_id ?? everyone
      const number = (added.get(account) ?? 0) + 1
      added.set(account, number)
      const id = ids.named(`faults/${account}/${number}`)
      const fault: Active = {
        id,
        rule,
        matched: 0,
        hits: 0,
        isOnPath: pathMatcher(rule.match?.path),
        draws: new Map(),
      }
      faults.set(id, fault)
      refresh()
      return fault
    },
    get: (id: string): Fault | undefined => faults.get(id),
    /** In the order in which they are tried. @param accountId only those that name it */
    list: (accountId?: string): Fault[] =>
      [...faults.values()].filter(
        ({ rule }) => accountId === undefined || rule.match?.account_id === accountId,
      ),
    /** @returns whether there was one */
    remove(id: string) {
      const removed = faults.delete(id)
      refresh()
      return removed
    },
    /** Remove those that name an account, or all. @returns how many */
    clear(accountId?: string): number {
      const before = faults.size
      for (const { id, rule } of faults.values())
        if (accountId === undefined || rule.match?.account_id === accountId) faults.delete(id)
      if (accountId === undefined) added.clear()
      else added.delete(accountId)
      refresh()
      return before - faults.size
    },
  }
}

export type Faults = ReturnType<typeof createFaults>
