/** The names by which many tests know `start.ts`, `api.ts` and `errors.ts`. New tests use those. */

import type { Emulator, EmulatorOptions } from '../../src/index.js'
import { type Api, createApi } from './api.js'
import { overInject, type Request, type Teardown } from './requests.js'
import { start as startWhole } from './start.js'

export { recorded } from './api.js'
export { gatewayError, paging, serviceError, unroutable } from './errors.js'
export type { Method, Teardown } from './requests.js'
export { after as at, startWithApp } from './start.js'

export const startEmulator = async (t: Teardown, options: EmulatorOptions = {}): Promise<Emulator> =>
  (await startWhole(t, options)).emulator
export const send = (emulator: Emulator, request: Request) => overInject(emulator)(request)
export const client = (emulator: Emulator, accountId?: string): Api =>
  createApi(overInject(emulator), accountId)
export type Client = Api
