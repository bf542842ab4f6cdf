/** The one place that turns an error into an answer. */

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ApiError, apiError, errorBody } from './errors.js'

/** Give what Fastify found wrong the form that the service would. */
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

export function renderError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const known = error instanceof ApiError ? error : toApiError(error as FastifyError, request)
  const { rendered } = known
  if (rendered.status >= 500)
    request.log.error({ err: error, method: request.method, url: request.originalUrl })
  else
    request.log.info(
      { method: request.method, url: request.originalUrl, status: rendered.status },
      known.message,
    )
  reply
    .code(rendered.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(errorBody(rendered)))
}

/** What Node's parser refuses never becomes a request; it is answered on the bare socket, in the gateway's form. */
export const clientErrorHandler = (error: NodeJS.ErrnoException, socket: import('node:net').Socket) => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const body = JSON.stringify(errorBody(apiError('malformedRequest').rendered))
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

export function handleErrors(app: FastifyInstance) {
  app.setErrorHandler(renderError)
}
