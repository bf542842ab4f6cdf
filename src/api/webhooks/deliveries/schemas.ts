import { type Static, Type } from '@sinclair/typebox'
import { Nullable, OneOf, strict, Timestamp } from '../../../http/schema-helpers.js'
import { scopeFields } from '../../../http/scope-schema.js'
import { WebhookEventSchema } from '../schemas.js'
import { outcomes } from './lifecycle.js'
import { ruleActions } from './rules.js'

const optionalId = (description: string) => Type.Optional(Type.String({ minLength: 1, description }))

const match = {
  event: Type.Optional(WebhookEventSchema),
  webhook_id: optionalId('Only deliveries to this webhook.'),
  livestream_id: optionalId('Only deliveries about this livestream.'),
  ...scopeFields,
}
const cursor = Type.Optional(
  Type.String({
    pattern: '^\\d{1,15}$',
    description: 'Only deliveries made after those of the answer that gave this cursor.',
  }),
)

export const DeliveriesQuerySchema = Type.Object(
  {
    ...match,
    outcome: Type.Optional(OneOf(outcomes)),
    order: Type.Optional(
      OneOf(['asc', 'desc'], {
        description: 'asc: oldest first; desc: newest first, and the cursor leads back.',
      }),
    ),
    cursor,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Default: 100.' })),
  },
  strict,
)
export type DeliveriesQuery = Static<typeof DeliveriesQuerySchema>

/** A test that waits longer than a minute of real time has failed. */
const LONGEST_WAIT_SECONDS = 60

export const WaitSchema = Type.Object(
  {
    count: Type.Integer({ minimum: 1, maximum: 1000, description: 'How many deliveries to wait for.' }),
    ...match,
    outcome: Type.Optional(OneOf(outcomes.slice(1), { description: 'Default: delivered.' })),
    cursor,
    timeout: Type.Optional(
      Type.Number({ minimum: 0, maximum: LONGEST_WAIT_SECONDS, description: 'Real seconds. Default: 10.' }),
    ),
  },
  strict,
)
export type WaitBody = Static<typeof WaitSchema>

export const DeliveryRuleSchema = Type.Object(
  {
    match: Type.Optional(Type.Object(match, strict)),
    send: OneOf(ruleActions, {
      description:
        'twice: with the same rtk-uuid; late: after delay; out_of_order: after the next delivery about the same livestream; bad_signature: with one that does not verify; never: recorded only.',
    }),
    delay: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 31_536_000,
        description: 'Seconds; required for late, and only there.',
      }),
    ),
    times: Type.Optional(
      Type.Integer({ minimum: 1, description: 'How many deliveries it applies to; all when left out.' }),
    ),
  },
  strict,
)
export type DeliveryRuleBody = Static<typeof DeliveryRuleSchema>

/** An attempt to send a delivery. */
const AttemptSchema = Type.Object({
  at: Timestamp('When it was sent.'),
  url: Type.String(),
  status: Nullable(Type.Integer({ description: 'The status that the receiver answered.' })),
  error: Nullable(Type.String({ description: 'Why there was no answer.' })),
  duration_ms: Type.Number(),
  answer: Type.String({ description: 'The beginning of the answer; empty without one.' }),
})

export const DeliverySchema = Type.Object({
  id: Type.String(),
  rtk_uuid: Type.String(),
  copy_of: Nullable(Type.String({ description: 'The delivery that this one repeats.' })),
  account_id: Type.String(),
  app_id: Type.String(),
  webhook_id: Type.String(),
  livestream_id: Nullable(Type.String()),
  session_id: Nullable(Type.String()),
  event: WebhookEventSchema,
  outcome: OneOf(outcomes),
  treatment: Nullable(OneOf(ruleActions, { description: 'What a rule did with it.' })),
  created_at: Timestamp('When the event happened.'),
  next_attempt_at: Nullable(Timestamp('When it is sent next.')),
  headers: Type.Record(Type.String(), Type.String()),
  body: Type.String({ description: 'The body as it is sent, to the byte.' }),
  attempts: Type.Array(AttemptSchema),
})

export type DescribedDelivery = Static<typeof DeliverySchema>

export const DeliveriesAnswerSchema = Type.Object({
  deliveries: Type.Array(DeliverySchema),
  next_cursor: Type.String({ description: 'Give it as `cursor` for the deliveries that follow.' }),
  forgotten: Type.Integer({
    description: 'How many deliveries of the account, or of all, have ended and are no longer in the log.',
  }),
})

/** A rule with its id and its counts. */
export const ActiveDeliveryRuleSchema = Type.Object({
  id: Type.String(),
  ...DeliveryRuleSchema.properties,
  hits: Type.Integer({ description: 'How many deliveries it applied to.' }),
})
export type DescribedDeliveryRule = Static<typeof ActiveDeliveryRuleSchema>
