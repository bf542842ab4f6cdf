/** Tells whether a host name belongs to this machine, such as the name of a service in docker-compose. */

import { lookup as lookupByDns } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'

export interface OwnNamesOptions {
  /** Resolves a name to all of its addresses; rejects when there is none. */
  lookup?: (name: string) => Promise<{ address: string }[]>
  /** The addresses of this machine's network interfaces. */
  ownAddresses?: () => string[]
}

const lookupAll = (name: string) => lookupByDns(name, { all: true })

const interfaceAddresses = () =>
  Object.values(networkInterfaces()).flatMap((interfaces = []) => interfaces.map(({ address }) => address))

/**
 * Whether nobody can register a name in the public DNS: it has no dot, or is below a top-level domain that is reserved
 * for private use (RFC 6761, and ICANN's .internal). An attacker who rebinds a name to this machine must own the name,
 * so a public name is never trusted.
 */
const isPrivateName = (name: string) => !name.includes('.') || /\.(internal|test)$/.test(name)

/** Create a function that tells whether a private name resolves to this machine and to no other. */
export function createOwnNames(options: OwnNamesOptions = {}) {
  const { lookup = lookupAll, ownAddresses = interfaceAddresses } = options
  return async (name: string): Promise<boolean> => {
    if (!isPrivateName(name)) return false
    const found = await lookup(name).catch(() => [])
    const own = ownAddresses()
    return found.length > 0 && found.every(({ address }) => own.includes(address))
  }
}
