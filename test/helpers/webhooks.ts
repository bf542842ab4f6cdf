/** An emulator with an app, and a webhook of it that leads to a receiver. */

import type { EmulatorOptions } from '../../src/index.js'
import type { Api } from './api.js'
import { type Answerer, startReceiver } from './receiver.js'
import type { Teardown } from './requests.js'
import { startWithApp } from './start.js'

export const sentEvents = [
  'meeting.started',
  'meeting.ended',
  'meeting.participantJoined',
  'meeting.participantLeft',
  'livestreaming.statusUpdate',
  'recording.statusUpdate',
]

/** The body that creates a webhook. @param body.events all that Greenroom sends, when left out */
export const webhookBody = (body: { url: string; events?: string[] }) => ({
  name: 'hook',
  events: sentEvents,
  ...body,
})

/** @returns the webhook's id */
export async function addWebhook(api: Api, app: string, body: { url: string; events?: string[] }) {
  const answer = await api.post(`/${app}/webhooks`, webhookBody(body))
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body.data.id as string
}

export async function startWithReceiver(
  t: Teardown,
  options: EmulatorOptions & { answer?: Answerer; events?: string[] } = {},
) {
  const { answer, events = ['livestreaming.statusUpdate'], ...settings } = options
  const started = await startWithApp(t, settings)
  const { emulator, api, app } = started
  const receiver = await startReceiver(t, { ...(answer && { answer }) })
  const webhook = await addWebhook(api, app, { url: receiver.url, events })
  return {
    ...started,
    receiver,
    webhook,
    /** Create an independent livestream, which sends nothing until it is live. @returns its id */
    create: async (): Promise<string> => (await api.independent(app)).id,
    /** Each event makes one delivery. */
    event: (livestream: string, ...events: ('live' | 'stop' | 'fail')[]) => {
      for (const event of events) emulator.event(livestream, { event })
    },
    /** Wait until nothing is in flight; time stands still. */
    settle: () => emulator.clock.advance({ seconds: 0 }),
  }
}
