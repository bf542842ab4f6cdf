/** Webhooks: those of an app, what arrived in the inbox, every delivery, and rules for the next ones. */

import type { Info } from '../../control/info-schemas.js'
import type { Answers } from '../../control/lists/item-schemas.js'
import { scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Card, Page } from '../parts/page.js'
import { Deliveries } from './deliveries.js'
import { DeliveryRules } from './delivery-rules.js'
import { InboxCard } from './inbox-card.js'
import { NewWebhook } from './new-webhook.js'
import { WebhookTable } from './webhook-table.js'

const MAX_SHOWN = 50

export function Webhooks() {
  const { data: info } = useData<Info>('/info')
  const { data, error, isStale } = useData<Answers['webhooks']>('/webhooks', {
    query: { ...scope.value, per_page: MAX_SHOWN },
    on: ['delivery', 'state'],
  })
  return (
    <Page title="Webhooks" error={error} aside={info && <NewWebhook inbox={info.inbox} />}>
      {data && <WebhookTable webhooks={data.webhooks} isStale={isStale} />}
      {data && data.total_count > MAX_SHOWN && (
        <p>
          The newest {MAX_SHOWN} of {data.total_count}.
        </p>
      )}
      {info &&
        data &&
        (info.inbox === null ? (
          <Card title="Inbox" isWide>
            <p>The inbox is off. Start Greenroom with --inbox 1000 to see webhooks arrive here.</p>
          </Card>
        ) : (
          <InboxCard url={info.inbox} webhooks={data.webhooks} />
        ))}
      <Deliveries />
      <DeliveryRules />
    </Page>
  )
}
