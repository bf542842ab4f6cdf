/** Carries the calls of a facade to the services of this process. */

import { keepAlive } from '../../core/keep-alive.js'
import { checkInput } from '../../http/route.js'
import { AccountScopeSchema } from '../../http/scope-schema.js'
import type { Control } from '../service.js'
import type { Transport } from './facade.js'

/**
 * Create the transport.
 * @param options.check throws when the emulator is closed
 * @param options.hold keeps the process alive until the function that it returns is called
 */
export function createLocalTransport(
  control: Control,
  { check, hold }: { check: () => void; hold: () => () => void },
): Transport {
  const run = <T>(method: string, work: () => T): T => {
    check()
    return control.aroundOf(method)(work)
  }
  const send = <R, P>(
    route: { method: string; call(input: unknown): R },
    input: unknown,
    pick?: (result: R) => P,
  ) => {
    const result = run(route.method, () => route.call(input))
    // The emulator does not keep the process alive, but the caller waits for this promise.
    if (result instanceof Promise) return keepAlive(pick ? result.then(pick) : result)
    return pick ? pick(result) : result
  }
  return {
    send: send as Transport['send'],
    attempt: (work) => work(),
    subscribe(listener, filter) {
      check()
      const deliver = (event: Parameters<typeof listener>[0]) => {
        listener(event)
        return true
      }
      const { close } = control.events.subscribe({ filter, deliver })
      const release = hold()
      return () => {
        close()
        release()
      }
    },
    takeUnnamed(of) {
      const restore = run('POST', () =>
        control.snapshots.takeUnnamed(checkInput(AccountScopeSchema, of).account_id),
      )
      return { restore: () => run('POST', restore) }
    },
  }
}
