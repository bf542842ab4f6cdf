import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { apiError } from '../../http/errors.js'
import { ResetSchema } from '../../state/schemas.js'
import type { Control } from '../service.js'

/** How long an inline fixture may be, in bytes. */
const longestReset = 16 * 1024 * 1024

/** For orchestrators: alive, and ready to be used. Kept when the rest of the control API is off. */
export const healthRoutes =
  (control: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get('/health/live', () => ({ status: 'live' }))
    app.get('/health/ready', () => {
      const problem = control.notReady()
      if (problem) throw apiError('notReady', problem)
      return { status: 'ready' }
    })
    done()
  }

export const processRoutes =
  (control: Control): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get('/info', () => control.info())
    app.post('/reset', { bodyLimit: longestReset, schema: { body: ResetSchema } }, ({ body }) =>
      control.reset(body),
    )
    done()
  }
