/** Stops and starts the world of `greenroom demo`, which is loaded only where there is one. */

import type { Clocks } from '../core/clocks.js'
import { toIso } from '../core/iso-time.js'
import type { Companion } from '../core/scheduler.js'
import { apiError } from '../http/errors.js'
import type { DemoBody, DemoState } from './demo-schemas.js'

/** A world: people and back ends that use the emulator by themselves. */
export interface World extends Companion {
  /** The account in which everything happens. */
  readonly accountId: string
  readonly isRunning: boolean
  /** Begin with what the account has now. */
  start(): void
  /** Leave everything as it is, and do nothing more. */
  stop(): void
}

/** Create the control of the demo. There is none until a world is given to it. */
export function createDemoControl({ clock }: { clock: Pick<Clocks, 'has'> }) {
  let world: World | undefined

  const get = (): DemoState => {
    const next = world?.isRunning ? world.nextDueAt() : undefined
    return {
      available: world !== undefined,
      running: world?.isRunning ?? false,
      account_id: world?.accountId ?? null,
      next_at: next === undefined ? null : toIso(next),
    }
  }

  return {
    get,
    /** @throws ApiError noDemo */
    set({ running }: DemoBody) {
      if (!world) throw apiError('noDemo')
      if (running && !world.isRunning) world.start()
      if (!running) world.stop()
      return get()
    },
    /** Take a world, which is controlled from now on. */
    take(given: World) {
      world = given
    },
    /** The world, for the scheduler of the clock that its account follows. */
    companionOf: (owner: string | undefined) =>
      world && (clock.has(world.accountId) ? world.accountId : undefined) === owner ? world : undefined,
    /** Begin anew after the state of an account, or of all, was replaced: nothing that the world knows may be there. */
    replaced(accountId: string | undefined) {
      if (world?.isRunning && (accountId === undefined || accountId === world.accountId)) world.start()
    },
  }
}

export type DemoControl = ReturnType<typeof createDemoControl>
