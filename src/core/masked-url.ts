/** Hides secrets in URLs, for wherever a URL is shown or logged. */

/** Stands where a secret was. */
export const MASK = '***'

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
/** Whether a field of that name holds a secret. */
export const isSecretField = (name: string) => secretFields.has(plain(name))
const isSecretParameter = (name: string) => isSecretField(name) || secretParameters.has(plain(name))

/** Hide the password of a URL. A text that is not a URL stays as it is. */
export function maskPassword(url: string): string {
  if (!url.includes('@') || !URL.canParse(url)) return url
  const masked = new URL(url)
  if (masked.password === '') return url
  masked.password = MASK
  return masked.href
}

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

/** Hide the stream key of an RTMP address, which is what follows the name of the application. */
export const maskStreamKey = (url: string) => url.replace(/^(rtmps?:\/\/[^/]+\/[^/]+\/).+$/i, `$1${MASK}`)
