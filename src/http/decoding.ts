/**
 * Decodes compressed bodies. The limit on the size of a body holds for what is decoded, so that no bomb goes
 * off. ASSUMED: whether the service decodes any is not known.
 */

import { type Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { apiError } from './errors.js'

const decoders = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/** The encodings of bodies that are read, for the header Accept-Encoding of a refusal. */
const acceptedEncodings = 'gzip, deflate, br'

/** Fastify compares Content-Length with this, where a stream has it. */
type EncodedStream = Readable & { receivedEncodedLength?: number }

/** Decode a body. The stream fails with a catalogue error. @param limit bytes of the decoded body */
function decode(payload: EncodedStream, encoding: string, limit: number): EncodedStream {
  const decoder = (decoders.get(encoding) as () => Transform)()
  let size = 0
  const decoded: Transform & EncodedStream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size <= limit) return done(null, chunk)
      stop()
      done(apiError('bodyTooLarge', limit))
    },
  })
  const stop = () => {
    payload.unpipe(decoder)
    // What the client still sends is not looked at.
    payload.resume()
    decoder.destroy()
  }
  decoded.receivedEncodedLength = 0
  payload.on('data', (chunk: Buffer) => {
    decoded.receivedEncodedLength = (decoded.receivedEncodedLength ?? 0) + chunk.length
  })
  payload.once('error', (error) => decoded.destroy(error))
  decoder.once('error', (error) => {
    stop()
    decoded.destroy(apiError('badRequest', `"body" is not valid ${encoding}: ${error.message}`))
  })
  return payload.pipe(decoder).pipe(decoded)
}

/** Decode the bodies of requests that have a Content-Encoding. Others answer 415. */
export function decodeBodies(app: FastifyInstance) {
  app.addHook('preParsing', (request, reply, payload, done) => {
    const encoding = request.headers['content-encoding']?.trim().toLowerCase()
    if (encoding === undefined || encoding === '' || encoding === 'identity') return done(null, payload)
    if (!decoders.has(encoding)) {
      reply.header('accept-encoding', acceptedEncodings)
      return done(apiError('unsupportedEncoding', encoding, acceptedEncodings))
    }
    done(null, decode(payload, encoding, request.routeOptions.bodyLimit))
  })
}
