/** The inbox: the messages that arrived, and one of them. */

import { webhookEvents } from '../../api/webhooks/events.js'
import type { InboxMessage } from '../../inbox/schemas.js'
import { timeOf } from '../core/format.js'
import { hrefOf, place, scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Actions } from '../parts/actions.js'
import { BodyCard } from '../parts/body.js'
import { Choice } from '../parts/filters.js'
import { Card, Facts, Page } from '../parts/page.js'
import { clearing, InboxTable, Signature } from './inbox-table.js'

const MAX_SHOWN = 100

export function Inbox() {
  const { event } = place.value.query
  return (
    <Page title="Inbox" aside={<Actions label="The inbox" actions={[clearing()]} />}>
      <div class="filters">
        <Choice label="Event" name="event" values={webhookEvents} />
      </div>
      <InboxTable
        limit={MAX_SHOWN}
        event={event}
        empty={
          <p>
            {event ? 'No message is of this event.' : 'Nothing has arrived yet.'}{' '}
            <a href={hrefOf('/webhooks')}>Webhooks</a> can be sent here.
          </p>
        }
      />
    </Page>
  )
}

export function MessageDetails({ id }: { id: string }) {
  const { data, error } = useData<InboxMessage>(`/inbox/${id}`, {
    query: { account_id: scope.value.account_id },
  })
  if (!data) return <Page title={`Message ${id}`} error={error} children={null} />
  const { delivery_id: delivery, account_id: account, app_id: app } = data
  const about = { account: account ?? undefined, app: app ?? undefined }
  return (
    <Page title={data.event ?? `Message ${id}`} name={`Message ${id}`} error={error}>
      <div class="cards">
        <Card title="What it is">
          <Facts
            facts={{
              Received: timeOf(data.received_at),
              Signature: <Signature message={data} />,
              'Sent to': data.name,
              Delivery: delivery && (
                <a href={hrefOf(`/webhooks/${encodeURIComponent(delivery)}`, about)}>{delivery}</a>
              ),
              Attempt: data.attempt,
              Account: account,
              App: app,
              Webhook: data.webhook_id,
              'rtk-uuid': data.rtk_uuid,
              Type: data.content_type,
              Size: `${data.size} bytes`,
            }}
          />
        </Card>
        <Card title="Headers">
          <Facts
            facts={Object.fromEntries(
              Object.entries(data.headers).map(([name, value]) => [name, String(value)]),
            )}
          />
        </Card>
        {data.encoding === 'base64' && <p>The body is not UTF-8. It is shown in base64.</p>}
        <BodyCard body={data.body} />
      </div>
    </Page>
  )
}
