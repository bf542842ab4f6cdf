/** One request to a receiver, and what it answered. */

import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'
import { StringDecoder } from 'node:string_decoder'
import { rootCertificates } from 'node:tls'
import { ConfigError, flagOf } from '../../../config.js'
import type { Clock } from '../../../core/clock.js'

/** How much of an answer is kept, in bytes; a longer one is not read to its end. */
export const longestAnswer = 4096

export interface Sent {
  /** Null when there was no answer. */
  status: number | null
  error: string | null
  answer: string
}

export interface Post {
  url: string
  headers: Record<string, string>
  body: Buffer
}

/** The certificates to trust besides the public ones. @throws ConfigError */
function readAuthorities(file: string): string[] {
  const refuse = (problem: string) => new ConfigError([`${flagOf('webhookCa')} ${file}: ${problem}`])
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw refuse(`cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (!certificates) throw refuse('has no certificate in PEM')
  try {
    return certificates.map((pem) => new X509Certificate(pem).toString())
  } catch {
    throw refuse('has a certificate that cannot be read')
  }
}

const describe = (error: NodeJS.ErrnoException) =>
  // A host with several addresses fails with the errors of all.
  error instanceof AggregateError
    ? error.errors.map((each: Error) => each.message).join('; ')
    : error.message || (error.code ?? 'unknown error')

/**
 * @param options.timeout how long a receiver may take in all, in seconds
 * @throws ConfigError when the certificates cannot be used
 */
export function createSender(options: { clock: Clock; timeout: number; authorities: string | undefined }) {
  const { clock, timeout, authorities } = options
  // No connection is kept: of one that breaks, nobody could tell whether the receiver had closed it in the meantime or
  // had seen the request. So each attempt is one request, and each request one attempt.
  const agents = {
    'http:': new http.Agent({ keepAlive: false }),
    'https:': new https.Agent({
      keepAlive: false,
      ...(authorities !== undefined && { ca: [...rootCertificates, ...readAuthorities(authorities)] }),
    }),
  }
  let closed = false

  const once = ({ url, headers, body }: Post) =>
    new Promise<Sent>((resolve) => {
      const target = new URL(url)
      const isSecure = target.protocol === 'https:'
      const chunks: Buffer[] = []
      let status: number | null = null
      let kept = 0
      let cancel = () => {}
      const finish = (error: string | null) => {
        cancel()
        // A decoder leaves out a character that was cut.
        const answer = new StringDecoder('utf8').write(Buffer.concat(chunks).subarray(0, longestAnswer))
        resolve({ status, error, answer })
      }

      const request = (isSecure ? https : http).request(target, {
        method: 'POST',
        headers: { ...headers, 'content-length': body.length },
        agent: agents[isSecure ? 'https:' : 'http:'],
      })
      cancel = clock.wait(timeout * 1000, () => {
        finish(`no ${status === null ? '' : 'complete '}answer in ${timeout} s`)
        request.destroy()
      })
      request.on('response', (response) => {
        status = response.statusCode ?? null
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          kept += chunk.length
          if (kept <= longestAnswer) return
          // What it says beyond this is nobody's business, and there may be no end to it.
          finish(null)
          request.destroy()
        })
        response.on('end', () => finish(null))
        response.on('error', (error) => finish(describe(error)))
      })
      // 101: an answer that is no success, however odd.
      request.on('upgrade', (response, socket) => {
        status = response.statusCode ?? null
        finish(null)
        socket.destroy()
      })
      request.on('error', (error) => finish(describe(error)))
      request.end(body)
    })

  return {
    /** Never fails: what goes wrong is in the result. Redirects are answers like others. */
    async post(request: Post): Promise<Sent> {
      if (closed) return { status: null, error: 'all stops', answer: '' }
      // A URL that was imported may be none.
      return once(request).catch((error) => ({ status: null, error: describe(error), answer: '' }))
    },
    /** Cut off what is on its way, and send nothing more. */
    close() {
      closed = true
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

export type Sender = ReturnType<typeof createSender>
