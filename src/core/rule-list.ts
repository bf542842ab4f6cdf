/** Rules that tests add for one account or for all, tried in the order in which they were added. */

import type { Ids } from './ids.js'
import type { Scope } from './scope.js'

/** What every rule may say: for whom it is, and how many hits it has. */
interface Rule {
  match?: Scope | undefined
  /** Without a limit when left out. */
  times?: number | undefined
}

export interface ActiveRule<R extends Rule> {
  readonly id: string
  readonly rule: R
  /** How often it has done something. */
  hits: number
}

/** Stands for the account of rules that name none. */
const EVERYONE = '*'

/** Whether a field of a rule admits one of a thing's values; a field that is left out admits all. */
export const admits = <T>(wanted: T | undefined, ...values: (T | null | undefined)[]) =>
  wanted === undefined || values.includes(wanted)

/**
 * Keep rules in the order in which they were added. An id depends on the seed, the account that the rule names, and
 * how many rules that account had: what other accounts do never changes it.
 * @param options.name keeps the ids of one list apart from those of another
 * @param options.begin makes the state kept with a rule besides its hits
 */
export function createRuleList<R extends Rule, State extends object>(options: {
  ids: Pick<Ids, 'named'>
  name: string
  begin: (rule: R) => State
}) {
  type Active = ActiveRule<R> & State
  const { ids, name, begin } = options
  const rules = new Map<string, Active>()
  const added = new Map<string, number>()
  let usable: readonly Active[] = []

  const isSpent = ({ rule: { times }, hits }: Active) => times !== undefined && hits >= times
  const refresh = () => {
    usable = [...rules.values()].filter((active) => !isSpent(active))
  }
  const isOf = ({ rule }: Active, accountId: string | undefined) =>
    accountId === undefined || rule.match?.account_id === accountId

  return {
    add(rule: R): Active {
      const account = rule.match?.account_id ?? EVERYONE
      const number = (added.get(account) ?? 0) + 1
      added.set(account, number)
      const active: Active = { ...begin(rule), id: ids.named(`${name}/${account}/${number}`), rule, hits: 0 }
      rules.set(active.id, active)
      refresh()
      return active
    },
    get: (id: string): Active | undefined => rules.get(id),
    /** The rules that are not spent. */
    usable: (): readonly Active[] => usable,
    /** Count that a rule has done something. */
    hit(active: Active) {
      active.hits++
      if (isSpent(active)) refresh()
    },
    /** @param accountId only rules that name it; all when left out */
    list: (accountId?: string): Active[] => [...rules.values()].filter((active) => isOf(active, accountId)),
    /** @returns whether there was one */
    remove(id: string) {
      const removed = rules.delete(id)
      refresh()
      return removed
    },
    /** Remove the rules that name an account, or all. @returns how many */
    clear(accountId?: string): number {
      const before = rules.size
      for (const active of rules.values()) if (isOf(active, accountId)) rules.delete(active.id)
      if (accountId === undefined) added.clear()
      else added.delete(accountId)
      refresh()
      return before - rules.size
    },
  }
}
