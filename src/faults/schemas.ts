/** The schemas of fault rules: which calls a rule matches, what it does to them, and how often. */

import { type Static, Type } from '@sinclair/typebox'
import { operationIds } from '../api/operation-ids.js'
import { apiError } from '../http/errors.js'
import { OneOf, strict } from '../http/schema-helpers.js'
import { scopeFields } from '../http/scope-schema.js'

const yes = (description: string) => Type.Optional(Type.Literal(true, { description }))
/** Ten minutes; no client waits longer. */
const MAX_LATENCY_MS = 600_000
const milliseconds = { type: 'integer', minimum: 0, maximum: MAX_LATENCY_MS }

const FaultMatchSchema = Type.Object(
  {
    operation: Type.Optional(OneOf(operationIds, { description: 'A published operationId.' })),
    method: Type.Optional(OneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])),
    path: Type.Optional(
      Type.String({
        maxLength: 512,
        description: 'With or without /client/v4; * matches within a segment, ** across segments.',
      }),
    ),
    ...scopeFields,
  },
  strict,
)

export const FaultActionSchema = Type.Object(
  {
    status: Type.Optional(
      Type.Integer({
        minimum: 400,
        maximum: 599,
        description: 'Refuse the call with this status, before anything is done.',
      }),
    ),
    retry_after: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 86400, description: 'The header Retry-After, in seconds.' }),
    ),
    code: Type.Optional(Type.Integer({ description: 'Replaces the usual error code.' })),
    message: Type.Optional(Type.String({ description: 'Replaces the usual message.' })),
    form: Type.Optional(
      OneOf(['gateway', 'service'], { description: 'Replaces the usual form of the error.' }),
    ),
    latency_ms: Type.Optional(
      Type.Unsafe<number | { from: number; to: number }>({
        ...milliseconds,
        type: ['integer', 'object'],
        properties: { from: milliseconds, to: milliseconds },
        required: ['from', 'to'],
        ...strict,
        description: 'Delay the answer by real milliseconds: a number, or a range to draw from.',
      }),
    ),
    reset: yes('Reset the connection, before anything is done.'),
    hang: yes('Never answer; the call is not performed.'),
    truncate: Type.Optional(
      Type.Unsafe<true | number>({
        type: ['boolean', 'integer'],
        minimum: 1,
        description:
          'Perform the call, but cut the answer off after this number of bytes, or in its middle (true).',
      }),
    ),
    malformed: yes('Perform the call, but answer with JSON that does not parse.'),
  },
  { ...strict, examples: [{ status: 503, retry_after: 1 }] },
)

export const FaultRuleSchema = Type.Object(
  {
    match: Type.Optional(FaultMatchSchema),
    action: FaultActionSchema,
    skip: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Let this number of matching calls pass first.' }),
    ),
    times: Type.Optional(Type.Integer({ minimum: 1, description: 'Stop after this number of hits.' })),
    probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  },
  strict,
)
export type FaultRule = Static<typeof FaultRuleSchema>

/** A rule with its id and its counts. */
export const FaultSchema = Type.Object({
  id: Type.String(),
  ...FaultRuleSchema.properties,
  matched: Type.Integer({ description: 'How many calls matched the rule.' }),
  hits: Type.Integer({ description: 'How many calls the rule was applied to.' }),
})
export type DescribedFault = Static<typeof FaultSchema>
export type FaultAction = Static<typeof FaultActionSchema>

/** The actions besides latency; a rule has at most one of them. */
const exclusiveActions = ['status', 'reset', 'hang', 'truncate', 'malformed'] as const
/** Name the action of a rule besides latency. */
export const exclusiveActionOf = (action: FaultAction) =>
  exclusiveActions.find((name) => action[name] !== undefined)

/** Fields that only have a meaning with `status`. */
const statusFields = ['retry_after', 'code', 'message', 'form'] as const

/**
 * Check what the schema cannot express.
 * @throws ApiError badRequest that names the field
 */
export function checkFaultRule({ match = {}, action }: FaultRule) {
  const refuse = (problem: string): never => {
    throw apiError('badRequest', problem)
  }
  if (match.path !== undefined && !/^(\/|\*)[^\s?#]*$/.test(match.path))
    refuse('"match.path" must begin with / or *, and have no space, ? or #')
  const asked = exclusiveActions.filter((name) => action[name] !== undefined)
  if (asked.length > 1) refuse(`"action" must not have both ${asked[0]} and ${asked[1]}`)
  if (!asked.length && action.latency_ms === undefined)
    refuse(`"action" must have one of [${[...exclusiveActions, 'latency_ms'].join(', ')}]`)
  if (action.truncate === (false as never)) refuse('"action.truncate" must be true or a number of bytes')
  if (action.hang && action.latency_ms !== undefined)
    refuse('"action.latency_ms" does not go with hang: it never answers')
  const stray = statusFields.find((field) => action[field] !== undefined)
  if (stray && action.status === undefined) refuse(`"action.${stray}" goes with status only`)
  const { latency_ms: latency } = action
  if (typeof latency === 'object' && latency.from > latency.to)
    refuse('"action.latency_ms.from" must not be more than its "to"')
}
