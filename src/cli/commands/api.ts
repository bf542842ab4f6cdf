/** Calls the emulated API through the control API, without a credential. */

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

export const api: Command = {
  usage: "api METHOD /accounts/ID/realtime/kit/… [--body '{…}']",
  summary: 'Call the emulated API, whatever --auth asks for; faults, rate limit and journal do not apply.',
  options: { body: text },
  words: [2, 2],
  async run(client, { words: [method = '', path = ''], values }) {
    const name = method.toUpperCase()
    if (!methods.includes(name))
      throw new UsageError(`METHOD must be one of [${methods.join(', ')}], not ${method}`)
    if (!path.startsWith('/accounts/') || !isPlain(path))
      throw new UsageError(`the path must begin with /accounts/ and not have . or .. in it, not ${path}`)
    const body = readBody(values.body)
    const data = await client.call(name, `/api${path}`, body && { body })
    return { data, text: JSON.stringify(data, null, 2) }
  },
}
