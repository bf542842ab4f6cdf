/** Greenroom's own API, in one list. */

import type { FastifyPluginCallback, FastifyRequest } from 'fastify'
import { deliveryRoutes } from '../../api/webhooks/deliveries/routes.js'
import { faultRoutes } from '../../faults/routes.js'
import { apiError } from '../../http/errors.js'
import { requestRoutes } from '../../journal/routes.js'
import { stateRoutes } from '../../state/routes.js'
import { snapshotRoutes } from '../../state/snapshot-routes.js'
import type { Guard } from '../guard.js'
import type { Control } from '../service.js'
import { clockRoutes } from './clock.js'
import { eventRoutes } from './events.js'
import { livestreamRoutes } from './livestreams.js'
import { meetingRoutes } from './meetings.js'
import { healthRoutes, processRoutes } from './process.js'
import { scheduledRoutes } from './scheduled.js'

const all = [
  processRoutes,
  clockRoutes,
  scheduledRoutes,
  livestreamRoutes,
  meetingRoutes,
  faultRoutes,
  requestRoutes,
  eventRoutes,
  deliveryRoutes,
  stateRoutes,
  snapshotRoutes,
]

/** @param options.healthOnly leave out everything else, as `--control off` asks */
export const controlRoutes =
  (control: Control, options: { guard: Guard; healthOnly: boolean }): FastifyPluginCallback =>
  (app, _options, done) => {
    const refuse = ({ method, url }: FastifyRequest) => {
      throw apiError('noControlRoute', method, url.split('?')[0] ?? '')
    }
    app.setNotFoundHandler(refuse)
    // Before the body is read: what is wrong with it is of no interest where there is nothing to take it.
    app.addHook('onRequest', (request, _reply, next) => {
      if (request.is404) refuse(request)
      next()
    })
    // Orchestrators probe by whatever address they know, and read nothing but whether it is ready: not guarded.
    app.register(healthRoutes(control))
    if (!options.healthOnly)
      app.register((guarded, _guardedOptions, registered) => {
        guarded.addHook('onRequest', options.guard)
        guarded.addHook('preValidation', (request, _reply, next) => {
          if (request.body === undefined) request.body = {}
          next()
        })
        for (const routes of all) guarded.register(routes(control))
        registered()
      })
    done()
  }
