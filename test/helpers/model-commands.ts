/** Random calls for the model-based test. What they are about is chosen when they are made, by number. */

import fc from 'fast-check'
import type { Event, Status } from './model.js'

export const day = 86_400_000

/** Chooses one of what there is then. */
const which = fc.nat({ max: 1000 })
export const pick = <Item>(items: Item[], number: number): Item | undefined => items[number % items.length]

const name = fc.option(fc.string())
/** Milliseconds: around the times at which something happens by itself, or any. */
const step = fc.oneof(
  fc.constantFrom(0, 1, 999, 1999, 2000, 2001, 60_000, 3_600_000, day - 1, day, 3 * day + 7),
  fc.integer({ min: 0, max: 10_000 }),
)
/** Milliseconds before now, where a window begins or ends. */
const ago = fc.option(fc.oneof(step, fc.integer({ min: 0, max: 10 * day })), { nil: undefined })
const call = <const Name extends string>(name: Name) => ({ call: fc.constant(name) })

export const commands = fc.oneof(
  { weight: 1, arbitrary: fc.record(call('newApp')) },
  { weight: 3, arbitrary: fc.record({ ...call('newMeeting'), which }) },
  { weight: 6, arbitrary: fc.record({ ...call('start'), which, name }) },
  { weight: 4, arbitrary: fc.record({ ...call('create'), which, name }) },
  { weight: 3, arbitrary: fc.record({ ...call('stop'), which }) },
  {
    weight: 8,
    arbitrary: fc.record({ ...call('event'), which, event: fc.constantFrom<Event>('live', 'stop', 'fail') }),
  },
  { weight: 2, arbitrary: fc.record({ ...call('setMeeting'), which, isActive: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ ...call('advance'), step }) },
  {
    weight: 8,
    arbitrary: fc.record({
      ...call('list'),
      which,
      status: fc.option(fc.constantFrom<Status>('INVOKED', 'LIVE', 'IDLE', 'ERRORED'), { nil: undefined }),
      excludeMeetings: fc.boolean(),
      from: ago,
      until: ago,
      order: fc.constantFrom('ASC' as const, 'DSC' as const),
      page: fc.integer({ min: 1, max: 3 }),
      size: fc.constantFrom(1, 2, 3, 20),
    }),
  },
  { weight: 4, arbitrary: fc.record({ ...call('readLivestream'), which }) },
  { weight: 4, arbitrary: fc.record({ ...call('readMeeting'), which }) },
  { weight: 3, arbitrary: fc.record({ ...call('analytics'), which, from: ago, until: ago }) },
  { weight: 1, arbitrary: fc.record(call('reset')) },
)
export type Command = typeof commands extends fc.Arbitrary<infer Value> ? Value : never
export type CallOf<Name extends Command['call']> = Extract<Command, { call: Name }>
