/** The call of an operation, the command lines that make it, and what a person is told before. */

import { type Call, control, ctlOf, curlOf, targetOf } from '../core/client.js'
import type { Operation, Parameter } from '../openapi/document.js'

const plain = '/api'
const wireHeader = 'x-greenroom-wire'

/** Which operations are asked about first: what they remove or replace does not come back. */
const questions: Record<string, string> = {
  reset: 'What was made since the start is lost. Take a snapshot first if you want it back.',
  importState: 'The document replaces what is stored.',
  restoreSnapshot: 'Everything becomes as it was in the snapshot.',
  KickAllParticipants: 'Everybody leaves, and the session ends with its livestream.',
}
export const questionOf = ({ id, method }: Operation) =>
  questions[id] ?? (method === 'DELETE' ? 'What is removed does not come back.' : undefined)

/** Make the call of an operation with values for its parameters. */
export function callOf(
  { api, method, base, path, parameters }: Operation,
  {
    textOf,
    wire,
    body,
  }: { textOf: (parameter: Parameter) => string; wire: string | undefined; body: unknown },
): Call {
  const query: Record<string, string> = {}
  let target = api === 'emulated' ? plain + path.slice(base.length) : path.slice(control.length)
  for (const parameter of parameters) {
    const value = textOf(parameter)
    if (parameter.in === 'path') target = target.replace(`{${parameter.name}}`, encodeURIComponent(value))
    else query[parameter.name] = value
  }
  return {
    method,
    path: target,
    query,
    ...(api === 'emulated' && wire !== undefined && { headers: { [wireHeader]: wire } }),
    ...(body !== undefined && { body }),
  }
}

/** Whether an operation of the service is about a credential and not about an account. */
const isOfCredential = ({ api, base, path }: Operation) =>
  api === 'emulated' && !path.startsWith(`${base}/accounts/`)

/** Why an operation cannot be called from here; undefined when it can. */
export function obstacleOf(operation: Operation): string | undefined {
  if (operation.isStream) return 'Its answer goes on until the connection ends: read it with curl.'
  if (isOfCredential(operation)) return 'It is about a credential, and calls from here have none: use curl.'
  return undefined
}

/** The command lines that make a call: as an application does, through the control API, and by `ctl`. */
export function linesOf(operation: Operation, call: Call): Record<string, string> {
  const { api, base, isStream } = operation
  const target = targetOf(call)
  const wire = call.headers?.[wireHeader]
  const service = api === 'emulated' ? target.slice(control.length + plain.length) : target
  const ctl = ctlOf(
    'api',
    call.method,
    service,
    ...(call.body === undefined ? [] : ['--body', JSON.stringify(call.body)]),
    ...(wire === undefined ? [] : ['--wire', wire]),
  )
  if (api === 'control') return { curl: curlOf(call), ...(!isStream && { ctl }) }
  const asApplication = { ...call, headers: { Authorization: 'Bearer any', ...call.headers } }
  return {
    'curl, as an application': curlOf(asApplication, location.origin + base + service),
    ...(!isOfCredential(operation) && { 'curl, without a credential': curlOf(call), ctl }),
  }
}
