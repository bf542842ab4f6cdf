/** The lifecycle of livestreams: one table, from no livestream at all to the last status, that decides every status. */

export const statuses = ['INVOKED', 'LIVE', 'IDLE', 'ERRORED'] as const
export type Status = (typeof statuses)[number]

/** The events that can happen to a livestream that exists. */
export const lifecycleEvents = ['live', 'stop', 'fail'] as const
/** `invoke` makes a livestream. */
export type LifecycleEvent = 'invoke' | (typeof lifecycleEvents)[number]

/** A livestream of a meeting, or an independent one, with an encoder that may come back. */
export type LivestreamKind = 'meeting' | 'independent'

type Steps = Partial<Record<LifecycleEvent, Status>>

const common: Record<'NONE' | 'INVOKED' | 'LIVE', Steps> = {
  NONE: { invoke: 'INVOKED' },
  INVOKED: { live: 'LIVE', stop: 'IDLE', fail: 'ERRORED' },
  LIVE: { stop: 'IDLE', fail: 'ERRORED' },
}

const lifecycle: Record<LivestreamKind, Record<'NONE' | Status, Steps>> = {
  // Starting the meeting again makes a new livestream.
  meeting: { ...common, IDLE: {}, ERRORED: {} },
  // Its encoder may reconnect, which begins a new livestream session.
  independent: { ...common, IDLE: { live: 'LIVE' }, ERRORED: { live: 'LIVE' } },
}

/**
 * @param status null before the livestream exists
 * @returns the status that an event leads to, or undefined when the event is not possible
 */
export const transition = (
  kind: LivestreamKind,
  status: Status | null,
  event: LifecycleEvent,
): Status | undefined => lifecycle[kind][status ?? 'NONE'][event]

/** @returns the events that are possible in a status */
export const legalEvents = (kind: LivestreamKind, status: Status) =>
  lifecycleEvents.filter((event) => transition(kind, status, event))

/** What the open livestream session of a livestream is like in each status; `none` when no session is open. */
export const openSessionOf: Record<Status, 'unstarted' | 'started' | 'none'> = {
  INVOKED: 'unstarted',
  LIVE: 'started',
  IDLE: 'none',
  ERRORED: 'none',
}
