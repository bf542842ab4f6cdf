/**
 * Serves `GET /user/tokens/verify`, which says whether a token is valid. The operation belongs to Cloudflare's API, not
 * to RealtimeKit's, but public clients call it first. Its answer has the form of the gateway.
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

/** The message for a valid token. Source: Cloudflare's documentation of "Verify Token". */
const VALID = { code: 10000, message: 'This API Token is valid and active', type: null }

const schema = {
  operationId: tokenVerification.id,
  summary: 'Verify a token',
  description:
    "Unpublished. It belongs to Cloudflare's API, so the document of RealtimeKit does not have it.",
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

/** Serve the verification of tokens; the steps of the gateway have checked the credential before. */
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
