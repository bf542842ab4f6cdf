/** Refuses requests that no route takes: unknown paths, unsupported methods, unknown wires. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { apiError } from './errors.js'
import { wireHeader, wires } from './wire.js'

interface PublishedOperation {
  id: string
  method: string
  path: string
}

/** Refuse a request that no route takes before its body is read. */
function refuseUnknown(
  app: FastifyInstance,
  refuse: (request: FastifyRequest, reply: FastifyReply) => never,
) {
  app.setNotFoundHandler(refuse)
  app.addHook('onRequest', (request, reply, next) => {
    if (request.is404) refuse(request, reply)
    next()
  })
}

/** Create a function that lists the methods of a path. HEAD is supported wherever GET is. */
function createPathTable(operations: readonly { method: string; path: string }[]) {
  const patterns = operations.map(({ method, path }) => ({
    methods: method === 'GET' ? ['GET', 'HEAD'] : [method],
    pattern: new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+').replace('*', '.*')}$`),
  }))
  /** @returns the methods of a path, each once; empty for an unknown path */
  return (path: string): string[] => [
    ...new Set(patterns.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
  ]
}

const pathOf = (url: string) => url.split('?')[0] ?? ''

/** Refuse requests that none of the operations takes, and name the methods that the path supports. */
export function handleNotFound(app: FastifyInstance, operations: readonly PublishedOperation[]) {
  const methodsOf = createPathTable(operations)
  refuseUnknown(app, (request, reply) => {
    const methods = methodsOf(pathOf(request.url))
    if (methods.includes(request.method))
      throw apiError('badRequest', `"${wireHeader}" must be one of [${wires.join(', ')}]`)
    if (methods.length) {
      reply.header('allow', methods.join(', '))
      throw apiError('methodNotAllowed', request.method)
    }
    throw apiError('noRoute', pathOf(request.originalUrl))
  })
}

/** Refuse requests that no route of the control API takes. Call it before the routes are added. */
export function handleControlNotFound(app: FastifyInstance) {
  const routes: { method: string; path: string }[] = []
  let methodsOf: ReturnType<typeof createPathTable> | undefined
  app.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) routes.push({ method: name, path: url })
    methodsOf = undefined
  })
  refuseUnknown(app, (request, reply) => {
    const path = pathOf(request.url)
    methodsOf ??= createPathTable(routes)
    const allowed = methodsOf(path)
    if (!allowed.length) throw apiError('noControlRoute', request.method, path)
    reply.header('allow', allowed.join(', '))
    throw apiError('noControlMethod', request.method, path, allowed)
  })
}
