/** Builds the HTTP application: Fastify's options, and where each API is mounted. */

import Fastify, { type FastifyInstance, type FastifyPluginCallback, type FastifyServerOptions } from 'fastify'
import type { Logger } from 'pino'
import type { Services } from './api/operation.js'
import { operations } from './api/operations.js'
import { servePublicKey } from './api/webhooks/well-known.js'
import type { Config } from './config/schema.js'
import { serveConsole, serveFront } from './control/console-files.js'
import { createGuard } from './control/guard.js'
import { controlRoutes } from './control/routes/index.js'
import type { Control } from './control/service.js'
import { basePath, controlPrefix } from './core/paths.js'
import type { AnswerCache } from './gateway/answer-cache.js'
import { isLegacy } from './gateway/legacy.js'
import { type Gateway, guardEmulated } from './gateway/pipeline.js'
import { serveTokenVerification, tokenVerification } from './gateway/token-verification.js'
import { readBodies } from './http/body.js'
import { connectionOptions, dropIdleConnections, refuseExpectations } from './http/connections.js'
import { serveDocuments } from './http/documents.js'
import { clientErrorHandler, handleErrors, renderError } from './http/error-handler.js'
import { logOptions } from './http/log.js'
import { handleNotFound } from './http/not-found.js'
import { wireConstraint } from './http/operation.js'
import { serializerCompiler } from './http/serialization.js'
import { validatorCompiler } from './http/validation.js'
import { wireHeader } from './http/wire.js'
import { type Downloads, serveDownloads } from './media/downloads.js'
import { type Playback, servePlayback } from './media/playback/routes.js'

/** Strip the base path, and the origin of an absolute target, which clients send to a proxy. */
function toRoute(target: string): string {
  const url = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]+/i, '')
  const isEmulated = url.startsWith(`${basePath}/accounts`) || url.startsWith(`${basePath}/user/`)
  return isEmulated ? url.slice(basePath.length) : url
}

/** Passed as an option, so that Fastify does not load its own compilers; its types allow only those. */
const schemaController = {
  compilersFactory: { buildValidator: () => validatorCompiler, buildSerializer: () => serializerCompiler },
} as unknown as FastifyServerOptions['schemaController']

interface AppOptions {
  config: Config
  log: Logger
  gateway: Gateway
  services: Services
  control: Control
  answers: AnswerCache
  downloads: Downloads
  playback: Playback
  /** As PEM. */
  webhookPublicKey: string
}

/** Build the application. It does not listen yet. */
export function buildApp(options: AppOptions): FastifyInstance {
  const { config, gateway, services, answers } = options
  const app = Fastify({
    ...logOptions(options.log),
    return503OnClosing: false,
    routerOptions: { maxParamLength: 1024 },
    rewriteUrl: (request) =>
      isLegacy(request.url) ? gateway.legacy.rewrite(request) : toRoute(request.url ?? '/'),
    ...connectionOptions,
    frameworkErrors: renderError,
    clientErrorHandler,
    schemaController,
  }) as unknown as FastifyInstance

  app.addConstraintStrategy(
    wireConstraint(wireHeader, (target) => (isLegacy(target) ? 'recorded' : config.wire)),
  )
  dropIdleConnections(app, gateway.clock.wait)
  refuseExpectations(app, options.log)
  readBodies(app)
  handleErrors(app)

  const { clock, urls } = gateway
  const context = {
    services,
    clock,
    links: urls.links,
    answerOnce: answers.answerOnce,
    strictBodies: config.strictBodies,
  }
  const emulated: FastifyPluginCallback = (scope, _options, done) => {
    for (const operation of operations) operation.register(scope, context)
    serveTokenVerification(scope)
    done()
  }
  const guard = createGuard(config)
  const isOn = config.control === 'on'
  const control = controlRoutes(options.control, { guard, healthOnly: !isOn })

  app.register((scope, _options, done) => {
    guardEmulated(scope, gateway)
    handleNotFound(scope, [...operations, tokenVerification])
    scope.register(emulated)
    done()
  })
  app.register(control, { prefix: controlPrefix })
  serveFront(app, { isOn })
  if (isOn) serveConsole(app, { guard })
  servePublicKey(app, options.webhookPublicKey)
  serveDownloads(app, options.downloads)
  servePlayback(app, options.playback)
  serveDocuments(app, { wire: config.wire, guard, emulated, control: isOn ? control : undefined })
  return app
}
