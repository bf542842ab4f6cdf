import type { FastifyInstance } from 'fastify'
import type { Guard } from '../control/guard.js'
import { controlPrefix } from '../control/prefix.js'
import type { DocumentedRoutes } from './openapi.js'

export const documentPaths = {
  emulated: '/openapi.json',
  control: `${controlPrefix}/openapi.json`,
  page: '/docs',
}

/** Serve the OpenAPI documents and the page that shows them, loading what makes them at the first request. */
export function serveDocuments(app: FastifyInstance, routes: DocumentedRoutes & { guard: Guard }) {
  let documents: Promise<FastifyInstance> | undefined
  const load = async () => (await import('./openapi.js')).createDocuments(routes)

  const { emulated, control, page } = documentPaths
  for (const url of [emulated, ...(routes.control ? [control] : []), page, `${page}/*`])
    app.get(url, url === control ? { onRequest: routes.guard } : {}, async (request, reply) => {
      documents ??= load()
      const { routing } = await documents
      reply.hijack()
      routing(request.raw, reply.raw)
    })
  app.addHook('onClose', async () => (await documents)?.close())
}
