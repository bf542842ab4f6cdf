/** Offers the control API as methods, over any transport: in process, or by HTTP. */

import { Readable } from 'node:stream'
import { readDuration } from '../../core/duration.js'
import { apiError } from '../../http/errors.js'
import type { Route } from '../../http/route.js'
import type { AccountScope } from '../../http/scope-schema.js'
import { VerificationError } from '../../journal/service.js'
import { createStateRoutes } from '../../state/routes.js'
import type { AdvanceBody } from '../clock-schemas.js'
import type { EmulatorEvent, EventFilter } from '../event-stream.js'
import { createControlRoutes } from '../routes/index.js'
import type { Control } from '../service.js'
import type { Advance, ControlFacade, Snapshot } from './types.js'

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

/** Create every operation that a facade calls, by its subject. */
export const createFacadeRoutes = (control: Control) => ({
  ...createControlRoutes(control),
  state: createStateRoutes(control.state),
})
export type FacadeRoutes = ReturnType<typeof createFacadeRoutes>

/** What a call gives: a promise where the operation gives a promise; over HTTP, always. */
type Sent<Result, Picked> = Result extends Promise<unknown> ? Promise<Picked> : Picked

/** Carries calls to an emulator. Over HTTP everything that it gives is a promise. */
export interface Transport {
  /** Call an operation. @param pick makes the method's result of the operation's, or throws */
  send<Input, Result, Picked = Awaited<Result>>(
    route: Route<Input, Result>,
    input: NoInfer<Input>,
    pick?: (result: Awaited<Result>) => Picked,
  ): Sent<Result, Picked>
  /** @returns the function that stops listening */
  subscribe(listener: (event: EmulatorEvent) => void, filter: EventFilter): () => void
  /** Prepare and make a call, so that an error of the preparation comes as the call's own errors do. */
  attempt<T>(work: () => T): T
  /** Take a snapshot that only its handle can restore. */
  takeUnnamed(of?: AccountScope): Snapshot
}

const nothing = () => {}

