/** The control API of an emulator in process, without a socket. */

import type { Emulator } from '../../src/index.js'
import { createControl } from './api.js'
import { overInject } from './requests.js'

export const controlOf = (emulator: Emulator) => createControl(overInject(emulator))

/** The statuses of so many calls, one after the other. */
export const statuses = async (calls: number, call: () => Promise<{ status: number }>) => {
  const seen: number[] = []
  for (let i = 0; i < calls; i++) seen.push((await call()).status)
  return seen
}
