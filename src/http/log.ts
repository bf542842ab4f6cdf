/** Logs a line for each request at debug, but for those that were refused: their refusal is logged where it is rendered. */

import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import { maskUrl } from '../core/masked-url.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it was refused, and the refusal logged. */
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
    // A refusal has its line already.
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

/** Fastify's options for the log. What it says itself, such as the address, is in the banner already. */
export const logOptions = (log: Logger) => ({
  logController: new RequestLog(log),
  loggerInstance: log.child({}, { level: log.isLevelEnabled('warn') ? 'warn' : log.level }),
  // One logger for all requests: a child for each would cost more than it tells.
  childLoggerFactory: () => log,
})
