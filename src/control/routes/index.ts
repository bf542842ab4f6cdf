/** Mounts every operation of Greenroom's own API. */

import type { FastifyPluginCallback } from 'fastify'
import { createDeliveryRoutes } from '../../api/webhooks/deliveries/routes.js'
import { createFaultRoutes } from '../../faults/routes.js'
import { type PlainApi, servePlainApi } from '../../gateway/plain.js'
import { handleControlNotFound } from '../../http/not-found.js'
import type { Around, Route } from '../../http/route.js'
import { createInboxRoutes, receiveMessages } from '../../inbox/routes.js'
import { createRequestRoutes } from '../../journal/routes.js'
import { createResetRoutes, createSnapshotRoutes, createStateRoutes } from '../../state/routes.js'
import { createClockRoutes, createScheduledRoutes } from '../clock-routes.js'
import { createDemoRoutes } from '../demo-routes.js'
import type { Guard } from '../guard.js'
import { createHealthRoutes } from '../health-routes.js'
import { createInfoRoutes } from '../info-routes.js'
import { createListRoutes } from '../lists/routes.js'
import { createLivestreamRoutes } from '../livestream-routes.js'
import { createMeetingRoutes } from '../meeting-routes.js'
import { createRecordingRoutes } from '../recording-routes.js'
import type { Control } from '../service.js'
import { createSessionRoutes } from '../session-routes.js'
import { createTokenRoutes } from '../token-routes.js'
import { eventRoutes } from './events.js'

/** Create every operation, by its subject, except the streams and the health checks. */
export const createControlRoutes = (control: Control) => ({
  info: createInfoRoutes(control.info),
  reset: createResetRoutes(control.reset),
  clock: createClockRoutes(control.clock),
  scheduled: createScheduledRoutes(control.scheduled),
  lists: createListRoutes(control.lists),
  livestreams: createLivestreamRoutes(control.livestreams),
  recordings: createRecordingRoutes(control.recordings),
  meetings: createMeetingRoutes(control.meetings),
  sessions: createSessionRoutes(control.sessions),
  tokens: createTokenRoutes(control.tokenKeys),
  faults: createFaultRoutes(control.faults),
  requests: createRequestRoutes(control.requests),
  inbox: createInboxRoutes(control.inbox),
  deliveries: createDeliveryRoutes(control.deliveries),
  snapshots: createSnapshotRoutes(control.snapshots),
  demo: createDemoRoutes(control.demo),
})

// biome-ignore lint/suspicious/noExplicitAny: each route has types of its own
type Group = Record<string, Route<any, unknown>>

const mountAll = (
  groups: Group[],
  app: Parameters<FastifyPluginCallback>[0],
  aroundOf: (method: string) => Around,
) => {
  for (const group of groups) for (const each of Object.values(group)) each.mount(app, aroundOf(each.method))
}

/** Serve the control API. @param options.healthOnly serve the health checks only, for `--control off` */
export const controlRoutes =
  (
    control: Control,
    options: { guard: Guard; healthOnly: boolean; plain: PlainApi },
  ): FastifyPluginCallback =>
  (app, _options, done) => {
    handleControlNotFound(app)
    // Not guarded: orchestrators probe by any address, and learn only whether Greenroom is ready.
    mountAll([createHealthRoutes(control.notReady)], app, () => (work) => work())
    if (!options.healthOnly)
      app.register((guarded, _guardedOptions, registered) => {
        guarded.addHook('onRequest', options.guard)
        mountAll(Object.values(createControlRoutes(control)) as Group[], guarded, control.aroundOf)
        guarded.register(eventRoutes(control))
        guarded.register(receiveMessages(control.inbox))
        servePlainApi(guarded, options.plain)
        guarded.register((streamed, _streamedOptions, streaming) => {
          // A document is streamed, not read into memory: its size has no limit.
          streamed.removeContentTypeParser('application/json')
          streamed.addContentTypeParser('application/json', (_request, payload, parsed) =>
            parsed(null, payload),
          )
          mountAll([createStateRoutes(control.state) as Group], streamed, control.aroundOf)
          streaming()
        })
        registered()
      })
    done()
  }
