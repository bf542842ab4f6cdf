/** Rules that tests add for one account or for all, tried in the order in which they were added. */

import type { Ids } from './ids.js'
import type { Scope } from './scope.js'

/** What every rule may say: for whom it is, and for how many matches. */
export interface Rule {
  match?: Scope | undefined
  /** How many hits it has; without a limit when left out. */
  times?: number | undefined
}

export interface ActiveRule<R extends Rule> {
  id: string
  rule: R
  /** How often it has done something. */
  hits: number
}

/** Stands for the account of rules that name none. */
const EVERYONE = ''

/** Whether a field of a rule admits a value: all that it does not name, or one of the value's ids. */
export const admits = <T>(wanted: T | undefined, ...values: (T | null | undefined)[]) =>
  wanted === undefined || values.includes(wanted)

/**
 * Keep rules in the order in which they were added. An id depends on the seed, the account that the rule names, and
 * how many rules that account had: what other accounts do never changes it.
 * @param name keeps the ids of one list apart from those of another
 */
export function createRuleList<R extends Rule>({ ids, name }: { ids: Pick<Ids, 'named'>; name: string }) {
  const rules = new Map<string, ActiveRule<R>>()
  const added = new Map<string, number>()
  const isOf = ({ rule }: ActiveRule<R>, accountId: string | undefined) =>
    accountId === undefined || rule.match?.account_id === accountId

  return {
    add(rule: R): ActiveRule<R> {
      const account = rule.match?.account_id ?? EVERYONE
      const number = (added.get(account) ?? 0) + 1
      added.set(account, number)
      const active = { id: ids.named(`${name}/${account}/${number}`), rule, hits: 0 }
      rules.set(active.id, active)
      return active
    },
    /** Find the first rule that is not spent and matches, and count a hit. */
    hit(matches: (rule: R) => boolean): R | undefined {
      for (const active of rules.values()) {
        const { rule, hits } = active
        if ((rule.times !== undefined && hits >= rule.times) || !matches(rule)) continue
        active.hits++
        return rule
      }
      return undefined
    },
    /** @param accountId only rules that name it; all when left out */
    list: (accountId?: string): ActiveRule<R>[] =>
      [...rules.values()].filter((active) => isOf(active, accountId)),
    /** @returns whether there was one */
    remove: (id: string) => rules.delete(id),
    /** Remove the rules that name an account, or all. @returns how many */
    clear(accountId?: string): number {
      const before = rules.size
      for (const active of rules.values()) if (isOf(active, accountId)) rules.delete(active.id)
      if (accountId === undefined) added.clear()
      else added.delete(accountId)
      return before - rules.size
    },
  }
}
