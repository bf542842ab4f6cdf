/** Starts the demo of an emulator. */

import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/schema.js'
import type { DemoControl } from '../control/demo.js'
import type { AccountFacade } from '../control/in-process/types.js'
import { wireHeader } from '../http/wire.js'
import { createWorld, demoAccount, type WorldDeps } from './world.js'

/** The headers that the back ends send: a credential that is accepted, and the wire that they read. */
function headersOf({ token: tokens, wire }: Pick<Config, 'token' | 'wire'>, host: string) {
  const token = tokens.find((each) => each.endsWith(`=${demoAccount}`) || !each.includes('=')) ?? 'demo'
  return {
    host,
    authorization: `Bearer ${token.replace(/=.*$/, '')}`,
    ...(wire !== 'documented' && { [wireHeader]: 'documented' }),
  }
}

/** Create the world of an emulator that answers already, and wait until it has begun. */
export async function startDemo(
  deps: Pick<WorldDeps, 'clock' | 'ids' | 'log'> & {
    app: FastifyInstance
    demo: DemoControl
    config: Pick<Config, 'token' | 'wire'>
    /** The origin at which the emulator reaches itself. */
    url: string
    inboxUrl: string | null
    accountOf: (id: string) => AccountFacade
  },
): Promise<void> {
  const { app, demo, config, url, inboxUrl, accountOf, clock, ids, log } = deps
  const world = createWorld({
    clock,
    ids,
    log,
    account: accountOf(demoAccount),
    inject: (request) => app.inject(request),
    headers: headersOf(config, new URL(url).host),
    inboxUrl,
  })
  demo.take(world)
  world.start()
  await world.catchUp()
}
