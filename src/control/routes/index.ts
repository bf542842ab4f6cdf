/** Greenroom's own API, in one list. */

import type { FastifyPluginCallback } from 'fastify'
import type { Control } from '../service.js'
import { clockRoutes } from './clock.js'
import { livestreamRoutes } from './livestreams.js'
import { meetingRoutes } from './meetings.js'
import { healthRoutes, processRoutes } from './process.js'
import { scheduledRoutes } from './scheduled.js'

export const controlRoutes =
  (control: Control): FastifyPluginCallback =>
  (app, _options, done) => {
    app.addHook('preValidation', (request, _reply, next) => {
      if (request.body === undefined) request.body = {}
      next()
    })
    for (const routes of [
      healthRoutes,
      processRoutes,
      clockRoutes,
      scheduledRoutes,
      livestreamRoutes,
      meetingRoutes,
    ])
      app.register(routes(control))
    done()
  }
