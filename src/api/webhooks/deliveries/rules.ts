/** Delivery rules: what tests have done to deliveries, to see how a receiver takes it. */

import type { Ids } from '../../../core/ids.js'
import { type ActiveRule, admits, createRuleList } from '../../../core/rule-list.js'
import type { Scope } from '../../../core/scope.js'
import type { WebhookEvent } from '../events.js'

export const ruleActions = ['twice', 'late', 'out_of_order', 'bad_signature', 'never'] as const
export type RuleAction = (typeof ruleActions)[number]

/** What a delivery must be for a rule; a field that is left out admits everything. */
export interface DeliveryMatch extends Scope {
  event?: WebhookEvent | undefined
  webhook_id?: string | undefined
  livestream_id?: string | undefined
}

export interface DeliveryRule {
  match: DeliveryMatch
  send: RuleAction
  /** Seconds, for `late`. */
  delay?: number | undefined
  /** After this many deliveries it does nothing more. */
  times?: number | undefined
}

export type ActiveDeliveryRule = ActiveRule<DeliveryRule>

/** What a rule sees of a delivery. A thing whose id is not a UUID has two ids. */
export interface RuledDelivery {
  event: WebhookEvent
  accountId: string
  appIds: (string | null)[]
  webhookIds: (string | null)[]
  livestreamIds: (string | null)[]
}

/** Keep the delivery rules, in memory only. */
export function createDeliveryRules(ids: Pick<Ids, 'named'>) {
  const { usable, hit, add, list, remove, clear } = createRuleList({
    ids,
    name: 'deliveries/rules',
    begin: (_rule: DeliveryRule) => ({}),
  })
  const applies = ({ match }: DeliveryRule, delivery: RuledDelivery) =>
    admits(match.event, delivery.event) &&
    admits(match.webhook_id, ...delivery.webhookIds) &&
    admits(match.livestream_id, ...delivery.livestreamIds) &&
    admits(match.account_id, delivery.accountId) &&
    admits(match.app_id, ...delivery.appIds)

  return {
    add,
    list,
    remove,
    clear,
    /** Pick the first rule for a delivery, and count a hit. */
    pick(delivery: RuledDelivery): DeliveryRule | undefined {
      const active = usable().find(({ rule }) => applies(rule, delivery))
      if (active) hit(active)
      return active?.rule
    },
  }
}

export type DeliveryRules = ReturnType<typeof createDeliveryRules>
