/** The control API's operations on deliveries and delivery rules. */

import { toIso } from '../../../core/iso-time.js'
import { maskPassword } from '../../../core/masked-url.js'
import { apiError } from '../../../http/errors.js'
import type { AccountScope } from '../../../http/scope-schema.js'
import type { Attempt, Delivery, DeliveryRecord } from './delivery.js'
import type { Attempted } from './dispatcher.js'
import { type HeaderForm, headersOf } from './headers.js'
import { outcomeOf } from './lifecycle.js'
import type { DeliveryLog } from './log.js'
import type { ActiveDeliveryRule, DeliveryRules } from './rules.js'
import type {
  DeliveriesQuery,
  DeliveryRuleBody,
  DescribedDelivery,
  DescribedDeliveryRule,
  WaitBody,
} from './schemas.js'

const DEFAULT_LIMIT = 100
const DEFAULT_TIMEOUT_SECONDS = 10

const describeAttempt = (attempt: Attempt) => ({
  at: toIso(attempt.startedAt),
  url: maskPassword(attempt.url),
  status: attempt.status,
  error: attempt.error,
  duration_ms: Math.round(attempt.duration * 1000) / 1000,
  answer: attempt.answer,
})

const describe = ({ delivery, attempts }: DeliveryRecord, form: HeaderForm): DescribedDelivery => ({
  id: delivery.id,
  rtk_uuid: delivery.rtkUuid,
  copy_of: delivery.copyOf,
  account_id: delivery.accountId,
  app_id: delivery.appId,
  webhook_id: delivery.webhookId,
  livestream_id: delivery.livestreamId,
  session_id: delivery.sessionId,
  event: delivery.event,
  outcome: outcomeOf(delivery.state),
  treatment: delivery.treatment,
  created_at: toIso(delivery.createdAt),
  next_attempt_at: delivery.dueAt === null ? null : toIso(delivery.dueAt),
  headers: headersOf(delivery, { form, signature: delivery.signature ?? undefined }),
  body: delivery.body,
  attempts: attempts.map(describeAttempt),
})

const summarize = (delivery: Delivery) => ({
  account_id: delivery.accountId,
  app_id: delivery.appId,
  delivery_id: delivery.id,
  rtk_uuid: delivery.rtkUuid,
  webhook_id: delivery.webhookId,
  livestream_id: delivery.livestreamId,
  event: delivery.event,
  outcome: outcomeOf(delivery.state),
  attempt: delivery.attempts,
})

/** The event data of an attempt. */
export const describeAttempted = ({ delivery, attempt }: Attempted) => ({
  ...summarize(delivery),
  at: toIso(attempt.startedAt),
  status: attempt.status,
  error: attempt.error,
})

/** The event data of a delivery that was dropped or cancelled. @param now Unix milliseconds */
export const describeUnsent = (delivery: Delivery, now: number) => ({
  ...summarize(delivery),
  at: toIso(now),
  status: null,
  error: null,
})

const describeRule = ({ id, rule, hits }: ActiveDeliveryRule): DescribedDeliveryRule => ({
  id,
  ...rule,
  hits,
})

const toMatch = ({ event, webhook_id, livestream_id, account_id, app_id }: DeliveriesQuery | WaitBody) => ({
  event,
  webhook_id,
  livestream_id,
  account_id,
  app_id,
})
const toFilter = (query: DeliveriesQuery | WaitBody) => ({
  ...toMatch(query),
  after: query.cursor === undefined ? undefined : Number(query.cursor),
})

/** Do the control API's operations. */
export function createDeliveriesService(deps: {
  log: DeliveryLog
  rules: DeliveryRules
  /** The form of the headers that are sent. */
  headers: HeaderForm
}) {
  const { log, rules } = deps
  const describeRecord = (record: DeliveryRecord) => describe(record, deps.headers)
  return {
    /** Deliveries, oldest first or newest first, and the cursor for those that follow. */
    list(query: DeliveriesQuery) {
      const { outcome, order, limit = DEFAULT_LIMIT } = query
      const records = log.list({ ...toFilter(query), outcome, isNewestFirst: order === 'desc' }, limit)
      const last = records.at(-1)?.delivery.pk
      return {
        deliveries: records.map(describeRecord),
        next_cursor: last === undefined ? (query.cursor ?? '0') : String(last),
        forgotten: log.forgotten(query.account_id),
      }
    },
    /** @throws ApiError noDelivery */
    get: (id: string, { account_id }: AccountScope) => describeRecord(log.get(id, account_id)),
    /** @throws ApiError noDelivery, webhookGone */
    resend: (id: string, { account_id }: AccountScope) => describeRecord(log.resend(id, account_id)),
    /** @throws ApiError deliveriesMissing when there are too few in time */
    async wait(body: WaitBody) {
      const { count, outcome = 'delivered', timeout = DEFAULT_TIMEOUT_SECONDS } = body
      const records = await log.wait({ ...toFilter(body), outcome }, { count, timeout })
      return {
        deliveries: records.map(describeRecord),
        next_cursor: String(records.at(-1)?.delivery.pk),
        forgotten: log.forgotten(body.account_id),
      }
    },
    rules: {
      /** @throws ApiError badRequest when a delay is missing, or has no effect */
      add({ match = {}, send, delay, times }: DeliveryRuleBody) {
        if (send === 'late' && delay === undefined)
          throw apiError('badRequest', '"delay" is required when "send" is late')
        if (send !== 'late' && delay !== undefined)
          throw apiError('badRequest', '"delay" is allowed only when "send" is late')
        return describeRule(rules.add({ match, send, delay, times }))
      },
      list: ({ account_id }: AccountScope) => rules.list(account_id).map(describeRule),
      /** @throws ApiError noDeliveryRule */
      remove(id: string, { account_id }: AccountScope = {}) {
        const isOwn = account_id === undefined || rules.list(account_id).some((rule) => rule.id === id)
        if (!isOwn || !rules.remove(id)) throw apiError('noDeliveryRule', id)
      },
      /** Remove the rules that name an account, or all. @returns how many */
      clear: ({ account_id }: AccountScope) => rules.clear(account_id),
    },
  }
}

export type DeliveriesService = ReturnType<typeof createDeliveriesService>
