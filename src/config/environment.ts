/** Reads settings from environment variables. */

import { didYouMean } from '../core/nearest.js'
import { flagOf, type Key, keys, variableOf } from './names.js'

/** Not settings: variables that clients read the address from. */
const clientVariables = new Set(['GREENROOM_URL', 'GREENROOM_BASE_URL'])

/**
 * Names of variables that Kubernetes sets in every pod for a Service named greenroom, or greenroom-something:
 * GREENROOM_SERVICE_HOST, GREENROOM_PORT_4010_TCP_ADDR, GREENROOM_SOMETHING_PORT and others.
 */
const serviceLinkName = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/
const serviceLinkValue = /^(tcp|udp|sctp):\/\//

/** Read the variables GREENROOM_…. @returns settings as text, and a line for each variable that is ignored */
export function readEnvironment(env: Record<string, string | undefined>) {
  const known = new Map(keys.map((key) => [variableOf(key), key]))
  const settings = new Map<Key, string>()
  const ignored: string[] = []
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('GREENROOM_') || text === undefined || text === '') continue
    const key = known.get(name)
    if (serviceLinkValue.test(text) && name.endsWith('_PORT')) {
      if (key)
        ignored.push(
          `${name}=${text} is ignored: Kubernetes sets it for a Service named greenroom. ` +
            `Set the port with ${flagOf(key)}, or rename the Service`,
        )
    } else if (key) settings.set(key, text)
    else if (!serviceLinkName.test(name) && !clientVariables.has(name))
      ignored.push(`${name} is ignored: it is not a setting${didYouMean(name, [...known.keys()])}`)
  }
  return { settings, ignored }
}
