/** Serves the OpenAPI documents, loading what makes them at the first request. */

import type { FastifyInstance, onRequestHookHandler } from 'fastify'
import { documentPaths } from '../core/paths.js'
import type { DocumentedRoutes } from './openapi.js'

/** Serve them. @param routes.guard refuses callers that may not drive the control API */
export function serveDocuments(
  app: FastifyInstance,
  routes: DocumentedRoutes & { guard: onRequestHookHandler },
) {
  let documents: Promise<FastifyInstance> | undefined
  const load = async () => (await import('./openapi.js')).createDocuments(routes)

  const { emulated, control } = documentPaths
  for (const url of [emulated, ...(routes.control ? [control] : [])])
    app.get(url, url === control ? { onRequest: routes.guard } : {}, async (request, reply) => {
      documents ??= load()
      const { routing } = await documents
      reply.hijack()
      routing(request.raw, reply.raw)
    })
  app.addHook('onClose', async () => (await documents)?.close())
}
