/**
 * The emulated API without what stands before it: no credentials, faults, rate limit or journal. It serves the console
 * and tests, behind the guard of the control API. Its application has every operation once more, and is made when
 * somebody first calls it, so that nobody's start waits for it.
 */

import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Services } from '../api/operation.js'
import { operations } from '../api/operations.js'
import { basePath, plainPrefix } from '../core/paths.js'
import { applicationOptions } from '../http/application.js'
import { readBodies } from '../http/body.js'
import { handleErrors } from '../http/error-handler.js'
import { apiError } from '../http/errors.js'
import { handleNotFound } from '../http/not-found.js'
import { type OperationContext, wireConstraint } from '../http/operation.js'
import { type Wire, wireHeader } from '../http/wire.js'

export interface PlainApi {
  /** The application, which is made at the first call. */
  application(): Promise<FastifyInstance>
  close(): Promise<void>
}

/** Create the plain API. */
export function createPlainApi(deps: {
  context: OperationContext<Services>
  wire: Wire
  log: Logger
  /** Run the jobs that are due. */
  catchUp: () => void
  /** Called after a request that may have written something. */
  onWritten: () => void
  /** Whether the fixtures are loaded. */
  isStarted: () => boolean
}): PlainApi {
  const make = async () => {
    const app = Fastify({
      ...applicationOptions(deps.log),
      // Below the prefix, with the base path or without it.
      rewriteUrl: ({ url = '/' }) => {
        const path = url.startsWith(plainPrefix) ? url.slice(plainPrefix.length) || '/' : url
        return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path
      },
    }) as unknown as FastifyInstance
    app.addConstraintStrategy(wireConstraint(wireHeader, () => deps.wire))
    readBodies(app)
    handleErrors(app)
    app.addHook('onRequest', (_request, _reply, next) => {
      if (!deps.isStarted()) throw apiError('notReady', 'Greenroom is starting')
      deps.catchUp()
      next()
    })
    app.addHook('onSend', (request, _reply, _payload, next) => {
      deps.catchUp()
      if (request.method !== 'GET' && request.method !== 'HEAD') deps.onWritten()
      next()
    })
    handleNotFound(app, operations)
    for (const operation of operations) operation.register(app, deps.context)
    await app.ready()
    return app
  }
  let made: Promise<FastifyInstance> | undefined
  return {
    application() {
      // One that fails is tried again at the next call.
      made ??= make().catch((error: unknown) => {
        made = undefined
        throw error
      })
      return made
    },
    async close() {
      await (await made)?.close()
    },
  }
}

/** Hand every request below the prefix over to the plain API. Register it where the guard is. */
export function servePlainApi(scope: FastifyInstance, plain: PlainApi) {
  scope.all(
    '/api/*',
    {
      schema: { hide: true } as object,
      // Before the body is read: the plain API reads it.
      onRequest: async (request, reply) => {
        const { routing } = await plain.application()
        reply.hijack()
        routing(request.raw, reply.raw)
      },
    },
    () => undefined,
  )
  scope.addHook('onClose', () => plain.close())
}
