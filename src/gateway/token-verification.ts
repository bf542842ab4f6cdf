/**
 * `GET /user/tokens/verify`: whether a token is good. It is an operation of Cloudflare's API and not of RealtimeKit's,
 * which public clients call first. Its answer has the form of the gateway.
 */

import { createHash } from 'node:crypto'
import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifySchema } from 'fastify'
import type { ErrorName } from '../http/errors.js'
import { wires } from '../http/wire.js'
import { credentialOf } from './auth.js'

export const tokenVerification = {
  id: 'user-api-tokens-verify-token',
  method: 'GET',
  path: '/user/tokens/verify',
} as const

/** The message of a good token. Source: Cloudflare's documentation of "Verify Token". */
const VALID = { code: 10000, message: 'This API Token is valid and active', type: null }

const schema = {
  operationId: tokenVerification.id,
  summary: 'Verify a token',
  description:
    "Unpublished. Of Cloudflare's API, not of RealtimeKit's: it is not in the document of the service.",
  response: {
    200: Type.Object({
      result: Type.Object({ id: Type.String(), status: Type.String() }),
      success: Type.Boolean(),
      errors: Type.Array(Type.Unknown()),
      messages: Type.Array(
        Type.Object({
          code: Type.Integer(),
          message: Type.String(),
          type: Type.Unsafe<null>({ type: 'string', nullable: true }),
        }),
      ),
    }),
  },
}

/** Name a credential by 32 hex digits, the same each time. ASSUMED: the service's ids do not follow from tokens. */
const idOf = (credential: string) => createHash('sha256').update(credential).digest('hex').slice(0, 32)

/** Serve the verification of tokens behind the steps of the gateway, which have looked at the credential by then. */
export function serveTokenVerification(app: FastifyInstance) {
  for (const wire of wires)
    app.route({
      method: tokenVerification.method,
      url: tokenVerification.path,
      constraints: { wire },
      schema: schema as FastifySchema,
      config: { errors: [] satisfies ErrorName[] },
      handler: ({ headers }) => ({
        result: { id: idOf(credentialOf(headers) ?? ''), status: 'active' },
        success: true,
        errors: [],
        messages: [VALID],
      }),
    })
}
