/** Keeps the Host header of each account's last call: payloads sent without a request show addresses with it. */

export interface LastHost {
  /** With its port, if it has one. */
  host: string
  /** The port that was listened on. */
  port: number
}

/** Accounts that are remembered: those that were last called by a new Host. */
const MAX_ACCOUNTS = 10_000

/** Without the parser of URLs: every change of a livestream asks for it. */
const portOf = (host: string) => Number(/:(\d+)$/.exec(host)?.[1] ?? 80)

/**
 * Remember Hosts in memory, and fall back to the stored ones after a restart.
 * @param options.listening the address that is listened on, with its port
 */
export function createLastHosts(options: {
  listening: () => string
  stored: (accountId: string) => LastHost | undefined
}) {
  const latest = new Map<string, string>()
  const listeningPort = () => portOf(options.listening())

  return {
    /** @param host one that can stand in a URL */
    note(accountId: string, host: string) {
      if (latest.get(accountId) === host) return
      latest.delete(accountId)
      latest.set(accountId, host)
      if (latest.size > MAX_ACCOUNTS) latest.delete(latest.keys().next().value as string)
    },
    /** The Host to store, when the account was called in this run. */
    toStore(accountId: string): LastHost | undefined {
      const host = latest.get(accountId)
      return host === undefined ? undefined : { host, port: listeningPort() }
    },
    /** The Host by which the account was last called; with today's port, when it had that of an earlier run. */
    find(accountId: string): string | undefined {
      const host = latest.get(accountId)
      if (host !== undefined) return host
      const stored = options.stored(accountId)
      if (!stored) return undefined
      const port = listeningPort()
      const isOfEarlierPort = stored.port !== port && portOf(stored.host) === stored.port
      return isOfEarlierPort ? stored.host.replace(/(:\d+)?$/, `:${port}`) : stored.host
    },
  }
}

export type LastHosts = ReturnType<typeof createLastHosts>
