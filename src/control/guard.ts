/**
 * Guards the control API: a caller must name a known host, and must not be a web page of another origin. A page in the
 * developer's browser can send requests to localhost, and can make its own name resolve to this machine (DNS
 * rebinding); its Origin or Host gives it away.
 */

import { isIP } from 'node:net'
import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Config } from '../config/schema.js'
import { apiError } from '../http/errors.js'
import { createOwnNames } from './own-names.js'

export type Guard = onRequestHookHandler

const withoutBrackets = (name: string) => name.replace(/^\[(.*)\]$/, '$1')

/** Read the name in a Host header: `Greenroom:4010` gives `greenroom`; undefined when it is invalid. */
function hostName(host: string): string | undefined {
  try {
    const { hostname, pathname, search, username } = new URL(`http://${host}`)
    return pathname === '/' && !search && !username ? withoutBrackets(hostname).replace(/\.$/, '') : undefined
  } catch {
    return undefined
  }
}

const isLoopback = (name: string) =>
  name === 'localhost' ||
  name.endsWith('.localhost') ||
  name === '::1' ||
  (isIP(name) === 4 && name.startsWith('127.'))

/** Whether a name is the address on which the request arrived; no page can fake that. */
const isOwnAddress = (name: string, request: FastifyRequest) =>
  isIP(name) !== 0 && name === request.raw.socket.localAddress?.replace(/^::ffff:/, '')

/**
 * Create a hook that refuses a caller with 403 and names the setting that would allow it.
 * @param isOwnName tells whether a private name, not in the settings, resolves to this machine
 */
export function createGuard(
  config: Pick<Config, 'host' | 'publicUrl' | 'allowHost'>,
  isOwnName = createOwnNames(),
): Guard {
  const publicUrl = config.publicUrl === undefined ? undefined : new URL(config.publicUrl)
  const named = [config.host, ...(publicUrl ? [publicUrl.host] : []), ...config.allowHost]
  const allowed = new Set(named.map((name) => hostName(isIP(name) === 6 ? `[${name}]` : name)))

  const isAllowedOrigin = (origin: string, host: string) => {
    if (!URL.canParse(origin)) return false
    const url = new URL(origin)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return false
    return url.origin === publicUrl?.origin || url.host === new URL(`${url.protocol}//${host}`).host
  }

  return (request, _reply, next) => {
    const { host = '', origin } = request.headers
    const name = hostName(host)
    const decide = (isKnown: boolean) => {
      if (!isKnown) return next(apiError('hostNotAllowed', host || '(none)', name ?? 'NAME'))
      if (origin !== undefined && !isAllowedOrigin(origin, host))
        return next(apiError('originNotAllowed', origin))
      next()
    }
    if (name === undefined) decide(false)
    else if (isLoopback(name) || allowed.has(name) || isOwnAddress(name, request)) decide(true)
    else if (isIP(name) !== 0) decide(false)
    else isOwnName(name).then(decide, next)
  }
}
