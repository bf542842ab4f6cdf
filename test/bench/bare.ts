/** The process to compare with: Fastify with nothing in it, giving back bytes that it was told. */

import type { AddressInfo } from 'node:net'
import Fastify, { type HTTPMethods } from 'fastify'

export interface Answer {
  method: HTTPMethods
  /** The route's pattern: the comparison has the same routing to do. */
  route: string
  status: number
  headers: Record<string, string>
  body: string
}

async function serve(answers: Answer[]) {
  const app = Fastify()
  for (const { method, route, status, headers, body } of answers)
    app.route({
      method,
      url: route,
      handler: (_request, reply) => void reply.code(status).headers(headers).send(body),
    })
  await app.listen({ host: '127.0.0.1', port: 0 })
  process.send?.((app.server.address() as AddressInfo).port)
}

process.once('message', (answers: Answer[]) => void serve(answers))
process.on('disconnect', () => process.exit(0))
