/** Logs each request at debug, except refused ones: `renderError` logs the refusal. */

import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import { maskUrl } from '../core/masked-url.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it was refused, so that its refusal is logged. */
    isRefused: boolean
  }
}

class RequestLog extends LogController {
  readonly #log: Logger
  constructor(log: Logger) {
    super()
    this.#log = log
  }
  override incomingRequest() {}
  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply) {
    if (error)
      this.#log.warn({ err: error, url: maskUrl(request.originalUrl) }, 'the answer could not be sent')
    else if (!request.isRefused && this.#log.isLevelEnabled('debug'))
      this.#log.debug(
        {
          method: request.method,
          url: maskUrl(request.originalUrl),
          status: reply.statusCode,
          ms: reply.elapsedTime,
        },
        'answered',
      )
  }
}

/** Make Fastify's options for the log. Its own lines, such as the address, are left out: the banner has them. */
export const logOptions = (log: Logger) => ({
  logController: new RequestLog(log),
  loggerInstance: log.child({}, { level: log.isLevelEnabled('warn') ? 'warn' : log.level }),
  // One logger for all requests: a child for each costs time and adds nothing.
  childLoggerFactory: () => log,
})
