/** Serves the console, and at `/` and `/docs` the way to it. */

import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { basePath, consolePath, controlPrefix, documentationPath, documentPaths } from '../core/paths.js'
import { apiError } from '../http/errors.js'
import { createBuiltFiles } from './built-files.js'

/** The files of the console, as the build writes them, and their media types. */
const files = {
  'index.html': 'text/html; charset=utf-8',
  'main.js': 'text/javascript; charset=utf-8',
  'style.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const
type FileName = keyof typeof files

/** Nothing that a fixture or a client wrote can run as a script. Pictures of a livestream come from a player's frame. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Serve the console's files, which the control API's guard protects. Each path below the console's own without a file is
 * a view of it, so that a view can be linked to and loaded again.
 */
export function serveConsole(app: FastifyInstance, { guard }: { guard: onRequestHookHandler }) {
  const read = createBuiltFiles<FileName>()
  const send = (request: FastifyRequest, reply: FastifyReply, name: FileName) => {
    const { content, etag } = read(name)
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
      etag,
    })
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return reply.type(files[name]).send(content)
  }

  app.register((scope, _options, done) => {
    scope.addHook('onRequest', guard)
    for (const path of [consolePath, `${consolePath}/*`])
      scope.get(path, { schema: { hide: true } }, (request, reply) => send(request, reply, 'index.html'))
    scope.get<{ Params: { file: string } }>(
      `${consolePath}/assets/:file`,
      { schema: { hide: true } },
      (request, reply) => {
        const { file } = request.params
        if (!Object.hasOwn(files, file)) throw apiError('noControlRoute', request.method, request.url)
        return send(request, reply, file as FileName)
      },
    )
    done()
  })
}

/** What stands where, for a client that asks for `/` or `/docs`. */
const index = (isOn: boolean) => ({
  name: 'greenroom',
  api: basePath,
  openapi: documentPaths.emulated,
  ...(isOn && { console: consolePath, control: controlPrefix, control_openapi: documentPaths.control }),
})

/** The pages of the console to which a browser is sent from other addresses. */
const fronts = { '/': '/', [documentationPath]: '/api', [`${documentationPath}/`]: '/api' }

/** Answer `/` and `/docs`: a browser is sent to the console, another client gets a short index. */
export function serveFront(app: FastifyInstance, { isOn }: { isOn: boolean }) {
  for (const [path, view] of Object.entries(fronts))
    app.get(path, { schema: { hide: true } }, (request, reply) => {
      const wantsPage = request.headers.accept?.includes('text/html') ?? false
      reply.header('vary', 'accept')
      if (wantsPage && isOn) return reply.redirect(`${consolePath}${view}`)
      return reply.send(index(isOn))
    })
}
