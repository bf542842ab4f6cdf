/** `greenroom healthcheck`: for a container's HEALTHCHECK, which has no curl. */

import { get } from 'node:http'
import type { Config } from '../config/schema.js'
import { controlPrefix } from '../core/paths.js'
import { hostWithPort } from '../core/public-url.js'

/** How long an answer may take, in milliseconds. */
const timeout = 2000

/** Ask the Greenroom of this configuration whether it is ready. @returns the exit code */
export function healthcheck({ host, port }: Pick<Config, 'host' | 'port'>): Promise<number> {
  const url = `http://${hostWithPort(host, port)}${controlPrefix}/health/ready`
  return new Promise((resolve) => {
    const say = (problem: string) => {
      process.stderr.write(`${url}: ${problem}\n`)
      resolve(1)
    }
    const request = get(url, { timeout }, (response) => {
      response.resume()
      if (response.statusCode === 200) resolve(0)
      else say(`answered ${response.statusCode}`)
    })
    request.on('timeout', () => request.destroy(new Error(`no answer in ${timeout} ms`)))
    request.on('error', (error) => say(error.message))
  })
}
