/** The package: Greenroom in process, and connections to one that runs elsewhere. Each is loaded at its first use. */

import type { Connection, ConnectOptions } from './control/remote/types.js'
import type { Emulator, EmulatorOptions } from './emulator.js'

export { ConfigError } from './config/error.js'
export type { Config } from './config/schema.js'
export type { EmulatorEvent, EventFilter } from './control/event-stream.js'
export type { AccountFacade } from './control/in-process/types.js'
export type { Adjusted } from './control/livestream-schemas.js'
export type { Attendance } from './control/meeting-schemas.js'
export { ConnectionError } from './control/remote/error.js'
export type { Connection, ConnectOptions, RemoteAccount } from './control/remote/types.js'
export type { Scheduled } from './control/scheduled-schemas.js'
export type { Emulator, EmulatorOptions } from './emulator.js'
export type { FaultRule } from './faults/schemas.js'
export { FixtureError } from './fixtures/error.js'
export { ApiError } from './http/errors.js'
export { VerificationError } from './journal/service.js'
export { StoreError } from './store/store-error.js'
export { version } from './version.js'

/**
 * Start an emulator and wait until it answers. Only a listener of its events keeps the process alive; an emulator
 * that is not closed ends with the process.
 * @throws ConfigError, FixtureError or StoreError, listing every problem
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await import('./emulator.js')
  return emulator.createEmulator(options)
}

/**
 * Connect to an emulator that runs elsewhere, and wait until it has answered. SQLite is not loaded.
 * @param url its origin, or any URL of it such as the base URL
 * @throws ConnectionError when no Greenroom answers there
 */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Connection> {
  const remote = await import('./control/remote/connect.js')
  return remote.connect(url, options)
}
