/** The addresses that answers carry: they must be reachable from where the caller stands. */

import { hash } from 'node:crypto'
import type { LastHosts } from './last-hosts.js'
import { downloadPrefix } from './paths.js'

export interface Links {
  /** The address at which viewers watch a livestream. */
  playbackUrl(playbackId: string): string
  /** The address to which an encoder sends. */
  ingestServer: string
  /** The address of a file; always Greenroom's own. */
  downloadUrl(key: string, fileName: string): string
}

export interface PublicUrls {
  /** The links for one caller. @param host the request's Host header, if it had one */
  links(host: string | undefined, accountId: string): Links
  /** Note by which Host header an account was called. */
  noteCall(accountId: string, host: string | undefined): void
  /** The links for a webhook of an account: by the address by which the account was last called. */
  linksWithoutRequest(accountId: string): Links
  /** This emulator's origin as seen by a caller without a request. */
  origin(): string
}

/** The registered port of RTMP. */
export const RTMP_PORT = 1935
const hostForm = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i
/** The longest domain name, with a port. */
const MAX_HOST_LENGTH = 253 + ':65535'.length
const MAX_CACHED_HOSTS = 1000

/** Replace a wildcard address, which can be listened on but not called, by the loopback address. */
const reachable = (host: string) =>
  /^(0\.0\.0\.0|\[::\])$/.test(new URL(`http://${host}`).hostname)
    ? host.replace(/^(\[.*\]|[^:]*)/, '127.0.0.1')
    : host

/** Whether a text can be the host of a URL: some that have the form, such as localhost:99999, cannot. */
const isHost = (text: string | undefined): text is string =>
  text !== undefined &&
  text.length <= MAX_HOST_LENGTH &&
  hostForm.test(text) &&
  URL.canParse(`http://${text}`)

/** Join an address and a port into a host that can be called: IPv6 in brackets, wildcards as the loopback address. */
export const hostWithPort = (address: string, port: number) =>
  reachable(`${address.includes(':') ? `[${address}]` : address}:${port}`)

/**
 * @param options.listening the address being listened on, for requests without a usable Host
 * @param options.publicUrl used instead of the Host when given; no slash at its end
 * @param options.cloudflareUrls give the service's own hosts, for tests that assert on them
 */
export function createPublicUrls(options: {
  publicUrl?: string | undefined
  publicRtmpUrl?: string | undefined
  cloudflareUrls: boolean
  /** The scheme and the port of the server for encoders; undefined while there is none. */
  ingest: () => { scheme: 'rtmp' | 'rtmps'; port: number } | undefined
  listening: () => string
  lastHosts: Pick<LastHosts, 'note' | 'find'>
}): PublicUrls {
  const { lastHosts } = options
  const publicUrl = options.publicUrl?.replace(/\/+$/, '')
  const byHost = new Map<string, Links>()

  const build = (host: string, accountId: string): Links => {
    const origin = publicUrl ?? `http://${host}`
    const downloadUrl = (key: string, fileName: string) =>
      `${origin}${downloadPrefix}/${key}/${encodeURIComponent(fileName)}`
    if (options.cloudflareUrls) {
      const customer = hash('sha256', accountId, 'hex').slice(0, 16)
      return {
        playbackUrl: (id) => `https://customer-${customer}.cloudflarestream.com/${id}/manifest/video.m3u8`,
        ingestServer: 'rtmps://live.cloudflare.com:443/live/',
        downloadUrl,
      }
    }
    const { hostname } = new URL(origin)
    const { scheme, port } = options.ingest() ?? { scheme: 'rtmp', port: RTMP_PORT }
    return {
      playbackUrl: (id) => `${origin}/${id}/manifest/video.m3u8`,
      ingestServer: options.publicRtmpUrl ?? `${scheme}://${hostname}:${port}/live/`,
      downloadUrl,
    }
  }

  const linksOf = (host: string | undefined, accountId: string) => {
    const key = options.cloudflareUrls ? `${accountId} ${host ?? ''}` : (host ?? '')
    let links = byHost.get(key)
    if (!links) {
      links = build(isHost(host) ? reachable(host) : options.listening(), accountId)
      if (byHost.size >= MAX_CACHED_HOSTS) byHost.clear()
      byHost.set(key, links)
    }
    return links
  }

  return {
    links: linksOf,
    noteCall(accountId, host) {
      if (isHost(host)) lastHosts.note(accountId, host)
    },
    linksWithoutRequest: (accountId) => linksOf(lastHosts.find(accountId), accountId),
    origin: () => publicUrl ?? `http://${options.listening()}`,
  }
}
