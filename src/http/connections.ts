/** Keeps connections from outliving their use: those that say nothing, and those that stop in the middle. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { apiError, errorBody } from './errors.js'

/** Real milliseconds in which the head of a request, and the whole of it, must have arrived. ASSUMED. */
const HEAD_TIMEOUT = 15_000
const REQUEST_TIMEOUT = 60_000
/** Real milliseconds between two looks at how long requests have been arriving. */
const CHECK_INTERVAL = 1000

/** Fastify's options for time limits. Answers may take as long as they like. */
export const connectionOptions = {
  requestTimeout: REQUEST_TIMEOUT,
  http: {
    headersTimeout: HEAD_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    connectionsCheckingInterval: CHECK_INTERVAL,
    // Node would answer a request without a Host itself, with no body.
    requireHostHeader: false,
  },
}

/** Real milliseconds that a body may still take to arrive when the server closes. */
const BODY_GRACE = 2000

/**
 * At a close, drop the connections that have no request, or half of a request's head: a client that keeps one open
 * would hold the close back. Requests are answered first, but their bodies must arrive soon.
 * @param wait calls back after real milliseconds, unless what it returns is called
 */
export function dropIdleConnections(
  app: FastifyInstance,
  wait: (milliseconds: number, callback: () => void) => () => void,
) {
  const { server } = app
  /** The requests of each connection that are not answered yet. */
  const open = new Map<Socket, Set<IncomingMessage>>()
  let isClosing = false
  let cancel = () => {}

  server.on('connection', (socket: Socket) => {
    // Accepted before the server stopped listening, and told too late to be served.
    if (isClosing) return void socket.destroy()
    open.set(socket, new Set())
    socket.once('close', () => open.delete(socket))
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    open.get(socket)?.add(request)
    response.once('close', () => {
      open.get(socket)?.delete(request)
      // Once what was sent has left.
      if (isClosing && !open.get(socket)?.size) socket.end()
    })
  })
  app.addHook('preClose', (done) => {
    isClosing = true
    for (const [socket, requests] of open) if (!requests.size) socket.destroy()
    cancel = wait(BODY_GRACE, () => {
      for (const [socket, requests] of open)
        if ([...requests].every(({ complete }) => !complete)) socket.destroy()
    })
    done()
  })
  app.addHook('onClose', (_app, done) => {
    cancel()
    done()
  })
}

/** Answer requests that expect what Node does not know; it would do so without a body. */
export function refuseExpectations(app: FastifyInstance, log: FastifyBaseLogger) {
  app.server.on('checkExpectation', ({ headers, method, url }: IncomingMessage, response: ServerResponse) => {
    const { rendered, message } = apiError('expectationFailed', headers.expect ?? '')
    log.info({ method, url, status: rendered.status }, message)
    const body = JSON.stringify(errorBody(rendered))
    response
      .writeHead(rendered.status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        connection: 'close',
      })
      .end(body)
  })
}
