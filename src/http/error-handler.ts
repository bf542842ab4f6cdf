/** Turns every error into an answer. */

import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { maskUrl } from '../core/masked-url.js'
import { ApiError, apiError, errorBody } from './errors.js'

/** Translate an error of Fastify into the service's error. */
function toApiError(error: FastifyError, request: FastifyRequest): ApiError {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return apiError('bodyTooLarge', request.routeOptions.bodyLimit)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return apiError('unsupportedMediaType', request.headers['content-type'] ?? '(none)')
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return apiError('unroutableUrl', request.originalUrl.split('?')[0] ?? '')
    default:
      return error.statusCode !== undefined && error.statusCode < 500
        ? apiError('badRequest', error.message)
        : apiError('internal')
  }
}

/** Answer with an error, and log it: failures of Greenroom itself at error, refusals at info. */
export function renderError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const known = error instanceof ApiError ? error : toApiError(error as FastifyError, request)
  const { rendered } = known
  request.isRefused = true
  const isOurs = !(error instanceof ApiError) || rendered.status === 500
  if (rendered.status >= 500 && isOurs)
    request.log.error({ err: error, method: request.method, url: maskUrl(request.originalUrl) })
  else
    request.log.info(
      { method: request.method, url: maskUrl(request.originalUrl), status: rendered.status },
      known.message,
    )
  reply
    .code(rendered.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(errorBody(rendered)))
}

/** Translate an error of Node's HTTP parser. */
function toParserError(code: string | undefined) {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return apiError('headersTooLarge')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return apiError('requestTimeout')
    default:
      return apiError('malformedRequest')
  }
}

/** Answer a request that Node's parser refuses, by writing to the socket: Fastify never sees such a request. */
export const clientErrorHandler = (error: NodeJS.ErrnoException, socket: Socket) => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const { rendered } = toParserError(error.code)
  const body = JSON.stringify(errorBody(rendered))
  socket.end(
    `HTTP/1.1 ${rendered.status} ${STATUS_CODES[rendered.status]}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

/** Render every error of an application with `renderError`. */
export function handleErrors(app: FastifyInstance) {
  app.decorateRequest('isRefused', false)
  app.setErrorHandler(renderError)
}
