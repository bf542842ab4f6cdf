/** An emulator that takes pushes, with an app. */

import type { EmulatorOptions } from '../../src/index.js'
import { portOf } from './encoder.js'
import { made, type Teardown } from './requests.js'
import { startWithApp } from './start.js'

export async function startIngest(t: Teardown, options: EmulatorOptions = {}) {
  const started = await startWithApp(t, { rtmpPort: 0, ...options })
  const { emulator, api, app } = started
  const host = new URL(emulator.url).host
  const events: Record<string, unknown>[] = []
  const waiting: (() => void)[] = []
  const stop = emulator.events(
    ({ data }) => {
      events.push(data)
      for (const wake of waiting.splice(0)) wake()
    },
    { type: 'ingest' },
  )
  t.teardown(stop)
  return {
    ...started,
    port: portOf(emulator.ingest),
    /** What happened to pushes. */
    events,
    /** Wait until an event has happened so many times: a lost connection is noticed a moment later. */
    until: async (name: string, count = 1) => {
      while (events.filter(({ event }) => event === name).length < count)
        await new Promise<void>((resolve) => waiting.push(resolve))
    },
    /** Create an independent livestream. */
    independent: async (name = 'show') => made(await api.post(`/${app}/livestreams`, { name }, { host })),
    /** Start livestreaming a new meeting. */
    ofMeeting: async (body: object = {}) => {
      const meeting = await api.meeting(app, { title: 'Show' })
      return { meeting, ...made(await api.post(`/${app}/meetings/${meeting}/livestreams`, body, { host })) }
    },
    /** A livestream as the API gives it, with its livestream sessions. */
    look: async (id: string) => {
      const { livestream, sessions } = (await api.get(`/${app}/livestreams/${id}`)).body.data
      return { ...livestream, sessions }
    },
  }
}
