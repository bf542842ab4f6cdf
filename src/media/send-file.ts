/** Sends files, with HEAD, ranges and conditions. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readRange } from './byte-range.js'

/** The content of a file, ready to be sent. */
export interface FileContent {
  content: Buffer
  /** Its media type. */
  type: string
  /** In quotes; another for each content. */
  etag: string
  /** Instead of that of a file which may be kept and asked for again. */
  cacheControl?: string
}

/** Let a page of another origin read an answer, as a player does. */
export const openToPages = (reply: FastifyReply) =>
  reply.headers({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'accept-ranges, content-length, content-range, etag',
  })

/** Answer the question of a page of another origin whether it may ask for a part of a file, by `Range`. */
export function answerPreflights(app: FastifyInstance, path: string) {
  app.options(path, (_request, reply) =>
    openToPages(reply)
      .headers({
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        'access-control-allow-headers': 'range, if-none-match, if-range',
        'access-control-max-age': '86400',
      })
      .code(204)
      .send(),
  )
}

/** Send a file, or the part of it that a request asks for. */
export function sendFile(request: FastifyRequest, reply: FastifyReply, file: FileContent) {
  const { content, type, etag } = file
  openToPages(reply).headers({
    'accept-ranges': 'bytes',
    // What a link leads to changes on the emulator's clock, which no cache knows.
    'cache-control': file.cacheControl ?? 'private, no-cache',
    etag,
  })
  const { range, 'if-none-match': known, 'if-range': ofVersion } = request.headers
  if (known?.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, ''))))
    return reply.code(304).send()
  const isSame = ofVersion === undefined || ofVersion === etag
  const part = isSame && request.method === 'GET' ? readRange(range, content.length) : undefined
  if (part === 'unsatisfiable')
    return reply
      .code(416)
      .header('content-range', `bytes */${content.length}`)
      .type('application/json; charset=utf-8')
      .send()
  reply.type(type)
  if (!part) return reply.send(content)
  return reply
    .code(206)
    .header('content-range', `bytes ${part.first}-${part.last}/${content.length}`)
    .send(content.subarray(part.first, part.last + 1))
}
