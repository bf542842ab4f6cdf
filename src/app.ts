/** The HTTP application: options, hooks, and the list of all routes. */

import Fastify, { type FastifyInstance, type FastifyPluginCallback, type FastifyServerOptions } from 'fastify'
import { analyticsOperations } from './api/analytics/routes.js'
import { appOperations } from './api/apps/routes.js'
import { livestreamOperations } from './api/livestreams/routes/index.js'
import { meetingOperations } from './api/meetings/routes.js'
import { sessionOperations } from './api/sessions/routes.js'
import { webhookOperations } from './api/webhooks/routes/index.js'
import { servePublicKey } from './api/webhooks/well-known.js'
import { createGuard } from './control/guard.js'
import { controlPrefix } from './control/prefix.js'
import { controlRoutes } from './control/routes/index.js'
import type { Deps } from './deps.js'
import { guardEmulated } from './gateway/pipeline.js'
import { readBodies } from './http/body.js'
import { serveDocuments } from './http/documents.js'
import { clientErrorHandler, handleErrors, renderError } from './http/error-handler.js'
import { logOptions } from './http/log.js'
import { handleNotFound } from './http/not-found.js'
import { type Operation, wireConstraint } from './http/operation.js'
import { serializerCompiler } from './http/serialization.js'
import { validatorCompiler } from './http/validation.js'
import { wireHeader } from './http/wire.js'

/** The service's base path; clients that leave it out are served too. */
export const basePath = '/client/v4'

/** Every operation of the emulated API. */
export const operations: readonly Operation[] = [
  ...livestreamOperations,
  ...analyticsOperations,
  ...appOperations,
  ...meetingOperations,
  ...sessionOperations,
  ...webhookOperations,
]

/** A request's target as it is routed: of the absolute form, which a proxy is sent, the path. */
function toRoute(target: string): string {
  const url = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]+/i, '')
  return url.startsWith(`${basePath}/accounts`) ? url.slice(basePath.length) : url
}

/** Given rather than set, so that Fastify does not load compilers of its own; its types know only those. */
const schemaController = {
  compilersFactory: { buildValidator: () => validatorCompiler, buildSerializer: () => serializerCompiler },
} as unknown as FastifyServerOptions['schemaController']

export function buildApp(deps: Deps): FastifyInstance {
  const app = Fastify({
    ...logOptions(deps.log),
    exposeHeadRoutes: false,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 1024 },
    rewriteUrl: (request) => toRoute(request.url ?? '/'),
    // Node would answer a request without a Host itself, with no body.
    http: { requireHostHeader: false },
    frameworkErrors: renderError,
    clientErrorHandler,
    schemaController,
  }) as unknown as FastifyInstance

  app.addConstraintStrategy(wireConstraint(wireHeader, deps.config.wire))
  readBodies(app)
  handleErrors(app)
  const emulated: FastifyPluginCallback = (scope, _options, done) => {
    for (const operation of operations) operation.register(scope, deps)
    done()
  }
  const guard = createGuard(deps.config)
  const on = deps.config.control === 'on'
  const control = controlRoutes(deps.control, { guard, healthOnly: !on })

  app.register((scope, _options, done) => {
    guardEmulated(scope, deps)
    handleNotFound(scope, operations)
    scope.register(emulated)
    done()
  })
  app.register(control, { prefix: controlPrefix })
  servePublicKey(app, deps.webhookPublicKey)
  serveDocuments(app, {
    basePath,
    wire: deps.config.wire,
    guard,
    emulated,
    control: on ? control : undefined,
  })
  return app
}
