/** The control API of an emulator in process, without a socket. */

import type { Emulator } from '../../src/index.js'
import { type Method, send } from './emulator.js'

export function controlOf(emulator: Emulator) {
  const request =
    (method: Method) =>
    (path: string, payload?: unknown, headers: Record<string, string> = {}) =>
      send(emulator, { method, url: `/_greenroom${path}`, payload, headers })
  const get = request('GET')
  return {
    get: (path: string, headers?: Record<string, string>) => get(path, undefined, headers),
    post: request('POST'),
    delete: request('DELETE'),
  }
}

/** The statuses of so many calls, one after the other. */
export const statuses = async (calls: number, call: () => Promise<{ status: number }>) => {
  const seen: number[] = []
  for (let i = 0; i < calls; i++) seen.push((await call()).status)
  return seen
}
