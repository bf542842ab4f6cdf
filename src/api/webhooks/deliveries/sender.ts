/** One request to a receiver, and its answer. */

import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'
import { StringDecoder } from 'node:string_decoder'
import { rootCertificates } from 'node:tls'
import type { Clock } from '../../../core/clock.js'
import { PemError } from '../../../core/pem-error.js'
import { problemOfTarget } from '../target-url.js'

/** How much of an answer is kept; a longer one is not read to its end. */
const LONGEST_ANSWER_BYTES = 4096

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

/** Read the certificates to trust besides the public ones. @throws PemError */
function readAuthorities(file: string): string[] {
  const refuse = (problem: string) => new PemError('webhookCa', `${file}: ${problem}`)
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
  // A host with several addresses fails with an error for each.
  error instanceof AggregateError
    ? error.errors.map((each: Error) => each.message).join('; ')
    : error.message || (error.code ?? 'unknown error')

/**
 * Send requests, each on a connection of its own.
 * @param options.timeout real seconds that a receiver may take in all
 * @param options.authorities a file with certificates in PEM
 * @throws PemError when the certificates cannot be used
 */
export function createSender(options: { clock: Clock; timeout: number; authorities: string | undefined }) {
  const { clock, timeout, authorities } = options
  // No connection is kept: when a kept one breaks, nobody can tell whether the receiver had closed it before or had
  // seen the request. So each attempt is one request, and each request one attempt.
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
        // A decoder leaves out a character that was cut off.
        const answer = new StringDecoder('utf8').write(
          Buffer.concat(chunks).subarray(0, LONGEST_ANSWER_BYTES),
        )
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
          if (kept <= LONGEST_ANSWER_BYTES) return
          // The rest is not kept, and there may be no end to it.
          finish(null)
          request.destroy()
        })
        response.on('end', () => finish(null))
        response.on('error', (error) => finish(describe(error)))
      })
      // 101: an answer like any other that is no success.
      request.on('upgrade', (response, socket) => {
        status = response.statusCode ?? null
        finish(null)
        socket.destroy()
      })
      request.on('error', (error) => finish(describe(error)))
      request.end(body)
    })

  return {
    /** Send a request. It never rejects: what goes wrong is in the result. A redirect is not followed. */
    async post(request: Post): Promise<Sent> {
      if (closed) return { status: null, error: 'Greenroom is stopping', answer: '' }
      // An imported state may hold any text; Node takes port 0 for the default port.
      const problem = problemOfTarget(request.url)
      if (problem) return { status: null, error: `the webhook's "url" ${problem}`, answer: '' }
      return once(request).catch((error) => ({ status: null, error: describe(error), answer: '' }))
    },
    /** Cut off the requests in flight, and send nothing more. */
    close() {
      closed = true
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

export type Sender = ReturnType<typeof createSender>
