/** Applies the actions of fault rules. A client without a socket (`inject`) sees its promise rejected instead of a reset. */

import { STATUS_CODES } from 'node:http'
import { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../core/clock.js'
import type { Rendered } from '../http/error-forms.js'
import { ApiError, apiError } from '../http/errors.js'
import type { FaultAction } from './schemas.js'

const pathOf = (request: FastifyRequest) => request.originalUrl.split('?')[0] ?? ''

/** Render the usual error of a status: the gateway's own refusals, else an error of the service. */
function usual(action: FaultAction & { status: number }, request: FastifyRequest): Rendered {
  const { status } = action
  switch (status) {
    case 401:
      return apiError('unauthenticated').rendered
    case 403:
      return apiError('unauthorizedAccount').rendered
    case 405:
      return apiError('methodNotAllowed', request.method).rendered
    case 429:
      return apiError('throttled').rendered
    case 404:
      if (action.form === 'gateway') return apiError('noRoute', pathOf(request)).rendered
  }
  const name = (STATUS_CODES[status] ?? 'Unknown').toUpperCase().replaceAll(/[ -]/g, '_')
  return { form: 'service', status, message: `${name}: a fault was asked for` }
}

/** Make the error of a rule with `status`: the usual one, with what the rule sets instead. */
export function refusalOf(action: FaultAction & { status: number }, request: FastifyRequest): ApiError {
  const base = usual(action, request)
  const { form = base.form, status } = action
  if (form === 'gateway') {
    const errors = base.form === 'gateway' ? base.errors : [{ code: status, message: base.message }]
    if (action.code === undefined && action.message === undefined)
      return new ApiError({ form, status, errors })
    const [first = { code: status, message: '' }] = errors
    const error = { code: action.code ?? first.code, message: action.message ?? first.message }
    return new ApiError({ form, status, errors: [error] })
  }
  const message = base.form === 'gateway' ? (base.errors[0]?.message ?? '') : base.message
  return new ApiError({ form, status, message: action.message ?? message, code: action.code ?? status })
}

/** Reset the connection (RST) without an answer, as a peer that died does. */
export function resetConnection(request: FastifyRequest, reply: FastifyReply) {
  const { socket } = request.raw
  if (socket instanceof Socket) return void socket.resetAndDestroy()
  const error = Object.assign(new Error('the connection was reset by a fault'), { code: 'ECONNRESET' })
  reply.raw.destroy(error)
}

/** Announce the whole length of a body, send its beginning, then close the connection. */
export function sendCutOff(reply: FastifyReply, body: string, kept: string | Buffer) {
  const { raw } = reply
  raw.writeHead(reply.statusCode, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-length': Buffer.byteLength(body),
  })
  raw.write(kept, () => raw.destroy())
}

/** Cut a body off after `truncate` bytes, or in its middle when true; at least one byte is missing. */
export function cutOff(body: string, truncate: true | number): Buffer {
  const bytes = Buffer.from(body)
  const length = truncate === true ? Math.ceil(bytes.length / 2) : truncate
  return bytes.subarray(0, Math.min(length, bytes.length - 1))
}

/** Drop the last character of a body, so that it is not JSON. */
export const malform = (body: string) => (body.length > 1 ? body.slice(0, -1) : '{')

/** Create the list of requests that faults hold back; a shutdown releases them. */
export function createWaiting(clock: Clock) {
  const waiting = new Set<() => void>()
  let closing = false

  const hold = (reply: FastifyReply, milliseconds: number | undefined, go: () => void) => {
    if (closing || reply.raw.destroyed) return go()
    let done = false
    const finish = () => {
      if (done) return
      done = true
      cancel()
      waiting.delete(finish)
      reply.raw.off('close', finish)
      go()
    }
    const cancel = milliseconds === undefined ? () => {} : clock.wait(milliseconds, finish)
    waiting.add(finish)
    reply.raw.once('close', finish)
  }

  return {
    /** Call `go` after real milliseconds, or sooner when the client is gone or the emulator closes. */
    delay: (reply: FastifyReply, milliseconds: number, go: () => void) =>
      milliseconds > 0 ? hold(reply, milliseconds, go) : go(),
    /** Leave a request without an answer until the client gives up or the emulator closes. */
    forever: (reply: FastifyReply) => hold(reply, undefined, () => reply.raw.destroy()),
    /** Release every held request, now and from now on. */
    release() {
      closing = true
      for (const finish of [...waiting]) finish()
    },
  }
}
