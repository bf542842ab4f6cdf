import { route } from '../http/route.js'
import { AccountScopeSchema, OneAccountSchema } from '../http/scope-schema.js'
import type { ClockControl } from './clock.js'
import {
  AdvanceAnswerSchema,
  AdvanceSchema,
  ClockAnswerSchema,
  ClockSchema,
  ClockStateSchema,
} from './clock-schemas.js'
import type { ScheduledControl } from './scheduled.js'
import { ScheduledAnswerSchema, ScheduledQuerySchema } from './scheduled-schemas.js'

/** Declare the operations on the clock. */
export const createClockRoutes = (clock: ClockControl) => ({
  get: route({
    id: 'getClock',
    summary: "Fetch the emulator's time, or an account's",
    method: 'GET',
    path: '/clock',
    query: AccountScopeSchema,
    answer: ClockAnswerSchema,
    errors: [],
    handle: ({ query }) => clock.get(query),
  }),
  set: route({
    id: 'setClock',
    summary: 'Freeze the clock, let it run, or set it; for one account, a clock of its own',
    method: 'PUT',
    path: '/clock',
    body: ClockSchema,
    answer: ClockStateSchema,
    errors: [],
    handle: ({ body }) => clock.set(body),
  }),
  giveUp: route({
    id: 'giveUpClock',
    summary: 'Let an account follow the shared clock again',
    method: 'DELETE',
    path: '/clock',
    query: OneAccountSchema,
    answer: ClockStateSchema,
    errors: [],
    handle: ({ query }) => clock.giveUp(query),
  }),
  advance: route({
    id: 'advanceClock',
    summary: 'Advance the clock, running every job at its due time',
    method: 'POST',
    path: '/clock/advance',
    body: AdvanceSchema,
    answer: AdvanceAnswerSchema,
    errors: ['neverIdle', 'jobStalled'],
    handle: ({ body }) => clock.advance(body),
  }),
})

/** Declare the list of scheduled jobs. */
export const createScheduledRoutes = (scheduled: ScheduledControl) => ({
  list: route({
    id: 'listScheduled',
    summary: 'List the scheduled jobs in the order in which they will run',
    method: 'GET',
    path: '/scheduled',
    query: ScheduledQuerySchema,
    answer: ScheduledAnswerSchema,
    errors: [],
    handle: ({ query }) => scheduled.list(query),
  }),
})
