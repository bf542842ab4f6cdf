/** The state machine of a delivery: one table of (state, event) -> state, and the only thing that decides a state. */

/** The delivery is still to be sent, or being sent. Per webhook and lane, at most one is not blocked. */
export const pendingStates = ['blocked', 'waiting', 'ready'] as const
/** The delivery has ended. */
export const endStates = ['delivered', 'failed', 'dropped', 'cancelled'] as const

export type EndState = (typeof endStates)[number]

/**
 * - `blocked`: behind an earlier delivery of its lane
 * - `waiting`: sent at its due time
 * - `ready`: sent as soon as its webhook has room, or in flight
 * - `delivered`, `failed`: the receiver accepted it; it did not, and it is not sent again
 * - `dropped`: never sent, because a rule says so
 * - `cancelled`: not sent any more, because its webhook was disabled or deleted
 */
export type DeliveryState = (typeof pendingStates)[number] | EndState

/** The control API's word for a state: all that is pending is one to it. */
export const outcomes = ['pending', ...endStates] as const
export type Outcome = (typeof outcomes)[number]

export type DeliveryEvent = 'block' | 'postpone' | 'release' | 'drop' | 'succeed' | 'fail' | 'cancel'

const lifecycle: Record<DeliveryState | 'new', Partial<Record<DeliveryEvent, DeliveryState>>> = {
  new: { block: 'blocked', postpone: 'waiting', release: 'ready', drop: 'dropped' },
  blocked: { postpone: 'waiting', release: 'ready', cancel: 'cancelled' },
  // Blocked again when the next delivery of its lane is to pass it.
  waiting: { block: 'blocked', postpone: 'waiting', release: 'ready', cancel: 'cancelled' },
  ready: { postpone: 'waiting', succeed: 'delivered', fail: 'failed', cancel: 'cancelled' },
  delivered: {},
  failed: {},
  dropped: {},
  // Cancelled while it was in flight, and accepted by its receiver all the same.
  cancelled: { succeed: 'delivered' },
}

/** The state that an event leads to. @throws Error when the event is not possible in that state */
export function transition(from: DeliveryState | 'new', event: DeliveryEvent): DeliveryState {
  const to = lifecycle[from][event]
  if (!to) throw new Error(`a delivery that is ${from} cannot ${event}`)
  return to
}

const isEnd = (state: DeliveryState): state is EndState => endStates.some((end) => end === state)

/** The outcome that the control API gives for a state. */
export const outcomeOf = (state: DeliveryState): Outcome => (isEnd(state) ? state : 'pending')

/** The states that have an outcome. */
export const statesOf = (outcome: Outcome): readonly DeliveryState[] =>
  outcome === 'pending' ? pendingStates : [outcome]
