/**
 * Masks people's secrets in what the journal and the event stream show. Stream keys and tokens of participants stay:
 * the emulator invented them, and tests want to see them. Entries are masked when they are shown, not when they are
 * recorded: masking a list of 20 livestreams takes 30 microseconds, and most entries are never read.
 */

import type { IncomingHttpHeaders } from 'node:http'
import { isSecretField, MASK, maskStreamKey, maskUrl } from '../core/masked-url.js'

const secretHeaders = new Set([
  'authorization',
  'x-auth-key',
  'x-auth-user-service-key',
  'proxy-authorization',
  'cookie',
])

/** Mask credentials in headers. */
export function maskHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const masked: IncomingHttpHeaders = {}
  for (const [name, value] of Object.entries(headers))
    masked[name] = secretHeaders.has(name) || isSecretField(name) ? MASK : maskText(value)
  return masked
}

const maskText = <T>(value: T) => (typeof value === 'string' ? (maskUrl(value) as T) : value)

/** The field with the address of somebody's own stream, whose key the emulator did not invent. */
const streamField = 'rtmp_url'

/** Mask a JSON value by the name of its field, and the secrets within it. */
export function maskField(name: string, value: unknown): unknown {
  if (isSecretField(name) && value !== null) return MASK
  return name === streamField && typeof value === 'string' ? maskStreamKey(maskUrl(value)) : maskJson(value)
}

/** Mask the secrets of a JSON value: the values of secret fields, and secrets within URLs. */
export function maskJson(value: unknown): unknown {
  if (typeof value === 'string') return maskUrl(value)
  if (Array.isArray(value)) return value.map(maskJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskField(name, inner)]))
}

/** Mask secrets in text that is not JSON, or was cut. */
export const maskCutText = (text: string): string =>
  text
    .replaceAll(/"([\w-]+)"\s*:\s*("(?:[^"\\]|\\.)*(?:"|\\?$)|[^\s",[\]{}]+)/g, (field, name: string) =>
      isSecretField(name) || name === streamField ? `"${name}":"${MASK}"` : field,
    )
    .replaceAll(/[a-z][a-z\d+.-]{0,20}:\/\/[^\s"\\]+/gi, maskUrl)
