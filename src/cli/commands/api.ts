/** Calls any operation: of the emulated API, through the control API and without a credential, or of the control API. */

import { controlPrefix } from '../../core/paths.js'
import { wireHeader, wires } from '../../http/wire.js'
import { UsageError } from '../client.js'
import { type Command, text } from './command.js'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Read the body. @throws UsageError when it is not a JSON object */
function readBody(given: unknown) {
  if (given === undefined) return undefined
  try {
    const body: unknown = JSON.parse(String(given))
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw new UsageError(`--body must be a JSON object, for example {"title": "Show"}, not ${given}`)
}

/** Whether a path stays as it is written: dots and backslashes lead to other paths, in each way to write them. */
function isPlain(path: string) {
  // With an end, so that a dot in the last place is seen too.
  const written = `${path.split(/[?#]/, 1)}/end`
  const { pathname } = new URL(written, 'http://localhost')
  return pathname.split('/').length === written.split('/').length
}

/** Find the path below the control API's prefix. @throws UsageError when neither API has it */
function readPath(given: string) {
  const isKnown = given.startsWith('/accounts/') || given.startsWith(`${controlPrefix}/`)
  if (!isKnown || !isPlain(given))
    throw new UsageError(
      `the path must begin with /accounts/ or ${controlPrefix}/ and not have . or .. in it, not ${given}`,
    )
  return given.startsWith('/accounts/') ? `/api${given}` : given.slice(controlPrefix.length)
}

function readWire(given: unknown) {
  if (given === undefined || wires.some((wire) => wire === given)) return given as string | undefined
  throw new UsageError(`--wire must be one of [${wires.join(', ')}], not ${given}`)
}

export const api: Command = {
  usage: "api METHOD /accounts/ID/realtime/kit/… [--body '{…}'] [--wire WIRE]",
  summary:
    'Call the emulated API, whatever --auth asks for; faults, rate limit and journal do not apply. Or the control API: /_greenroom/….',
  options: { body: text, wire: text },
  words: [2, 2],
  async run(client, { words: [method = '', path = ''], values }) {
    const name = method.toUpperCase()
    if (!methods.includes(name))
      throw new UsageError(`METHOD must be one of [${methods.join(', ')}], not ${method}`)
    const target = readPath(path)
    const body = readBody(values.body)
    const wire = readWire(values.wire)
    const data = await client.call(name, target, {
      ...(body && { body }),
      ...(wire !== undefined && { headers: { [wireHeader]: wire } }),
    })
    return { data, text: JSON.stringify(data, null, 2) }
  },
}
