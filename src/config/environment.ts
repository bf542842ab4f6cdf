/** Reads settings from environment variables. */

import { didYouMean } from '../core/nearest.js'
import { flagOf, type Key, keys, variableOf } from './names.js'

/** Variables that are not settings of the process: clients are given the address by them. */
const variablesOfOthers = new Set(['GREENROOM_URL', 'GREENROOM_BASE_URL'])

/**
 * What Kubernetes puts into the environment of every pod for a Service named greenroom, or greenroom-something:
 * GREENROOM_SERVICE_HOST, GREENROOM_PORT_4010_TCP_ADDR, GREENROOM_SOMETHING_PORT and others.
 */
const serviceLinkName = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/
const serviceLinkValue = /^(tcp|udp|sctp):\/\//

/** Read what the environment sets. @returns its settings as text, and a line for each variable that is passed over */
export function readEnvironment(env: Record<string, string | undefined>) {
  const known = new Map(keys.map((key) => [variableOf(key), key]))
  const settings = new Map<Key, string>()
  const passedOver: string[] = []
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('GREENROOM_') || text === undefined || text === '') continue
    const key = known.get(name)
    if (serviceLinkValue.test(text) && name.endsWith('_PORT')) {
      if (key)
        passedOver.push(
          `${name}=${text} is passed over: it is how Kubernetes tells of a Service named greenroom. ` +
            `Set the port with ${flagOf(key)}, or rename the Service`,
        )
    } else if (key) settings.set(key, text)
    else if (!serviceLinkName.test(name) && !variablesOfOthers.has(name))
      passedOver.push(`${name} is passed over: it is not a setting${didYouMean(name, [...known.keys()])}`)
  }
  return { settings, passedOver }
}
