/** The state machine: one table of (kind, status, event) -> status, and the only thing that decides a status. */

export const statuses = ['INVOKED', 'LIVE', 'IDLE', 'ERRORED'] as const
export type Status = (typeof statuses)[number]

export const lifecycleEvents = ['live', 'stop', 'fail'] as const
export type LifecycleEvent = (typeof lifecycleEvents)[number]

/** Of a meeting, or on its own with an encoder that may come back. */
export type LivestreamKind = 'meeting' | 'independent'

type Transitions = Partial<Record<LifecycleEvent, Status>>

const whileActive: Record<'INVOKED' | 'LIVE', Transitions> = {
  INVOKED: { live: 'LIVE', stop: 'IDLE', fail: 'ERRORED' },
  LIVE: { stop: 'IDLE', fail: 'ERRORED' },
}

export const lifecycle: Record<LivestreamKind, Record<Status, Transitions>> = {
  // Starting the meeting again makes a new livestream.
  meeting: { ...whileActive, IDLE: {}, ERRORED: {} },
  // Its encoder may reconnect, which begins a new livestream session.
  independent: { ...whileActive, IDLE: { live: 'LIVE' }, ERRORED: { live: 'LIVE' } },
}

/** The status that an event leads to, or undefined when it is not possible. */
export const transition = (kind: LivestreamKind, status: Status, event: LifecycleEvent): Status | undefined =>
  lifecycle[kind][status][event]

export const legalEvents = (kind: LivestreamKind, status: Status) =>
  lifecycleEvents.filter((event) => transition(kind, status, event))

/** What the open livestream session of a livestream is like in each status; `none` when no session is open. */
export const openSessionOf: Record<Status, 'unstarted' | 'started' | 'none'> = {
  INVOKED: 'unstarted',
  LIVE: 'started',
  IDLE: 'none',
  ERRORED: 'none',
}
