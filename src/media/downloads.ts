/** Serves files at links that need no credential until they expire. */

import type { FastifyInstance } from 'fastify'
import type { Clocks } from '../core/clocks.js'
import { toIso } from '../core/iso-time.js'
import { downloadPrefix } from '../core/paths.js'
import { apiError } from '../http/errors.js'
import { readRange } from './byte-range.js'

/** The content of a file, ready to be sent. */
export interface FileContent {
  content: Buffer
  /** Its media type. */
  type: string
  /** In quotes; another for each content. */
  etag: string
}

/** A file that can be downloaded. */
export interface Download {
  /** The account on whose clock the link expires. */
  accountId: string
  /** Unix milliseconds. */
  expiresAt: number
  file: () => FileContent
}

/** Where files are looked for, by the key and the file name of a link. */
export interface Files {
  find(key: string, fileName: string): Download | undefined
}

/** The dependencies of the downloads. */
export interface Downloads {
  /** Asked in turn. */
  files: readonly Files[]
  clock: Pick<Clocks, 'of'>
  /** Run the jobs that are due. */
  catchUp: () => void
}

/**
 * Serve the downloads, with HEAD, ranges and conditions. ASSUMED: a link that has expired answers 403, an unknown one
 * 404, each with an error in the service's form.
 */
export function serveDownloads(app: FastifyInstance, { files, clock, catchUp }: Downloads) {
  const find = (key: string, fileName: string) => {
    for (const each of files) {
      const found = each.find(key, fileName)
      if (found) return found
    }
    throw apiError('noFile')
  }

  app.get<{ Params: { key: string; '*': string } }>(`${downloadPrefix}/:key/*`, (request, reply) => {
    catchUp()
    const { key, '*': fileName } = request.params
    const { accountId, expiresAt, file } = find(key, fileName)
    if (clock.of(accountId).now() >= expiresAt) throw apiError('linkExpired', toIso(expiresAt))
    const { content, type, etag } = file()
    reply.headers({
      'accept-ranges': 'bytes',
      // A page of another origin may read the file, as a player does.
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'accept-ranges, content-length, content-range, etag',
      // A link expires on the emulator's clock, which no cache knows.
      'cache-control': 'private, no-cache',
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
  })
}
