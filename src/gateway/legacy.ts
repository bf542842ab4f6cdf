/**
 * The legacy base `/v2/…`: the service's address before it was Cloudflare's. It has the same operations without account
 * and app, answers on the recorded wire, and takes `Authorization: Basic base64(ORGANISATION_ID:API_KEY)`. An
 * organisation is the app of that id, in one account. Source: the service's former documentation.
 */

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

const prefix = '/v2/'

/** What a request at the legacy base has to show for itself. */
export interface LegacyCredential {
  organisationId: string
  apiKey: string
}

/** Read a Basic credential of an organisation. Undefined without one, or when a part of it is missing. */
function readCredential({ authorization = '' }: IncomingHttpHeaders): LegacyCredential | undefined {
  const [, encoded = ''] = /^basic\s+([\w+/=-]+)$/i.exec(authorization) ?? []
  const [, organisationId, apiKey] = /^([^:]+):(.+)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? []
  return organisationId && apiKey ? { organisationId, apiKey } : undefined
}

/** Tell whether a target, as it was sent, is below the legacy base. */
export const isLegacy = (target: string | undefined) => target?.startsWith(prefix) ?? false

/** Create the legacy base. @param account the id of the account whose apps are the organisations */
export function createLegacy(account: string) {
  const credentials = new WeakMap<IncomingMessage, LegacyCredential>()
  return {
    /** Give the path that a request at the legacy base has in the API; the path itself when it shows no credential. */
    rewrite(request: IncomingMessage): string {
      const url = request.url ?? '/'
      const credential = readCredential(request.headers)
      if (!credential) return url
      credentials.set(request, credential)
      const below = url.slice(prefix.length)
      return `/accounts/${encodeURIComponent(account)}/realtime/kit/${encodeURIComponent(credential.organisationId)}/${below}`
    },
    /** The credential of a request that was rewritten. */
    credentialOf: (request: IncomingMessage) => credentials.get(request),
  }
}

export type Legacy = ReturnType<typeof createLegacy>
