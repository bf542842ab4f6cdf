import { broadcast } from './broadcasts.js'
import { createChecks } from './checks.js'
import { createContext } from './context.js'
import { prepare } from './meetings.js'
import { participants } from './participants.js'
import { presets } from './presets.js'
import { recordings } from './recordings.js'
import { report } from './reports.js'
import { sessionRecords } from './sessions.js'

// What Greenroom emulates and this SDK has no method for is called with its plain `get` and `post`: an app by
// its id, replacing a preset or a participant, muting, creating an independent livestream, a meeting's livestreams, a
// meeting session's livestream sessions.

/**
 * Lead livestreams through their whole life, on a Greenroom whose clock is frozen.
 * @throws Error that names the step, what was expected and what was seen
 */
export async function life(options: {
  /** The SDK's base URL. */
  baseURL: string
  /** Where the control API is. */
  greenroomURL: string
  log?: (line: string) => void
}) {
  const { baseURL, greenroomURL, log = console.log } = options
  const checks = createChecks(log)
  const context = createContext({ baseURL, greenroomURL, checks })
  try {
    const prepared = await prepare(context)
    await presets(context, prepared)
    const broadcasts = await broadcast(context, prepared)
    await report(context, { ...prepared, ...broadcasts })
    await participants(context, prepared)
    await sessionRecords(context, prepared)
    await recordings(context, prepared)
  } catch (error) {
    throw checks.explain(error)
  }
  log(checks.summary())
}
