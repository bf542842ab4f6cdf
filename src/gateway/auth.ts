/** Checks credentials. They decide who may call, never whose data a call sees: that is the account in the path. */

import type { IncomingHttpHeaders } from 'node:http'

export type AuthMode = 'any' | 'off' | 'strict'

/** Read the credential of a request: a bearer token, the older pair of e-mail and key, or a user service key. */
export function credentialOf(headers: IncomingHttpHeaders): string | undefined {
  const bearer = headers.authorization
  if (bearer !== undefined && /^bearer\s+\S/i.test(bearer)) return bearer.slice(6).trim()
  const key = headers['x-auth-key']
  if (headers['x-auth-email'] && typeof key === 'string' && key !== '') return key
  const serviceKey = headers['x-auth-user-service-key']
  return typeof serviceKey === 'string' && serviceKey !== '' ? serviceKey : undefined
}

/** Read `TOKEN` or `TOKEN=ACCOUNT_ID`; a token without an account is good for every account. */
function parseToken(text: string): { token: string; accountId: string | undefined } {
  const separator = text.lastIndexOf('=')
  return separator <= 0 || separator === text.length - 1
    ? { token: text, accountId: undefined }
    : { token: text.slice(0, separator), accountId: text.slice(separator + 1) }
}

/**
 * Create the check of a credential against the account that a request names; without an account, any known token
 * passes.
 */
export function createAuth(mode: AuthMode, tokens: readonly string[]) {
  const accountsByToken = new Map<string, Set<string | undefined>>()
  for (const { token, accountId } of tokens.map(parseToken)) {
    const accounts = accountsByToken.get(token) ?? new Set()
    accountsByToken.set(token, accounts.add(accountId))
  }
  /** @returns the name of the error with which the credential is refused; undefined when it is good */
  return (
    credential: string | undefined,
    accountId: string | undefined,
  ): 'unauthenticated' | 'unauthorizedAccount' | undefined => {
    if (mode === 'off') return undefined
    if (credential === undefined) return 'unauthenticated'
    if (mode === 'any') return undefined
    const accounts = accountsByToken.get(credential)
    if (!accounts) return 'unauthenticated'
    const isElsewhere = accountId !== undefined && !accounts.has(undefined) && !accounts.has(accountId)
    return isElsewhere ? 'unauthorizedAccount' : undefined
  }
}
