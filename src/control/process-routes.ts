import { type Static, Type } from '@sinclair/typebox'
import { apiError } from '../http/errors.js'
import { route } from '../http/route.js'
import { Nullable, OneOf } from '../http/schema-helpers.js'
import { wires } from '../http/wire.js'
import { ClockStateSchema } from './clock-schemas.js'

/** Declare what orchestrators ask: alive, and ready to be used. Kept when the rest of the control API is off. */
export const createHealthRoutes = (notReady: () => string | undefined) => ({
  live: route({
    id: 'getLiveness',
    summary: 'Tell that the process runs',
    method: 'GET',
    path: '/health/live',
    answer: Type.Object({ status: OneOf(['live']) }),
    errors: [],
    handle: () => ({ status: 'live' }),
  }),
  ready: route({
    id: 'getReadiness',
    summary: 'Tell whether requests can be answered',
    method: 'GET',
    path: '/health/ready',
    answer: Type.Object({ status: OneOf(['ready']) }),
    errors: ['notReady'],
    handle() {
      const problem = notReady()
      if (problem) throw apiError('notReady', problem)
      return { status: 'ready' }
    },
  }),
})

const InfoSchema = Type.Object({
  name: Type.String(),
  version: Type.String(),
  url: Type.String({ description: 'The origin.' }),
  base_url: Type.String({ description: 'The base URL to give an SDK.' }),
  wire: OneOf(wires),
  auth: Type.String(),
  data: Type.String({ description: 'The data file, or :memory:.' }),
  fixtures: Type.Array(Type.String()),
  seed: Nullable(Type.Integer()),
  clock: ClockStateSchema,
  settings: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Every setting as it is in force, in snake case; tokens are left out.',
  }),
})

export type Info = Static<typeof InfoSchema>

/** Declare what describes the process. */
export const createInfoRoutes = (info: () => Info) => ({
  get: route({
    id: 'getInfo',
    summary: 'Describe the running Greenroom: version, addresses, settings, clock',
    method: 'GET',
    path: '/info',
    answer: InfoSchema,
    errors: [],
    handle: info,
  }),
})
