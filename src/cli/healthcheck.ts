/** `greenroom healthcheck`: the HEALTHCHECK of the container image, which has no curl. */

import { get } from 'node:http'
import type { Writable } from 'node:stream'
import type { Config } from '../config/schema.js'
import { controlPrefix } from '../core/paths.js'
import { hostWithPort } from '../core/public-url.js'

/** How long an answer may take. */
const TIMEOUT_MS = 2000

interface HealthcheckContext extends Pick<Config, 'host' | 'port'> {
  /** Where a problem is written. */
  stderr: Writable
}

/**
 * Ask a running Greenroom whether it is ready.
 * @param context the address to call, and the stream to write to
 * @returns the exit code: 0 ready, 1 not ready or unreachable
 */
export function healthcheck({ host, port, stderr }: HealthcheckContext): Promise<number> {
  const url = `http://${hostWithPort(host, port)}${controlPrefix}/health/ready`
  return new Promise((resolve) => {
    const say = (problem: string) => {
      stderr.write(`${url}: ${problem}\n`)
      resolve(1)
    }
    const request = get(url, { timeout: TIMEOUT_MS }, (response) => {
      response.resume()
      if (response.statusCode === 200) resolve(0)
      else say(`answered ${response.statusCode}`)
    })
    request.on('timeout', () => request.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)))
    request.on('error', (error) => say(error.message))
  })
}
