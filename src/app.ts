/** Builds the HTTP application: Fastify's options, and where each API is mounted. */

import Fastify, { type FastifyInstance, type FastifyPluginCallback } from 'fastify'
import type { Logger } from 'pino'
import type { Services } from './api/operation.js'
import { operationGroups, operations } from './api/operations.js'
import { servePublicKey } from './api/webhooks/well-known.js'
import type { Config } from './config/schema.js'
import { serveConsole, serveFront } from './control/console-files.js'
import { createGuard } from './control/guard.js'
import { controlRoutes } from './control/routes/index.js'
import type { Control } from './control/service.js'
import { controlTags } from './control/tags.js'
import { basePath, controlPrefix } from './core/paths.js'
import { isLegacy } from './gateway/legacy.js'
import { type Gateway, guardEmulated } from './gateway/pipeline.js'
import type { PlainApi } from './gateway/plain.js'
import { serveTokenVerification, tokenVerification } from './gateway/token-verification.js'
import { applicationOptions } from './http/application.js'
import { readBodies } from './http/body.js'
import { dropIdleConnections, refuseExpectations } from './http/connections.js'
import { serveDocuments } from './http/documents.js'
import { handleErrors } from './http/error-handler.js'
import { handleNotFound } from './http/not-found.js'
import { type OperationContext, wireConstraint } from './http/operation.js'
import { wireHeader } from './http/wire.js'
import { type Downloads, serveDownloads } from './media/downloads.js'
import { type Playback, servePlayback } from './media/playback/routes.js'

/** Strip the base path, and the origin of an absolute target, which clients send to a proxy. */
function toRoute(target: string): string {
  const url = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]+/i, '')
  const isEmulated = url.startsWith(`${basePath}/accounts`) || url.startsWith(`${basePath}/user/`)
  return isEmulated ? url.slice(basePath.length) : url
}

/** The tags of the emulated API in its OpenAPI document. */
const emulatedTags = [
  ...operationGroups,
  { name: 'Tokens', description: 'Whether a credential is valid.', operations: [tokenVerification] },
].map(({ operations: tagged, ...tag }) => ({
  ...tag,
  has: (path: string) => tagged.some((each) => each.path === path),
}))

interface AppOptions {
  config: Config
  log: Logger
  gateway: Gateway
  /** What the operations of the emulated API are given. */
  context: OperationContext<Services>
  plain: PlainApi
  control: Control
  downloads: Downloads
  playback: Playback
  /** As PEM. */
  webhookPublicKey: string
}

/** Build the application. It does not listen yet. */
export function buildApp(options: AppOptions): FastifyInstance {
  const { config, gateway, context } = options
  const app = Fastify({
    ...applicationOptions(options.log),
    rewriteUrl: (request) =>
      isLegacy(request.url) ? gateway.legacy.rewrite(request) : toRoute(request.url ?? '/'),
  }) as unknown as FastifyInstance

  app.addConstraintStrategy(
    wireConstraint(wireHeader, (target) => (isLegacy(target) ? 'recorded' : config.wire)),
  )
  dropIdleConnections(app, gateway.clock.wait)
  refuseExpectations(app, options.log)
  readBodies(app)
  handleErrors(app)

  const emulated: FastifyPluginCallback = (scope, _options, done) => {
    for (const operation of operations) operation.register(scope, context)
    serveTokenVerification(scope)
    done()
  }
  const guard = createGuard(config)
  const isOn = config.control === 'on'
  const control = controlRoutes(options.control, { guard, healthOnly: !isOn, plain: options.plain })

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
  serveDocuments(app, {
    wire: config.wire,
    tags: { emulated: emulatedTags, control: controlTags },
    guard,
    emulated,
    control: isOn ? control : undefined,
  })
  return app
}
