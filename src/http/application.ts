/** The options of the applications that answer requests: the whole one, and that of the plain API. */

import type { FastifyServerOptions } from 'fastify'
import type { Logger } from 'pino'
import { connectionOptions } from './connections.js'
import { clientErrorHandler, renderError } from './error-handler.js'
import { logOptions } from './log.js'
import { serializerCompiler } from './serialization.js'
import { validatorCompiler } from './validation.js'

/** Passed as an option, so that Fastify does not load its own compilers; its types allow only those. */
const schemaController = {
  compilersFactory: { buildValidator: () => validatorCompiler, buildSerializer: () => serializerCompiler },
} as unknown as FastifyServerOptions['schemaController']

/** Make Fastify's options. */
export const applicationOptions = (log: Logger): FastifyServerOptions => ({
  ...logOptions(log),
  return503OnClosing: false,
  routerOptions: { maxParamLength: 1024 },
  ...connectionOptions,
  frameworkErrors: renderError,
  clientErrorHandler,
  schemaController,
})
