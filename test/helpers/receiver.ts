/** A receiver of webhooks on loopback: it keeps what came, to the byte, and answers as it is told. */

import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Teardown } from './requests.js'

export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  raw: Buffer
  // biome-ignore lint/suspicious/noExplicitAny: a body is whatever was sent; the tests compare it
  body: any
}

export type Answerer = (received: Received, response: ServerResponse, request: IncomingMessage) => void

export const answers =
  (status: number, body = ''): Answerer =>
  (_received, response) =>
    response.writeHead(status).end(body)

/** Serve until the test ends. @param server another kind, such as one for https */
export async function startReceiver(
  t: Teardown,
  options: { answer?: Answerer; server?: Server; port?: number } = {},
) {
  const server = options.server ?? createServer()
  const received: Received[] = []
  const receiver = {
    url: '',
    received,
    /** Change it at any time. */
    answer: options.answer ?? answers(200),
    /** The `status`, or else the event, of each body. */
    told: () => received.map(({ body }) => body.status ?? body.event),
  }
  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks)
    const { method = '', url: path = '', headers } = request
    const one = { method, path, headers, raw, body: JSON.parse(raw.toString()) }
    received.push(one)
    receiver.answer(one, response, request)
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return receiver
}
