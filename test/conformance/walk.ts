/**
 * Every emulated operation, under the ids that the documentation prints and under ids of our own, called at
 * GREENROOM_BASE_URL: where something stands that checks each answer against the published schemas.
 * GREENROOM_URL is the server itself, with a frozen clock and the docs fixture.
 */

import { createCaller } from './caller.js'
import { created } from './created.js'
import { documented } from './documented.js'
import { participants } from './participants.js'
import { presets } from './presets.js'
import { recordings } from './recordings.js'
import { refused } from './refused.js'
import { sessions } from './sessions.js'

const { GREENROOM_BASE_URL: baseUrl, GREENROOM_URL: origin } = process.env
if (!baseUrl || !origin) {
  console.error('GREENROOM_BASE_URL and GREENROOM_URL must be set')
  process.exit(2)
}

const caller = createCaller({ baseUrl, origin })
await documented(caller)
await created(caller)
await presets(caller)
await participants(caller)
await sessions(caller)
await recordings(caller)
await refused(caller)
console.log(`walk: ${caller.count()} calls answered as expected`)
