/**
 * Hides people's secrets in what the journal and the event stream show. Stream keys, tokens of participants and the
 * like are the emulator's own inventions, which tests want to see. It is done when an entry is shown, not when it is
 * recorded: to search a list of 20 livestreams takes 30 microseconds, and most entries are never read.
 */

import type { IncomingHttpHeaders } from 'node:http'
import { maskPassword } from '../core/masked-url.js'

export const MASK = '***'

const secretHeaders = new Set([
  'authorization',
  'x-auth-key',
  'x-auth-user-service-key',
  'proxy-authorization',
  'cookie',
])

/** Names of fields in lower case, without `_` and `-`: `access_key`, `accessKey` and `Access-Key` are one. */
const secretFields = new Set([
  'accesskey',
  'accesskeyid',
  'apikey',
  'apitoken',
  'authorization',
  'clientsecret',
  'passphrase',
  'passwd',
  'password',
  'privatekey',
  'secret',
  'secretaccesskey',
  'secretkey',
])

/** Parameters of a query that are secret besides those fields. */
const secretParameters = new Set([
  'accesstoken',
  'auth',
  'authtoken',
  'key',
  'refreshtoken',
  'sig',
  'signature',
  'token',
  'xamzsignature',
  'xamzsecuritytoken',
])

const plain = (name: string) => name.toLowerCase().replaceAll(/[_-]/g, '')
const isSecretField = (name: string) => secretFields.has(plain(name))
const isSecretParameter = (name: string) => isSecretField(name) || secretParameters.has(plain(name))

/** Hide credentials in headers. */
export function maskHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const masked: IncomingHttpHeaders = {}
  for (const [name, value] of Object.entries(headers))
    masked[name] = secretHeaders.has(name) || isSecretField(name) ? MASK : maskText(value)
  return masked
}

const maskText = <T>(value: T) => (typeof value === 'string' ? (maskUrl(value) as T) : value)

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Hide the password of a URL, and what its query says of tokens; the rest stays as it was written. */
export function maskUrl(url: string): string {
  const start = url.indexOf('?')
  const [head, query] = start === -1 ? [url, ''] : [url.slice(0, start), url.slice(start)]
  const masked = head.includes('://') ? maskPassword(head) : head
  if (query === '' || !/^(\/|[a-z][a-z\d+.-]*:\/\/)/i.test(url)) return masked + query
  return (
    masked +
    query.replaceAll(/([?&])([^&=#]+)=[^&#]+/g, (parameter, separator: string, name: string) =>
      isSecretParameter(decoded(name)) ? `${separator}${name}=${MASK}` : parameter,
    )
  )
}

/** Hide the secrets of a JSON value: the values of secret fields, and those within URLs. */
export function maskJson(value: unknown): unknown {
  if (typeof value === 'string') return maskUrl(value)
  if (Array.isArray(value)) return value.map(maskJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isSecretField(name) && inner !== null ? MASK : maskJson(inner),
    ]),
  )
}

/** Hide secrets in a text that is not JSON, or not all of it. */
export const maskCutText = (text: string): string =>
  text
    .replaceAll(/"([\w-]+)"\s*:\s*("(?:[^"\\]|\\.)*(?:"|\\?$)|[^\s",[\]{}]+)/g, (field, name: string) =>
      isSecretField(name) ? `"${name}":"${MASK}"` : field,
    )
    .replaceAll(/[a-z][a-z\d+.-]{0,20}:\/\/[^\s"\\]+/gi, maskUrl)
