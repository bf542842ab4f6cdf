import { Type } from '@sinclair/typebox'
import { apiError } from '../http/errors.js'
import { route } from '../http/route.js'
import { OneOf } from '../http/schema-helpers.js'

/** Declare the health checks: live and ready. They are served when the rest of the control API is off, too. */
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
