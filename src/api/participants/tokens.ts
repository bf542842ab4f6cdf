/** Tokens of participants: JSON Web Tokens, signed with RS256, with the published claims. */

import { createHash, createPublicKey, verify } from 'node:crypto'
import { type Static, Type } from '@sinclair/typebox'
import { readRsaKey, signRsa } from '../../core/rsa-key.js'
import { jsonAjv } from '../../http/validation.js'

/** How long a token is valid: 100 days. Source: the times of a recorded token. */
const VALID_SECONDS = 8_640_000

const ClaimsSchema = Type.Object({
  orgId: Type.String({ description: 'ID of the app.' }),
  meetingId: Type.String(),
  participantId: Type.String(),
  presetId: Type.String(),
  iat: Type.Integer({ description: 'Unix seconds.' }),
  exp: Type.Integer({ description: 'Unix seconds.' }),
})
export type Claims = Static<typeof ClaimsSchema>

export const JwksSchema = Type.Object({
  keys: Type.Array(
    Type.Object({
      kty: Type.String(),
      n: Type.String(),
      e: Type.String(),
      kid: Type.String(),
      alg: Type.String(),
      use: Type.String(),
    }),
  ),
})
export type Jwks = Static<typeof JwksSchema>

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return undefined
  }
}

/**
 * Create the signing and reading of tokens.
 * @param file an RSA private key in PEM; the development key when left out
 * @throws PemError when the file cannot be used
 */
export function createTokens(file: string | undefined) {
  const privateKey = readRsaKey('tokenKey', file)
  const publicKey = createPublicKey(privateKey)
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  // The thumbprint of RFC 7638.
  const kid = createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url')
  const head = encode({ alg: 'RS256', typ: 'JWT', kid })
  const jwks: Jwks = { keys: [{ kty: 'RSA', n, e, kid, alg: 'RS256', use: 'sig' }] }

  return {
    jwks,
    /** Sign a token, off the main thread. The same claims make the same token. @param now Unix milliseconds */
    async sign(claims: Omit<Claims, 'iat' | 'exp'>, now: number): Promise<string> {
      const iat = Math.floor(now / 1000)
      const text = `${head}.${encode({ ...claims, iat, exp: iat + VALID_SECONDS })}`
      return `${text}.${(await signRsa(privateKey, text)).toString('base64url')}`
    },
    /** Read the claims of a token, expired or not; undefined unless this key signed the token. */
    read(token: string): Claims | undefined {
      const [first, second, third, ...rest] = token.split('.')
      if (!first || !second || !third || rest.length) return undefined
      const header = decode(first) as { alg?: unknown } | null | undefined
      if (header?.alg !== 'RS256') return undefined
      const signature = Buffer.from(third, 'base64url')
      if (!verify('RSA-SHA256', Buffer.from(`${first}.${second}`), publicKey, signature)) return undefined
      const claims = decode(second)
      return jsonAjv.compile(ClaimsSchema)(claims) ? (claims as Claims) : undefined
    },
  }
}

export type Tokens = ReturnType<typeof createTokens>
