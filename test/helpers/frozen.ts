/** An emulator in process whose clock stands still and whose ids are always the same. */

import type { InjectOptions } from 'fastify'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.js'
import { createClient, type Send } from './client.js'

/** The instant at which the frozen clock stands. */
export const beginning = '2026-01-01T00:00:00.000Z'

/** Send without a socket, with a bearer token and always the same Host. */
export const overInject =
  (emulator: Emulator): Send =>
  async (method, url, body) => {
    const { statusCode, payload } = await emulator.inject({
      method: method as NonNullable<InjectOptions['method']>,
      url,
      headers: { authorization: 'Bearer test', host: 'localhost:4010' },
      ...(body && { payload: body }),
    })
    return { status: statusCode, body: JSON.parse(payload), payload }
  }

/** Start one for a test, with nothing in it; it is closed with the test. */
export async function startFrozen(
  t: { teardown(undo: () => unknown): unknown },
  options: EmulatorOptions = {},
) {
  const emulator = await createEmulator({ clock: 'frozen', seed: 1, fixtures: ['none'], ...options })
  t.teardown(() => emulator.close())
  return { emulator, ...createClient(overInject(emulator)) }
}
