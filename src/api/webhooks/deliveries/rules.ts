/** What tests do to deliveries, to see how a receiver takes it: rules, tried in the order in which they were added. */

import type { Ids } from '../../../core/ids.js'
import type { WebhookEvent } from '../schemas.js'

export const treatments = ['twice', 'late', 'out_of_order', 'bad_signature', 'never'] as const
export type Treatment = (typeof treatments)[number]

/** What of a delivery a rule can ask for; what is left out may be anything. */
export interface DeliveryMatch {
  event?: WebhookEvent | undefined
  webhookId?: string | undefined
  livestreamId?: string | undefined
  accountId?: string | undefined
  appId?: string | undefined
}

export interface TreatmentRule {
  match: DeliveryMatch
  send: Treatment
  /** Seconds, for late ones. */
  delay?: number | undefined
  /** After so many it does nothing more. */
  times?: number | undefined
}

export interface ActiveRule {
  id: string
  rule: TreatmentRule
  /** To how many deliveries it did something. */
  hits: number
}

/** What a rule can see of a delivery: what has an id that is no UUID has two. */
export interface RuledDelivery {
  event: WebhookEvent
  accountId: string
  appIds: (string | null)[]
  webhookIds: (string | null)[]
  livestreamIds: (string | null)[]
}

/** Stands for the account of rules that name none. */
const everyone = ''

export function createTreatments(ids: Pick<Ids, 'named'>) {
  const rules = new Map<string, ActiveRule>()
  /** How many each account has added: an account's ids must not depend on what others do. */
  const added = new Map<string, number>()

  const applies = ({ rule, hits }: ActiveRule, delivery: RuledDelivery) => {
    const { match, times = Number.POSITIVE_INFINITY } = rule
    return (
      hits < times &&
      (match.event === undefined || match.event === delivery.event) &&
      (match.webhookId === undefined || delivery.webhookIds.includes(match.webhookId)) &&
      (match.livestreamId === undefined || delivery.livestreamIds.includes(match.livestreamId)) &&
      (match.accountId === undefined || match.accountId === delivery.accountId) &&
      (match.appId === undefined || delivery.appIds.includes(match.appId))
    )
  }

  return {
    /** The first rule that is for a delivery, counted as a hit. */
    pick(delivery: RuledDelivery): TreatmentRule | undefined {
      for (const active of rules.values()) {
        if (!applies(active, delivery)) continue
        active.hits++
        return active.rule
      }
      return undefined
    },
    add(rule: TreatmentRule): ActiveRule {
      const account = rule.match.accountId ?? everyone
      const number = (added.get(account) ?? 0) + 1
      added.set(account, number)
      const id = ids.named(`deliveries/rules/${account}/${number}`)
      const active = { id, rule, hits: 0 }
      rules.set(id, active)
      return active
    },
    /** @param accountId only those that name it */
    list: (accountId?: string): ActiveRule[] =>
      [...rules.values()].filter(({ rule }) => accountId === undefined || rule.match.accountId === accountId),
    /** @returns whether there was one */
    remove: (id: string) => rules.delete(id),
    /** Remove those that name an account, or all. @returns how many */
    clear(accountId?: string): number {
      const before = rules.size
      for (const { id, rule } of rules.values())
        if (accountId === undefined || rule.match.accountId === accountId) rules.delete(id)
      if (accountId === undefined) added.clear()
      else added.delete(accountId)
      return before - rules.size
    },
  }
}

export type Treatments = ReturnType<typeof createTreatments>
