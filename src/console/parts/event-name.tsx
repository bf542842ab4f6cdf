/** The name of a webhook's event, which a narrow column breaks after its dot. */

import { webhookEvents } from '../../api/webhooks/events.js'

export function EventName({ event }: { event: string }) {
  if (!webhookEvents.some((known) => known === event)) return <>{event}</>
  const [subject, what] = event.split('.')
  return (
    <span class="event">
      {subject}.<wbr />
      {what}
    </span>
  )
}
