/** An emulator in process for one test, with clients of its APIs that need no socket. */

import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.js'
import { type Api, connect, createApi } from './api.js'
import { overInject, type Request, type Teardown } from './requests.js'

/** Where a frozen clock starts. */
export const beginning = '2026-01-01T00:00:00.000Z'

/** The beginning plus some seconds, as the API gives times. */
export const after = (seconds: number) =>
  new Date(Date.parse(beginning) + Math.round(seconds * 1000)).toISOString()

/** Time stands still, ids are the same in every run, and there is nothing in it. Closed with the test. */
export async function start(t: Teardown, options: EmulatorOptions = {}) {
  const emulator = await createEmulator({ clock: 'frozen', seed: 1, fixtures: ['none'], ...options })
  t.teardown(() => emulator.close())
  const send = overInject(emulator)
  return {
    emulator,
    send,
    ...connect(send),
    /** The API of another account. */
    apiOf: (accountId: string) => createApi(send, accountId),
  }
}

/** With an app in the account `account`. */
export async function startWithApp(t: Teardown, options: EmulatorOptions = {}) {
  const started = await start(t, options)
  return { ...started, app: await started.api.app() }
}

/** The emulator alone. */
export const startEmulator = async (t: Teardown, options: EmulatorOptions = {}): Promise<Emulator> =>
  (await start(t, options)).emulator

/** One request, without credentials unless it has them. */
export const send = (emulator: Emulator, request: Request) => overInject(emulator)(request)

/** The API of an account of an emulator that runs. */
export const client = (emulator: Emulator, accountId?: string): Api =>
  createApi(overInject(emulator), accountId)
