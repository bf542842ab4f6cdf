/** Serves files at links that need no credential until they expire. */

import type { FastifyInstance } from 'fastify'
import type { Clocks } from '../core/clocks.js'
import { toIso } from '../core/iso-time.js'
import { downloadPrefix } from '../core/paths.js'
import { apiError } from '../http/errors.js'
import { answerPreflights, type FileContent, sendFile } from './send-file.js'

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

  answerPreflights(app, `${downloadPrefix}/:key/*`)
  app.get<{ Params: { key: string; '*': string } }>(`${downloadPrefix}/:key/*`, (request, reply) => {
    catchUp()
    const { key, '*': fileName } = request.params
    const { accountId, expiresAt, file } = find(key, fileName)
    if (clock.of(accountId).now() >= expiresAt) throw apiError('linkExpired', toIso(expiresAt))
    return sendFile(request, reply, file())
  })
}
