/** A back end's endpoint for webhooks: it refuses forged deliveries, and takes a delivery that comes twice once. */

import { verify } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

// biome-ignore lint/suspicious/noExplicitAny: each event has a body of its own
export type Event = { event: string } & Record<string, any>

async function read(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Listen on a free port. @param origin where the public key is published */
export async function startListener(origin: string) {
  const published = await (await fetch(`${origin}/.well-known/webhooks.json`)).json()
  const { publicKey } = (published as { data: { publicKey: string } }).data
  const events = new Map<string, Event>()
  const counts = { forged: 0, repeated: 0 }

  const server = createServer(async (request, response) => {
    // The signature is over the bytes as they came.
    const raw = await read(request)
    const signature = Buffer.from(String(request.headers['rtk-signature']), 'base64')
    if (!verify('sha256', raw, publicKey, signature)) {
      counts.forged += 1
      response.writeHead(401).end()
      return
    }
    const id = String(request.headers['rtk-uuid'])
    if (events.has(id)) counts.repeated += 1
    else events.set(id, JSON.parse(raw.toString()))
    response.writeHead(204).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    counts,
    events: () => [...events.values()],
    close: () => server.close(),
  }
}
