/** The ledger of webhooks, and what tests do to deliveries to see how a receiver takes it. */

import { toIso } from '../../../core/iso-time.js'
import type { Scheduler } from '../../../core/scheduler.js'
import { apiError } from '../../../http/errors.js'
import type { Job } from '../../../store/jobs.js'
import type { WebhookParts } from '../parts.js'
import { type Attempted, headersOf } from './dispatcher.js'
import { type Entry, outcomeOf } from './log.js'
import type { Attempt, Delivery } from './repository.js'
import type { ActiveRule } from './rules.js'
import type { DeliveriesQuery, DeliveryOwner, DeliveryRuleBody, WaitBody } from './schemas.js'

const defaultLimit = 100
/** Real seconds. */
const defaultTimeout = 10

const describeAttempt = (attempt: Attempt) => ({
  at: toIso(attempt.startedAt),
  url: attempt.url,
  status: attempt.status,
  error: attempt.error,
  duration_ms: Math.round(attempt.duration * 1000) / 1000,
  answer: attempt.answer,
})

const describe = ({ delivery, attempts }: Entry) => ({
  id: delivery.id,
  rtk_uuid: delivery.rtkUuid,
  copy_of: delivery.copyOf,
  account_id: delivery.accountId,
  app_id: delivery.appId,
  webhook_id: delivery.webhookId,
  livestream_id: delivery.livestreamId,
  session_id: delivery.sessionId,
  event: delivery.event,
  outcome: outcomeOf(delivery),
  treatment: delivery.treatment,
  created_at: toIso(delivery.createdAt),
  next_attempt_at: delivery.dueAt === null ? null : toIso(delivery.dueAt),
  headers: headersOf(delivery, delivery.signature ?? undefined) as Record<string, string>,
  body: delivery.body,
  attempts: attempts.map(describeAttempt),
})
export type DescribedDelivery = ReturnType<typeof describe>

const summarize = (delivery: Delivery) => ({
  account_id: delivery.accountId,
  app_id: delivery.appId,
  delivery_id: delivery.id,
  rtk_uuid: delivery.rtkUuid,
  webhook_id: delivery.webhookId,
  livestream_id: delivery.livestreamId,
  event: delivery.event,
  outcome: outcomeOf(delivery),
  attempt: delivery.attempts,
})

/** What a reader of events is told of an attempt. */
export const describeAttempted = ({ delivery, attempt }: Attempted) => ({
  ...summarize(delivery),
  at: toIso(attempt.startedAt),
  status: attempt.status,
  error: attempt.error,
})

/** What a reader of events is told of one that is not sent, or not any more. @param now Unix milliseconds */
export const describeUnsent = (delivery: Delivery, now: number) => ({
  ...summarize(delivery),
  at: toIso(now),
  status: null,
  error: null,
})

const describeRule = ({ id, rule, hits }: ActiveRule) => ({
  id,
  match: {
    event: rule.match.event,
    webhook_id: rule.match.webhookId,
    livestream_id: rule.match.livestreamId,
    account_id: rule.match.accountId,
    app_id: rule.match.appId,
  },
  send: rule.send,
  delay: rule.delay,
  times: rule.times,
  hits,
})
export type DescribedDeliveryRule = ReturnType<typeof describeRule>

const toMatch = ({
  event,
  webhook_id,
  livestream_id,
  account_id,
  app_id,
}: DeliveryRuleBody['match'] & {}) => ({
  event,
  webhookId: webhook_id,
  livestreamId: livestream_id,
  accountId: account_id,
  appId: app_id,
})
const toFilter = (query: DeliveriesQuery | WaitBody) => ({
  ...toMatch(query),
  after: query.cursor === undefined ? undefined : Number(query.cursor),
})

export function createDeliveriesControl(deps: { webhooks: WebhookParts; scheduler: Scheduler<Job> }) {
  const { scheduler } = deps
  const { ledger, treatments } = deps.webhooks
  return {
    /** In the order in which they were made, with the cursor from which to go on. */
    list(query: DeliveriesQuery) {
      const { outcome, limit = defaultLimit } = query
      const entries = ledger.list({ ...toFilter(query), outcome }, limit)
      const last = entries.at(-1)?.delivery.pk
      return {
        deliveries: entries.map(describe),
        next_cursor: last === undefined ? (query.cursor ?? '0') : String(last),
      }
    },
    /** @throws ApiError noDelivery */
    get: (id: string, { account_id }: DeliveryOwner) => describe(ledger.get(id, account_id)),
    /** @throws ApiError noDelivery, webhookGone */
    resend: (id: string, { account_id }: DeliveryOwner) => describe(ledger.resend(id, account_id)),
    /** @throws ApiError deliveriesMissing when there are not so many in time */
    async wait(body: WaitBody) {
      scheduler.catchUp()
      const { count, outcome = 'delivered', timeout = defaultTimeout } = body
      const entries = await ledger.wait({ ...toFilter(body), outcome }, { count, timeout })
      return { deliveries: entries.map(describe), next_cursor: String(entries.at(-1)?.delivery.pk) }
    },
    rules: {
      /** @throws ApiError badRequest when a delay is missing, or has no effect */
      add({ match = {}, send, delay, times }: DeliveryRuleBody) {
        if (send === 'late' && delay === undefined)
          throw apiError('badRequest', '"delay" is required to send late')
        if (send !== 'late' && delay !== undefined)
          throw apiError('badRequest', '"delay" goes with "send" late only')
        return describeRule(treatments.add({ match: toMatch(match), send, delay, times }))
      },
      list: ({ account_id }: DeliveryOwner) => treatments.list(account_id).map(describeRule),
      /** @throws ApiError noDeliveryRule */
      remove(id: string) {
        if (!treatments.remove(id)) throw apiError('noDeliveryRule', id)
      },
      /** Those that name the account, or all. @returns how many there were */
      clear: ({ account_id }: DeliveryOwner) => treatments.clear(account_id),
    },
  }
}
