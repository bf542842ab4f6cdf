/** Creates a webhook of the app that is in view. */

import { useState } from 'preact/hooks'
import { type WebhookEvent, webhookEvents } from '../../api/webhooks/events.js'
import { type Action, act, linesOf } from '../core/actions.js'
import { scope } from '../core/router.js'
import { Line } from '../parts/copy.js'
import { apiCall } from './api-call.js'
import type { Subject } from './subject.js'

/** The action that creates a webhook. */
export const creation = (
  label: string,
  { of, body }: { of: Subject; body: { name: string; url: string; events: readonly WebhookEvent[] } },
): Action => ({
  label,
  ...apiCall('POST', of, { path: '/webhooks', body }),
  done: () => `Created: ${body.name} is sent what happens from now on`,
})

/** @param props.inbox the URL of the inbox; null when it is off */
export function NewWebhook({ inbox }: { inbox: string | null }) {
  const { account_id, app_id } = scope.value
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const [events, setEvents] = useState<readonly WebhookEvent[]>(webhookEvents)
  if (account_id === undefined || app_id === undefined) return null
  if (!isOpen)
    return (
      <button type="button" class="primary" onClick={() => setOpen(true)}>
        New webhook
      </button>
    )
  const create: Action = {
    ...creation('Create the webhook', {
      of: { account_id, app_id },
      body: { name: name || 'Back end', url, events },
    }),
    after: () => setOpen(false),
  }
  return (
    <form
      class="card form"
      aria-label="New webhook"
      onSubmit={(event) => {
        event.preventDefault()
        void act(create)
      }}
    >
      <div class="filters">
        <label>
          Name
          <input
            value={name}
            placeholder="Back end"
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <label class="long">
          URL
          <input
            type="url"
            required
            value={url}
            placeholder="http://127.0.0.1:3000/webhooks"
            onInput={({ currentTarget }) => setUrl(currentTarget.value)}
          />
        </label>
        {inbox !== null && (
          <button type="button" onClick={() => setUrl(inbox)}>
            Use the inbox
          </button>
        )}
      </div>
      <fieldset>
        <legend>Events</legend>
        {webhookEvents.map((event) => (
          <label key={event}>
            <input
              type="checkbox"
              checked={events.includes(event)}
              onChange={({ currentTarget: { checked } }) =>
                setEvents(webhookEvents.filter((each) => (each === event ? checked : events.includes(each))))
              }
            />
            {event}
          </label>
        ))}
      </fieldset>
      <div class="buttons">
        <button type="submit" class="primary" disabled={events.length === 0}>
          Create
        </button>
        <button type="button" onClick={() => setOpen(false)}>
          Cancel
        </button>
      </div>
      {linesOf(create).map((line) => (
        <Line key={line} text={line} label="the command line" />
      ))}
    </form>
  )
}
