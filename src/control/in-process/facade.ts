/** Offers the control API as methods in process: the same operations and schemas without HTTP. */

import { readDuration } from '../../core/duration.js'
import { keepAlive } from '../../core/keep-alive.js'
import { apiError } from '../../http/errors.js'
import { checkInput } from '../../http/route.js'
import { AccountScopeSchema } from '../../http/scope-schema.js'
import { VerificationError } from '../../journal/service.js'
import { createStateRoutes } from '../../state/routes.js'
import type { AdvanceBody } from '../clock-schemas.js'
import { createControlRoutes } from '../routes/index.js'
import type { Control } from '../service.js'
import type { Advance, ControlFacade } from './types.js'

const toText = (instant: string | Date) => (instant instanceof Date ? instant.toISOString() : instant)

/** Read the argument of `advance`. @throws ApiError badRequest */
function toAdvanceBody(by: Advance): AdvanceBody {
  if (typeof by === 'number') return { seconds: by }
  if (typeof by === 'string') {
    const milliseconds = readDuration(by)
    if (milliseconds !== undefined) return { seconds: milliseconds / 1000 }
  }
  if (typeof by === 'object' && by !== null)
    return 'to' in by && by.to !== undefined ? { ...by, to: toText(by.to) } : (by as AdvanceBody)
  throw apiError(
    'badRequest',
    `"advance" must be seconds (90), a duration ("1m30s"), { to: instant } or { until: "idle" }, not ${JSON.stringify(by)}`,
  )
}

/**
 * Create the facade.
 * @param options.check throws when the emulator is closed
 * @param options.hold keeps the process alive until the function that it returns is called
 */
export function createFacade(
  control: Control,
  options: { check: () => void; hold: () => () => void },
): ControlFacade {
  const { check } = options
  const routes = { ...createControlRoutes(control), state: createStateRoutes(control.state) }
  const run = <T>(work: () => T): T => {
    check()
    const result = control.around(work)
    // The emulator does not keep the process alive, but the caller waits for this promise.
    if (result instanceof Promise) keepAlive(result)
    return result
  }
  const {
    clock,
    scheduled,
    livestreams,
    recordings,
    meetings,
    faults,
    requests,
    deliveries,
    snapshots,
    state,
  } = routes

  return {
    clock: {
      now: (query) => new Date(run(() => clock.get.call({ query }).now)),
      set: ({ now, ...change }) =>
        run(() => clock.set.call({ body: { ...change, ...(now !== undefined && { now: toText(now) }) } })),
      advance: async (by, scope) =>
        (await run(() => clock.advance.call({ body: { ...toAdvanceBody(by), ...scope } }))).ran,
      giveUp: (query) => run(() => clock.giveUp.call({ query })),
    },
    scheduled: (query) => run(() => scheduled.list.call({ query }).scheduled),
    event: (livestream_id, body) => run(() => livestreams.event.call({ params: { livestream_id }, body })),
    livestreams: {
      setViewers: (livestream_id, body) =>
        run(() => livestreams.setViewers.call({ params: { livestream_id }, body })),
      disable: (livestream_id, body) =>
        run(() => livestreams.disable.call({ params: { livestream_id }, body })),
      enable: (livestream_id, body) =>
        run(() => livestreams.enable.call({ params: { livestream_id }, body })),
      resetStreamKey: (livestream_id, body) =>
        run(() => livestreams.resetStreamKey.call({ params: { livestream_id }, body })),
    },
    recordings: {
      event: (recording_id, body) => run(() => recordings.event.call({ params: { recording_id }, body })),
    },
    meetings: {
      join: (meeting_id, body) => run(() => meetings.join.call({ params: { meeting_id }, body })),
      leave: (meeting_id, body) => run(() => meetings.leave.call({ params: { meeting_id }, body })),
    },
    faults: {
      add: (body) => run(() => faults.add.call({ body })),
      list: (query) => run(() => faults.list.call({ query }).faults),
      get: (fault_id) => run(() => faults.get.call({ params: { fault_id } })),
      remove: (fault_id) => void run(() => faults.remove.call({ params: { fault_id } })),
      clear: (query) => run(() => faults.clear.call({ query }).removed),
    },
    requests: {
      list: (query) => run(() => requests.list.call({ query })),
      verify(body) {
        const verification = run(() => requests.verify.call({ body }))
        if (!verification.holds) throw new VerificationError(verification)
        return verification.count
      },
      clear: (query) => run(() => requests.clear.call({ query }).removed),
    },
    events(listener, filter = {}) {
      check()
      const deliver = (event: Parameters<typeof listener>[0]) => {
        listener(event)
        return true
      }
      const { close } = control.events.subscribe({ filter, deliver })
      const release = options.hold()
      return () => {
        close()
        release()
      }
    },
    webhooks: {
      deliveries: (query) => run(() => deliveries.list.call({ query }).deliveries),
      delivery: (delivery_id, query) => run(() => deliveries.get.call({ params: { delivery_id }, query })),
      resend: (delivery_id, body) => run(() => deliveries.resend.call({ params: { delivery_id }, body })),
      wait: async (body) => (await run(() => deliveries.wait.call({ body }))).deliveries,
      rules: {
        add: (body) => run(() => deliveries.addRule.call({ body })),
        list: (query) => run(() => deliveries.listRules.call({ query }).rules),
        remove: (rule_id) => void run(() => deliveries.removeRule.call({ params: { rule_id } })),
        clear: (query) => run(() => deliveries.clearRules.call({ query }).removed),
      },
    },
    reset: (body) => run(() => routes.reset.reset.call({ body })),
    snapshot(name, of) {
      if (name === undefined) {
        const restore = run(() =>
          control.snapshots.takeUnnamed(checkInput(AccountScopeSchema, of).account_id),
        )
        return { restore: () => run(restore) }
      }
      run(() => snapshots.take.call({ params: { name }, body: of }))
      return { restore: () => void run(() => snapshots.restore.call({ params: { name }, body: of })) }
    },
    state: {
      export: (query) => run(() => state.export.call({ query })),
      async import(document, query) {
        const { account_id } = checkInput(AccountScopeSchema, query)
        const chunks = typeof document === 'string' || document instanceof Uint8Array ? [document] : document
        return run(() => control.state.import(chunks, account_id))
      },
    },
    info: () => run(() => routes.info.get.call({})),
  }
}
