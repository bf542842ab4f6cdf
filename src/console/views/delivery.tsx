/** One delivery of a webhook: what is sent, and each attempt. */

import type { DescribedDelivery } from '../../api/webhooks/deliveries/schemas.js'
import { ctlOf } from '../core/client.js'
import { timeOf } from '../core/format.js'
import { hrefOf, scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { Actions } from '../parts/actions.js'
import { BodyCard } from '../parts/body.js'
import { Card, Facts, Page } from '../parts/page.js'
import { HttpStatus, Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { useSignature } from './signature.js'

type Attempt = DescribedDelivery['attempts'][number]

const columns: Column<Attempt>[] = [
  { title: 'Sent', cell: ({ at }) => timeOf(at) },
  { title: 'To', cell: ({ url }) => url },
  {
    title: 'Answer',
    cell: ({ status, error }) => (status === null ? error : <HttpStatus status={status} />),
  },
  { title: 'ms', isExtra: true, isNumber: true, cell: ({ duration_ms: taken }) => taken.toFixed(1) },
  { title: 'It said', isExtra: true, cell: ({ answer }) => answer },
]

export function DeliveryDetails({ id }: { id: string }) {
  const path = `/deliveries/${encodeURIComponent(id)}`
  const { account_id: accountId } = scope.value
  const { data, error } = useData<DescribedDelivery>(path, {
    query: { account_id: accountId },
    on: ['delivery'],
    when: (event) => event.data.id === id,
  })
  const signature = useSignature(data)
  if (!data) return <Page title="Delivery" error={error} children={null} />
  const { livestream_id: livestream, session_id: session } = data
  const about = { account: data.account_id, app: data.app_id }
  return (
    <Page
      title={data.event}
      name={`Delivery ${data.event}`}
      error={error}
      aside={<Status status={data.outcome} />}
    >
      <Actions
        label="This delivery"
        actions={[
          {
            label: 'Send it again',
            call: { method: 'POST', path: `${path}/resend`, body: { account_id: data.account_id } },
            ctl: ctlOf('deliveries', 'resend', id, '--account', data.account_id),
          },
        ]}
      />
      <div class="cards">
        <Card title="What it is">
          <Facts
            facts={{
              Happened: timeOf(data.created_at),
              'Next attempt': data.next_attempt_at && timeOf(data.next_attempt_at),
              Signature: signature,
              Livestream: livestream && (
                <a href={hrefOf(`/livestreams/${encodeURIComponent(livestream)}`, about)}>{livestream}</a>
              ),
              Session: session && (
                <a href={hrefOf(`/sessions/${encodeURIComponent(session)}`, about)}>{session}</a>
              ),
              Account: data.account_id,
              App: data.app_id,
              'rtk-uuid': data.rtk_uuid,
              Webhook: data.webhook_id,
              'What a rule did': data.treatment,
            }}
          />
        </Card>
        <Card title="Headers">
          <Facts facts={data.headers} />
        </Card>
        <Card title="Attempts" isWide>
          <Table
            label="Attempts"
            rows={data.attempts}
            columns={columns}
            keyOf={({ at }) => at}
            empty={<p>It has not been sent yet.</p>}
          />
        </Card>
        <BodyCard body={data.body} />
      </div>
    </Page>
  )
}