/** Create the methods. A facade differs from another by its transport alone. */
export function createFacade(routes: FacadeRoutes, transport: Transport): ControlFacade {
  const {
    clock,
    scheduled,
    lists,
    livestreams,
    meetings,
    sessions,
    faults,
    requests,
    inbox,
    deliveries,
    snapshots,
    state,
  } = routes
  const { send } = transport

  return {
    clock: {
      now: (query) => send(clock.get, { query }, ({ now }) => new Date(now)),
      set: ({ now, ...change }) =>
        send(clock.set, { body: { ...change, ...(now !== undefined && { now: toText(now) }) } }),
      advance: async (by, scope) =>
        send(clock.advance, { body: { ...toAdvanceBody(by), ...scope } }, ({ ran }) => ran),
      giveUp: (query) => send(clock.giveUp, { query }),
    },
    scheduled: (query) => send(scheduled.list, { query }, (answer) => answer.scheduled),
    event: (livestream_id, body) => send(livestreams.event, { params: { livestream_id }, body }),
    accounts: (query) => send(lists.accounts, { query }),
    livestreams: {
      list: (query) => send(lists.livestreams, { query }),
      get: (livestream_id, query) => send(lists.livestream, { params: { livestream_id }, query }),
      setViewers: (livestream_id, body) => send(livestreams.setViewers, { params: { livestream_id }, body }),
      disable: (livestream_id, body) => send(livestreams.disable, { params: { livestream_id }, body }),
      enable: (livestream_id, body) => send(livestreams.enable, { params: { livestream_id }, body }),
      resetStreamKey: (livestream_id, body) =>
        send(livestreams.resetStreamKey, { params: { livestream_id }, body }),
    },
    meetings: {
      list: (query) => send(lists.meetings, { query }),
      get: (meeting_id, query) => send(lists.meeting, { params: { meeting_id }, query }),
      join: (meeting_id, body) => send(meetings.join, { params: { meeting_id }, body }),
      leave: (meeting_id, body) => send(meetings.leave, { params: { meeting_id }, body }),
    },
    participants: (query) => send(lists.participants, { query }),
    presets: (query) => send(lists.presets, { query }),
    recordings: {
      list: (query) => send(lists.recordings, { query }),
      event: (recording_id, body) => send(routes.recordings.event, { params: { recording_id }, body }),
    },
    sessions: {
      list: (query) => send(lists.sessions, { query }),
      get: (session_id, query) => send(lists.session, { params: { session_id }, query }),
      said: (session_id, query) => send(sessions.said, { params: { session_id }, query }),
      chat: (session_id, body) => send(sessions.chat, { params: { session_id }, body }),
      transcript: (session_id, body) => send(sessions.transcript, { params: { session_id }, body }),
      summary: (session_id, body) => send(sessions.summary, { params: { session_id }, body }),
    },
    faults: {
      add: (body) => send(faults.add, { body }),
      list: (query) => send(faults.list, { query }, (answer) => answer.faults),
      get: (fault_id, query) => send(faults.get, { params: { fault_id }, query }),
      remove: (fault_id, query) => send(faults.remove, { params: { fault_id }, query }, nothing),
      clear: (query) => send(faults.clear, { query }, ({ removed }) => removed),
    },
    requests: {
      list: (query) => send(requests.list, { query }),
      get: (request_id, query) => send(requests.get, { params: { request_id }, query }),
      verify: (body) =>
        send(requests.verify, { body }, (verification) => {
          if (!verification.holds) throw new VerificationError(verification)
          return verification.count
        }),
      clear: (query) => send(requests.clear, { query }, ({ removed }) => removed),
    },
    events: (listener, filter = {}) => transport.subscribe(listener, filter),
    webhooks: {
      list: (query) => send(lists.webhooks, { query }),
      deliveries: (query) => send(deliveries.list, { query }, (answer) => answer.deliveries),
      delivery: (delivery_id, query) => send(deliveries.get, { params: { delivery_id }, query }),
      resend: (delivery_id, body) => send(deliveries.resend, { params: { delivery_id }, body }),
      // Whoever waits is refused by a rejection, bad input included.
      wait: async (body) => send(deliveries.wait, { body }, (answer) => answer.deliveries),
      rules: {
        add: (body) => send(deliveries.addRule, { body }),
        list: (query) => send(deliveries.listRules, { query }, ({ rules }) => rules),
        remove: (rule_id, query) => send(deliveries.removeRule, { params: { rule_id }, query }, nothing),
        clear: (query) => send(deliveries.clearRules, { query }, ({ removed }) => removed),
      },
    },
    inbox: {
      list: (query) => send(inbox.list, { query }),
      get: (message_id, query) => send(inbox.get, { params: { message_id }, query }),
      clear: (query) => send(inbox.clear, { query }, ({ removed }) => removed),
    },
    reset: (body) => send(routes.reset.reset, { body }),
    snapshot(name, body) {
      if (name === undefined) return transport.takeUnnamed(body)
      const restore = () => send(snapshots.restore, { params: { name }, body }, nothing)
      return send(snapshots.take, { params: { name }, body }, () => ({ restore }))
    },
    snapshots: {
      list: (query) => send(snapshots.list, { query }),
      differences: (name, query) => send(snapshots.differences, { params: { name }, query }),
      remove: (name, query) => send(snapshots.remove, { params: { name }, query }, nothing),
    },
    state: {
      export: (query) => send(state.export, { query }),
      async import(document, query) {
        const chunks = typeof document === 'string' || document instanceof Uint8Array ? [document] : document
        return send(state.import, { query, body: Readable.from(chunks) })
      },
    },
    demo: {
      get: () => send(routes.demo.get, {}),
      start: () => send(routes.demo.set, { body: { running: true } }),
      stop: () => send(routes.demo.set, { body: { running: false } }),
    },
    info: () => send(routes.info.get, {}),
  }
}
