/** Deliveries of webhooks, newest first. */

import type { DescribedDelivery } from '../../api/webhooks/deliveries/schemas.js'
import { countOf } from '../core/format.js'
import { hrefOf, place, scope } from '../core/router.js'
import { useData } from '../core/use-data.js'
import { EventName } from '../parts/event-name.js'
import { Choice } from '../parts/filters.js'
import { Card } from '../parts/page.js'
import { HttpStatus, Status } from '../parts/status.js'
import { type Column, Table } from '../parts/table.js'
import { When } from '../parts/when.js'

const MAX_SHOWN = 100
const outcomes = ['pending', 'delivered', 'failed', 'dropped', 'cancelled'] as const

const columns: Column<DescribedDelivery>[] = [
  {
    title: 'Delivery',
    cell: ({ id, event, account_id: account, app_id: app }) => (
      <a href={hrefOf(`/webhooks/${encodeURIComponent(id)}`, { account, app })}>
        <EventName event={event} />
      </a>
    ),
  },
  { title: 'Outcome', cell: ({ outcome }) => <Status status={outcome} /> },
  {
    title: 'Last answer',
    isExtra: true,
    cell({ attempts }) {
      const last = attempts.at(-1)
      return last && (last.status === null ? last.error : <HttpStatus status={last.status} />)
    },
  },
  { title: 'Attempts', isExtra: true, isNumber: true, cell: ({ attempts }) => attempts.length },
  { title: 'Happened', cell: ({ created_at: at }) => <When at={at} /> },
  { title: 'Next attempt', isExtra: true, cell: ({ next_attempt_at: at }) => at && <When at={at} /> },
]

export function Deliveries() {
  const { outcome } = place.value.query
  const { data, error, isStale } = useData<{ deliveries: DescribedDelivery[]; forgotten: number }>(
    '/deliveries',
    { query: { ...scope.value, outcome, order: 'desc', limit: MAX_SHOWN }, on: ['delivery', 'state'] },
  )
  return (
    <Card title="Deliveries" aside={<Choice label="Outcome" name="outcome" values={outcomes} />} isWide>
      {error && <p class="error">{error.message}</p>}
      {data && (
        <Table
          label="Deliveries"
          rows={data.deliveries}
          columns={columns}
          keyOf={({ id }) => id}
          isStale={isStale}
          empty={
            outcome ? (
              <p>No delivery is {outcome}.</p>
            ) : (
              <p>No webhook was sent yet. Create one above, and let a livestream go live.</p>
            )
          }
        />
      )}
      {data && data.forgotten > 0 && (
        <p>
          <small>{countOf(data.forgotten, 'earlier delivery', 'earlier deliveries')} made room.</small>
        </p>
      )}
    </Card>
  )
}
