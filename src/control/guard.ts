/**
 * Who may drive the control API: callers that name a host it was told of, and no web page from elsewhere. A page in
 * the developer's browser can send requests to localhost, and by DNS rebinding make its own name lead here; then its
 * Origin or its Host gives it away.
 */

import { isIP } from 'node:net'
import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Config } from '../config/schema.js'
import { apiError } from '../http/errors.js'
import { createOwnNames } from './own-names.js'

export type Guard = onRequestHookHandler

const withoutBrackets = (name: string) => name.replace(/^\[(.*)\]$/, '$1')

/** `Greenroom:4010` as `greenroom`; undefined when it is no host. */
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

/** The address at which the caller came in; no name can be made to look like it. */
const isOwnAddress = (name: string, request: FastifyRequest) =>
  isIP(name) !== 0 && name === request.raw.socket.localAddress?.replace(/^::ffff:/, '')

/**
 * A hook that refuses with 403 and names the setting that would allow it.
 * @param isOwnName whether a name that no setting has leads to this machine, and cannot be a public one
 */
export function createGuard(
  config: Pick<Config, 'host' | 'publicUrl' | 'allowHost'>,
  isOwnName = createOwnNames(),
): Guard {
  const publicUrl = config.publicUrl === undefined ? undefined : new URL(config.publicUrl)
  const told = [config.host, ...(publicUrl ? [publicUrl.host] : []), ...config.allowHost]
  const allowed = new Set(told.map((name) => hostName(isIP(name) === 6 ? `[${name}]` : name)))

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
