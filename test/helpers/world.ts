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
      /** A livestream and its sessions, the latest of which is `session`. */
      look: async (id: string) => {
        const { livestream, sessions } = (await caller.get(`/${app}/livestreams/${id}`, recorded)).body.data
        return { ...livestream, session: sessions[0], sessions }
      },
    }
  }
  return { emulator, control: createControl(briefly), newApp, ...(await newApp('acc')) }
}
