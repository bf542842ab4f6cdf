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

/** How deep a body may be nested; the published ones are at four. What is deeper would exhaust the stack. */
const deepest = 100

function isTooDeep(text: string): boolean {
  if (text.length <= 2 * deepest) return false
  let depth = 0
  let inString = false
  // Not by an expression: a long string exhausts the stack of that.
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (inString) {
      if (char === '\\') i++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === ']' || char === '}') depth--
    else if ((char === '[' || char === '{') && ++depth > deepest) return true
  }
  return false
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
    parseJson(request, body, (error, value) => {
      if (error) done(apiError('malformedJson', reasonOf(body)))
      else if (isTooDeep(body))
        done(apiError('badRequest', `"body" must not be nested more than ${deepest} deep`))
      else done(null, value)
    })
  })

  app.addContentTypeParser('*', (request, payload, done) => {
    const { 'content-length': length = '0', 'content-type': type = '(none)' } = request.headers
    const refuse = () => done(apiError('unsupportedMediaType', type))
    if (Number(length) > 0) return refuse()
    // How long a chunked one is, its first byte or its end tells.
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
