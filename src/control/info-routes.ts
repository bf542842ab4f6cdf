import { route } from '../http/route.js'
import { type Info, InfoSchema } from './info-schemas.js'

/** Declare the description of the process. */
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
