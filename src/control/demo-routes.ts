import { route } from '../http/route.js'
import type { DemoControl } from './demo.js'
import { DemoSchema, DemoStateSchema } from './demo-schemas.js'

/** Declare the operations on the world of the demo. */
export const createDemoRoutes = (demo: DemoControl) => ({
  get: route({
    id: 'getDemo',
    summary: 'Tell whether there is a demo, and whether its world goes on',
    method: 'GET',
    path: '/demo',
    answer: DemoStateSchema,
    errors: [],
    handle: () => demo.get(),
  }),
  set: route({
    id: 'setDemo',
    summary: 'Stop the world of the demo, or let it go on',
    method: 'POST',
    path: '/demo',
    body: DemoSchema,
    answer: DemoStateSchema,
    errors: ['noDemo'],
    handle: ({ body }) => demo.set(body),
  }),
})
