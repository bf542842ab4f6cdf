/** Requests that no route takes: an unknown path, a method that the path does not support, an unknown wire. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { apiError } from './errors.js'
import { wireHeader, wires } from './wire.js'

const toPattern = (path: string) => new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}$`)

/** Refuse requests that no route of the operations takes, and say which methods their path has. */
export function handleNotFound(
  app: FastifyInstance,
  operations: readonly { method: string; path: string }[],
) {
  const patterns = operations.map(({ method, path }) => ({ method, pattern: toPattern(path) }))

  const refuse = (request: FastifyRequest, reply: FastifyReply) => {
    const [path = ''] = request.url.split('?')
    const methods = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)
    if (methods.includes(request.method))
      throw apiError('badRequest', `"${wireHeader}" must be one of [${wires.join(', ')}]`)
    if (methods.length) {
      reply.header('allow', [...new Set(methods)].join(', '))
      throw apiError('methodNotAllowed', request.method)
    }
    throw apiError('noRoute', request.originalUrl.split('?')[0] ?? '')
  }

  app.setNotFoundHandler(refuse)
  // Before the body is read: what is wrong with it is of no interest where there is nothing to take it.
  app.addHook('onRequest', (request, reply, next) => {
    if (request.is404) refuse(request, reply)
    next()
  })
}
