/** The names by which some tests know `start.ts`, with the clients of `client.ts`. New tests use that. */

import type { Emulator, EmulatorOptions } from '../../src/index.js'
import { createClient } from './client.js'
import { overInject as carry, type Teardown } from './requests.js'
import { start } from './start.js'

/** With the Host that a client on the default port sends. */
export const overInject = (emulator: Emulator) => carry(emulator, { host: 'localhost:4010' })

export async function startFrozen(t: Teardown, options: EmulatorOptions = {}) {
  const { emulator } = await start(t, options)
  return { emulator, ...createClient(overInject(emulator)) }
}
