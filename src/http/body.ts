/** Reading bodies: JSON only; an empty one is no body, whatever its content type says. */

import type { FastifyInstance } from 'fastify'
import { apiError } from './errors.js'

/** Why a body is refused; the parser, which guards against prototype pollution, does not say. */
function reasonOf(text: string): string {
  try {
    JSON.parse(text)
    return "it has a key that would change an object's prototype"
  } catch (syntaxError) {
    return (syntaxError as Error).message
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it was sent; undefined when there was none, or it was not read. */
    bodyText: string | undefined
  }
}

export function readBodies(app: FastifyInstance) {
  app.decorateRequest('bodyText', undefined)
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()

  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    request.bodyText = body
    if (body.trim() === '') return done(null, undefined)
    parseJson(request, body, (error, value) =>
      error ? done(apiError('malformedJson', reasonOf(body))) : done(null, value),
    )
  })

  app.addContentTypeParser('*', (request, _payload, done) => {
    const { 'content-length': length, 'transfer-encoding': encoding, 'content-type': type } = request.headers
    if (encoding === undefined && Number(length ?? 0) === 0) return done(null, undefined)
    done(apiError('unsupportedMediaType', type ?? '(none)'))
  })
}
