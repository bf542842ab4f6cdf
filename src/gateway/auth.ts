/** Decides who may call. The credential never divides the data: the account in the path does. */

import type { IncomingHttpHeaders } from 'node:http'
import { apiError } from '../http/errors.js'

export type AuthMode = 'any' | 'off' | 'strict'

/** The credential presented: a bearer token, the older e-mail and key pair, or a user service key. */
export function credentialOf(headers: IncomingHttpHeaders): string | undefined {
  const bearer = headers.authorization
  if (bearer !== undefined && /^bearer\s+\S/i.test(bearer)) return bearer.slice(6).trim()
  const key = headers['x-auth-key']
  if (headers['x-auth-email'] && typeof key === 'string' && key !== '') return key
  const serviceKey = headers['x-auth-user-service-key']
  return typeof serviceKey === 'string' && serviceKey !== '' ? serviceKey : undefined
}

/** One `TOKEN` or `TOKEN=ACCOUNT_ID`; without an account it is good for every account. */
function parseToken(text: string): { token: string; accountId: string | undefined } {
  const separator = text.lastIndexOf('=')
  return separator <= 0 || separator === text.length - 1
    ? { token: text, accountId: undefined }
    : { token: text.slice(0, separator), accountId: text.slice(separator + 1) }
}

/**
 * Make the check of a request's headers against the account that it names; without an account, any good token passes.
 * @throws ApiError 401 code 10000 without a good credential, 403 code 9109 for another account's
 */
export function createAuth(mode: AuthMode, tokens: readonly string[]) {
  const accountsByToken = new Map<string, Set<string | undefined>>()
  for (const { token, accountId } of tokens.map(parseToken)) {
    const accounts = accountsByToken.get(token) ?? new Set()
    accountsByToken.set(token, accounts.add(accountId))
  }
  return (headers: IncomingHttpHeaders, accountId: string | undefined) => {
    if (mode === 'off') return
    const credential = credentialOf(headers)
    if (credential === undefined) throw apiError('unauthenticated')
    if (mode === 'any') return
    const accounts = accountsByToken.get(credential)
    if (!accounts) throw apiError('unauthenticated')
    if (accountId !== undefined && !accounts.has(undefined) && !accounts.has(accountId))
      throw apiError('unauthorizedAccount')
  }
}
