/** What is logged of requests: refusals where they are rendered, every request at debug. */

import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import { maskUrl } from '../core/masked-url.js'

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
    else if (this.#log.isLevelEnabled('debug'))
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

/** Fastify's options for it. Its own news, such as the address, is in the banner already. */
export const logOptions = (log: Logger) => ({
  logController: new RequestLog(log),
  loggerInstance: log.child({}, { level: log.isLevelEnabled('warn') ? 'warn' : log.level }),
  // One logger for all requests: a child for each costs more than it tells.
  childLoggerFactory: () => log,
})
