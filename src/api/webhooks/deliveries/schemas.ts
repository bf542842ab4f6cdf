import { type Static, Type } from '@sinclair/typebox'
import { WebhookEventSchema } from '../schemas.js'
import { outcomes } from './lifecycle.js'
import { ruleActions } from './rules.js'

const strict = { additionalProperties: false }
const oneOf = <const T extends string>(values: readonly T[], options = {}) =>
  Type.Unsafe<T>({ type: 'string', enum: values, ...options })
const optionalId = (description: string) => Type.Optional(Type.String({ minLength: 1, description }))

const match = {
  event: Type.Optional(WebhookEventSchema),
  webhook_id: optionalId('Only deliveries to this webhook.'),
  livestream_id: optionalId('Only deliveries about this livestream.'),
  account_id: optionalId('Only deliveries of this account.'),
  app_id: optionalId('Only deliveries of this app.'),
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
    outcome: Type.Optional(oneOf(outcomes)),
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
    outcome: Type.Optional(oneOf(outcomes.slice(1), { description: 'Default: delivered.' })),
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
    send: oneOf(ruleActions, {
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

/** Limits an operation to an account; any when left out. */
export const DeliveryOwnerSchema = Type.Object({ account_id: match.account_id }, strict)
export type DeliveryOwner = Static<typeof DeliveryOwnerSchema>
