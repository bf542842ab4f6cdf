/** An emulator in process with an app in it, and short ways to what the control API's tests ask for. */

import type { EmulatorOptions } from '../../src/index.js'
import { createControl, recorded } from './api.js'
import { below, brief, type Request, type Teardown } from './requests.js'
import { start as startWhole } from './start.js'

export { after, beginning } from './start.js'

/** A frozen clock, a seed, and an app with nothing in it, in account `acc`. */
export async function frozen(t: Teardown, options: EmulatorOptions = {}) {
  const { emulator, send, apiOf } = await startWhole(t, options)

  const briefly = (request: Request) => brief(send(request))

  /** A new app's id and the calls below it. */
  const newApp = async (account: string) => {
    const caller = apiOf(account)
    const app = await caller.app()
    return {
      account,
      app,
      /** The calls below the app. */
      api: below(briefly, `${caller.prefix}/${app}`, caller.headers),
      /** A new meeting's id. */
      meeting: (body: object = {}) => caller.meeting(app, body),
      /** Start livestreaming a meeting. @returns the livestream's id */
      start: async (meeting: string, name: string | null = null): Promise<string> =>
        (await caller.livestream(app, meeting, { name })).id,
      /** Create an independent livestream. @returns its id */
      create: async (name: string | null = null): Promise<string> =>
        (await caller.independent(app, { name })).id,
      /**
       * A livestream and its livestream sessions, the latest of which is `session`: null where there is no value, as
       * on the recorded wire, and the seconds of the documented one, which count from the start.
       */
      look: async (id: string) => {
        const path = `/${app}/livestreams/${id}`
        const { livestream, sessions } = (await caller.get(path, recorded)).body.data
        const documented = (await caller.get(path)).body.data.sessions
        const counted = sessions.map((session: object, i: number) => {
          const { ingest_seconds, viewer_seconds } = documented[i]
          return { ...session, ingest_seconds, viewer_seconds }
        })
        return { ...livestream, session: counted[0], sessions: counted }
      },
    }
  }
  return { emulator, control: createControl(briefly), newApp, ...(await newApp('acc')) }
}
