/**
 * Reads bodies: JSON in UTF-8 only. An empty body counts as no body, whatever its content type. ASSUMED: bytes that are
 * not UTF-8 are refused, so that no text is stored as other characters.
 */

import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { findLoneSurrogate, isPercentEncoded } from '../core/text.js'
import { decodeBodies } from './decoding.js'
import { apiError } from './errors.js'

/** Say why a body is refused. The parser, which guards against prototype pollution, does not say it. */
function reasonOf(text: string): string {
  try {
    JSON.parse(text)
    return "it has a key that would change an object's prototype"
  } catch (syntaxError) {
    return (syntaxError as Error).message
  }
}

/** How deep a body may be nested; the published ones are four deep. A deeper one would exhaust the stack. */
const MAX_DEPTH = 100

function isTooDeep(text: string): boolean {
  if (text.length <= 2 * MAX_DEPTH) return false
  let depth = 0
  let inString = false
  // Without a regular expression: a long string would exhaust its stack.
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (inString) {
      if (char === '\\') i++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === ']' || char === '}') depth--
    else if ((char === '[' || char === '{') && ++depth > MAX_DEPTH) return true
  }
  return false
}

/** Whether a body may have half of a surrogate pair; in UTF-8 only an escape can make one. */
const hasEscapedSurrogate = (text: string) => /\\u[dD][89a-fA-F]/.test(text)

declare module 'fastify' {
  interface FastifyRequest {
    /** The decoded text of the body; undefined without a body, or when it was not read. */
    bodyText: string | undefined
  }
}

/** Whether Fastify can read a content type: two words with a slash between, and parameters. */
const isContentType = (text: string) => /^\s*[^\s/;,]+\/[^\s/;,]+/.test(text)

/** Whether the headers of a request say that it has no body. */
const hasNoBody = ({ 'content-length': length = '0', 'transfer-encoding': coding }: IncomingHttpHeaders) =>
  coding === undefined && Number(length) === 0

/** Read the bodies of all requests of an application. */
export function readBodies(app: FastifyInstance) {
  app.decorateRequest('bodyText', undefined)
  decodeBodies(app)
  // Fastify refuses a content type that it cannot read, even on a request without a body.
  app.addHook('onRequest', (request, _reply, next) => {
    const { headers } = request
    const type = headers['content-type']
    if (type !== undefined && !isContentType(type) && (type.trim() === '' || hasNoBody(headers)))
      delete headers['content-type']
    next()
  })
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()

  // After the credentials are checked. The query parser would keep text that it cannot decode.
  app.addHook('preValidation', (request, _reply, next) => {
    const start = request.url.indexOf('?')
    if (start !== -1 && !isPercentEncoded(request.url.slice(start)))
      throw apiError('badRequest', '"query" must be percent-encoded UTF-8')
    next()
  })

  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    // Decoding would silently replace bytes that are not UTF-8.
    if (!isUtf8(bytes)) return done(apiError('badRequest', '"body" must be UTF-8'))
    const body = bytes.toString()
    request.bodyText = body
    if (body.trim() === '') return done(null, undefined)
    parseJson(request, body, (error, value) => {
      if (error) return done(apiError('malformedJson', reasonOf(body)))
      if (isTooDeep(body))
        return done(apiError('badRequest', `"body" must not be nested more than ${MAX_DEPTH} deep`))
      const field = hasEscapedSurrogate(body) ? findLoneSurrogate(value) : undefined
      if (field !== undefined)
        return done(apiError('badRequest', `"${field || 'body'}" must not have half of a surrogate pair`))
      done(null, value)
    })
  })

  app.addContentTypeParser('*', (request, payload, done) => {
    const { 'content-length': length = '0', 'content-type': type = '(none)' } = request.headers
    const refuse = () => done(apiError('unsupportedMediaType', type))
    if (Number(length) > 0) return refuse()
    // A chunked body has no length: wait for its first byte or its end.
    const onData = () => {
      payload.off('end', onEnd)
      refuse()
    }
    const onEnd = () => {
      payload.off('data', onData)
      done(null, undefined)
    }
    payload.once('data', onData).once('end', onEnd)
  })
}
