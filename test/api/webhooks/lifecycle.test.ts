import t from 'tap'
import {
  type DeliveryEvent,
  endStates,
  outcomeOf,
  outcomes,
  pendingStates,
  statesOf,
  transition,
} from '../../../src/api/webhooks/deliveries/lifecycle.js'

const states = [...pendingStates, ...endStates]
const events: DeliveryEvent[] = ['block', 'postpone', 'release', 'drop', 'succeed', 'fail', 'cancel']

t.test('every state but a new one is reached, and only a cancelled delivery leaves its end', async (t) => {
  const leadsTo = (from: (typeof states)[number] | 'new') =>
    events.flatMap((event) => {
      try {
        return [transition(from, event)]
      } catch {
        return []
      }
    })
  t.same(new Set(['new' as const, ...states].flatMap(leadsTo)), new Set(states))
  t.same(
    endStates.filter((state) => leadsTo(state).length > 0),
    ['cancelled'],
  )
  t.same(leadsTo('cancelled'), ['delivered'])
})

t.test('an event that is not possible is an error that names both', async (t) => {
  t.throws(() => transition('delivered', 'fail'), { message: 'a delivery that is delivered cannot fail' })
  t.throws(() => transition('blocked', 'succeed'), { message: 'a delivery that is blocked cannot succeed' })
})

t.test('every state has one outcome, and every outcome its states', async (t) => {
  t.same(outcomes.flatMap(statesOf).sort(), [...states].sort())
  for (const outcome of outcomes) for (const state of statesOf(outcome)) t.equal(outcomeOf(state), outcome)
})
